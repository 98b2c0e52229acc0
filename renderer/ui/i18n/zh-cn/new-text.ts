import type { Translated } from '../translated.ts'
import type { newText as english } from '../en/new-text.ts'

export const newText: Translated<typeof english> = {
  menu: '新建文本文件…',
  title: '新建文本文件',
  defaultName: '未命名.txt',
  hint: '首次保存时才会创建。',
  invalid: '名称无效。',
  edit: '编辑',
}
