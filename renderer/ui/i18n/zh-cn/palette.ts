import type { Translated } from '../translated.ts'
import type { palette as english } from '../en/palette.ts'

export const palette: Translated<typeof english> = {
  title: '命令面板',
  hint: '搜索操作、Bucket、收藏、设置，或粘贴地址',
  results: '结果',
  none: '没有匹配项。',
  actions: '操作',
  goTo: '地址',
  goToAddress: '转到 {{address}}',
}
