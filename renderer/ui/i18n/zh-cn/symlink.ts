import type { Translated } from '../translated.ts'
import type { symlink as english } from '../en/symlink.ts'

export const symlink: Translated<typeof english> = {
  menu: '创建软链接…',
  title: '创建软链接',
  lead: '读取软链接时会得到它所指向的文件。不会替换已有的同名文件。',
  name: '软链接名称',
  defaultName: '{{name}} 的软链接',
  target: '指向',
  targetHint: '{{bucket}} 中某个文件的完整路径。',
  create: '创建软链接',
  problem: { itself: '软链接不能指向自身。', invalid: '名称无效。' },
  badge: '软链接',
  to: '软链接，指向 {{target}}',
  toMissing: '软链接，指向 {{target}}（不存在）',
  goTo: '转到目标文件',
  past: '这是当时的软链接。读取它得到的是目标文件现在的内容；转到目标文件可查看其当时的内容。',
  missing: '目标文件不存在，读取此软链接会失败。',
  notOffered: 'S3 不支持软链接',
}
