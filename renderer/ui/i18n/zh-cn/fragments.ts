import type { Translated } from '../translated.ts'
import type { fragments as english } from '../en/fragments.ts'

export const fragments: Translated<typeof english> = {
  menu: '碎片管理…',
  title: '{{bucket}} 中的碎片',
  lead: '已开始但未完成的分片上传。这些分片会占用存储空间并产生费用，直到被清除。',
  show: '{{count}}，查看',
  list: '碎片',
  all: '全选',
  age: '开始时间',
  ages: { any: '不限开始时间', day: '1 天前开始', week: '7 天前开始', month: '30 天前开始' },
  sum_other: '共 {{count, number}} 个，{{size}}',
  begun: '开始时间',
  parts: '分片数',
  inUse: '使用中',
  none: '没有碎片',
  noneHint: '上传被中断且未继续时，已上传的分片会保留在这里。',
  noneSoOld: '没有这么早的碎片。',
  more: '仅显示前 {{count, number}} 个，清除一部分后可查看其余。',
  chooseFirst: '请先选择碎片',
  abortNone: '清除碎片',
  abortSize_other: '清除 {{count, number}} 个碎片，{{size}}…',
  abort_other: '清除 {{count, number}} 个碎片',
  confirm_other: '{{count, number}} 个碎片（{{size}}）清除后无法恢复。',
  confirmInUse_other: '其中 {{count, number}} 个属于尚未完成的传输任务。',
  someLeft_other: '{{count, number}} 个碎片未能清除',
}
