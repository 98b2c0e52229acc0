import type { Translated } from '../translated.ts'
import type { dragOut as english } from '../en/drag-out.ts'

export const dragOut: Translated<typeof english> = {
  handle: '从此处拖到桌面或其他程序',
  menu: '拖出…',
  tray: '拖到其他程序',
  preparing: '正在准备文件…',
  progress_other: '{{count, number}} 个文件，已完成 {{done}} / {{total}}',
  ready_other: '已就绪：{{count, number}} 个文件，{{size}}。请从此处拖到桌面或其他程序。',
  tooLarge: '超出此连接单次拖出的上限（{{count, number}} 个文件，共 {{size}}）。请改用下载。',
  unreadable: '无法读取 {{name}}，因此未交出任何文件。{{why}}',
  failed: '无法准备文件。{{why}}',
}
