import type { Translated } from '../translated.ts'
import type { folderSize as english } from '../en/folder-size.ts'

export const folderSize: Translated<typeof english> = {
  title: '大小',
  propertiesOf: '{{name}} 的属性',
  calculate: '计算大小',
  counting: '正在统计…',
  stop: '停止',
  stopped: '已中途停止，以下是已统计的部分。',
  again: '重新统计',
  objects: '文件数',
  newest: '最新',
  oldest: '最早',
  largest: '最大的文件',
}
