import type { Translated } from '../../translated.ts'
import type { versions as english } from '../../en/policy/versions.ts'

export const versions: Translated<typeof english> = {
  history: '历史策略',
  historyLead: '在本机上见过的策略，仅保存在本机。',
  noHistory: '尚未见过此 Bucket 的策略',
  restore: '载入编辑器',
  origins: { saved: '由本机保存', found: '在 Bucket 上发现' },
  versionStatements_other: '{{count, number}} 条语句',
  versionUnreadable: '无法读取',
  versionNone: '无策略',
  versionShow: '显示内容',
  versionSides: { changes: '会有哪些更改', whole: '策略全文' },
  versionSame: '与编辑器中的内容相同。',
  versionHint: '与编辑器中的内容比较。',
}
