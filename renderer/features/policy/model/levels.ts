import { actionsMatching } from '../../../../storage-core/policy/actions.ts'

/** What a statement allows, in the few ways that most statements are written. */
export type AccessLevel = 'read' | 'readAndList' | 'readWrite' | 'full' | 'custom'

const reading = ['oss:GetObject', 'oss:GetObjectAcl', 'oss:GetObjectVersion', 'oss:GetObjectVersionAcl', 'oss:RestoreObject', 'oss:RestoreObjectVersion']
const listing = ['oss:ListObjects', 'oss:ListObjectVersions']
const writing = [
  'oss:PutObject',
  'oss:DeleteObject',
  'oss:DeleteObjectVersion',
  'oss:PutObjectAcl',
  'oss:PutObjectVersionAcl',
  'oss:AbortMultipartUpload',
  'oss:ListParts',
  'oss:ListMultipartUploads',
]

/** The actions of each level (OSS documentation, "Configure bucket policies", authorized operations). */
export const levelActions: Readonly<Record<Exclude<AccessLevel, 'custom'>, readonly string[]>> = {
  read: reading,
  readAndList: [...reading, ...listing],
  readWrite: [...reading, ...listing, ...writing],
  full: ['oss:*'],
}

const levels = (['read', 'readAndList', 'readWrite', 'full'] as const).map((level) => [level, new Set(levelActions[level].flatMap(actionsMatching))] as const)

/** The level that names exactly these actions, however they are written. */
export function levelOf(actions: readonly string[]): AccessLevel {
  const named = new Set(actions.flatMap((pattern) => (pattern === '*' ? ['oss:*'] : [pattern])).flatMap(actionsMatching))
  const found = levels.find(([, wanted]) => wanted.size === named.size && [...wanted].every((action) => named.has(action)))
  return found?.[0] ?? 'custom'
}
