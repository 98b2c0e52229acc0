import { storedHeaderNames, type StoredHeaderName } from '../../../storage-core/model/object.ts'
import type { ObjectEdit } from '../../../electron/contract/object-jobs.ts'

/** One line of a form of names and values. */
export interface DraftRow {
  readonly id: number
  readonly name: string
  readonly value: string
  /** Takes the entry away instead of setting it. */
  readonly removes: boolean
}

/** Everything the edit dialog may hold; each kind reads its own part. */
export interface EditDraft {
  readonly days: number
  readonly tier: 'Expedited' | 'Standard' | 'Bulk' | undefined
  readonly storageClass: string
  readonly acl: 'default' | 'private' | 'public-read' | 'public-read-write'
  readonly mode: 'merge' | 'replace' | 'remove'
  readonly headers: readonly DraftRow[]
  readonly userMetadata: readonly DraftRow[]
  readonly tags: readonly DraftRow[]
}

export const emptyRow = (id: number, name = ''): DraftRow => ({ id, name, value: '', removes: false })

export const emptyDraft: EditDraft = {
  days: 7,
  tier: undefined,
  storageClass: 'IA',
  acl: 'private',
  mode: 'merge',
  headers: [emptyRow(0, 'cache-control')],
  userMetadata: [emptyRow(0)],
  tags: [emptyRow(0)],
}

const metadataName = /^[a-z0-9-]+$/

function changes(rows: readonly DraftRow[], names: (name: string) => string): Record<string, string | null> {
  const filled = rows.filter(({ name, value, removes }) => name.trim() !== '' && (removes || value !== ''))
  return Object.fromEntries(filled.map(({ name, value, removes }) => [names(name.trim()), removes ? null : value]))
}

const isHeader = (name: string): name is StoredHeaderName => (storedHeaderNames as readonly string[]).includes(name)

/** The change that a draft stands for, or undefined while it says none or something impossible. */
export function editOfDraft(kind: ObjectEdit['kind'], draft: EditDraft): ObjectEdit | undefined {
  switch (kind) {
    case 'restore':
      return Number.isInteger(draft.days) && draft.days >= 1 && draft.days <= 365 ? { kind, days: draft.days, ...(draft.tier === undefined ? {} : { tier: draft.tier }) } : undefined
    case 'storageClass':
      return { kind, storageClass: draft.storageClass }
    case 'acl':
      return { kind, acl: draft.acl }
    case 'metadata': {
      const headers = Object.fromEntries(Object.entries(changes(draft.headers, (name) => name)).filter(([name]) => isHeader(name)))
      const userMetadata = changes(draft.userMetadata, (name) => name.toLowerCase().replace(/^x-oss-meta-/, ''))
      if (Object.keys(userMetadata).some((name) => !metadataName.test(name))) return undefined
      return Object.keys(headers).length + Object.keys(userMetadata).length === 0 ? undefined : { kind, headers, userMetadata }
    }
    case 'tags': {
      const rows = draft.tags.filter(({ name }) => name.trim() !== '')
      const tags = Object.fromEntries(rows.map(({ name, value }) => [name.trim(), draft.mode === 'remove' ? '' : value]))
      return rows.length === 0 && draft.mode !== 'replace' ? undefined : { kind, mode: draft.mode, tags }
    }
  }
}
