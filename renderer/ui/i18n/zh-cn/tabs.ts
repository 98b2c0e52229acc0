import type { Translated } from '../translated.ts'
import type { tabs as english } from '../en/tabs.ts'

export const tabs: Translated<typeof english> = {
  title: '标签页',
  empty: '新标签页',
  newTab: '新建标签页',
  close: '关闭标签页',
  closeNamed: '关闭 {{name}}',
  closeOthers: '关闭其他标签页',
  reopen: '重新打开关闭的标签页',
  duplicate: '复制标签页',
  all: '所有标签页',
  onlyTab: '没有其他标签页',
  noneClosed: '没有关闭过的标签页',
  limit: '最多 {{count, number}} 个标签页',
  both: '{{first}} | {{second}}',
  leftPane: '左窗格',
  rightPane: '右窗格',
  pane: '窗格',
  resizePanes: '调整窗格宽度',
  split: '双窗格',
  unsplit: '单窗格',
  openInTab: '在新标签页中打开',
  openInOtherPane: '在另一窗格中打开',
}
