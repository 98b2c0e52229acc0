import { z } from 'zod'
import { SecretKeeping } from './profiles.ts'

/** Tools whose connections can be taken over. */
export const ImportSource = z.enum(['ossutil', 'aws', 'rclone', 'ossbrowser'])
export type ImportSource = z.infer<typeof ImportSource>

/** Why an entry cannot be taken over. */
export const ImportProblem = z.enum(['role', 'process', 'sso', 'environment', 'incomplete', 'invalid', 'otherService', 'expired'])
export type ImportProblem = z.infer<typeof ImportProblem>

/** One entry of a file, without its secret. */
export const ImportRow = z.object({
  rowId: z.number().int(),
  name: z.string(),
  kind: z.enum(['oss', 's3']),
  endpoint: z.string(),
  region: z.string(),
  presetPath: z.string(),
  accessKeyId: z.string(),
  isTemporary: z.boolean(),
  problem: ImportProblem.optional(),
  /** Name of the connection that has this key at this place already. */
  conflict: z.string().optional(),
})
export type ImportRow = z.infer<typeof ImportRow>

export const ImportPreview = z.object({
  /** Names what was read until it is taken over or another file is opened. */
  importId: z.string(),
  source: ImportSource,
  /** As the user knows them, `~/.aws/config`. */
  files: z.array(z.string()),
  rows: z.array(ImportRow),
})
export type ImportPreview = z.infer<typeof ImportPreview>

export const FoundImports = z.array(z.object({ source: ImportSource, files: z.array(z.string()) }))

/** `choose` asks the user for a file; `dropped` is one that was dropped on the window. */
export const OpenImport = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('found'), source: ImportSource }),
  z.strictObject({ kind: z.literal('choose') }),
  z.strictObject({ kind: z.literal('dropped'), sourceId: z.string().max(100) }),
])

export const RunImport = z.strictObject({
  importId: z.string().max(100),
  rows: z.array(z.strictObject({ rowId: z.number().int().min(0), name: z.string().trim().min(1).max(100) })).min(1).max(1000),
  keep: SecretKeeping,
})
export const ImportResult = z.object({ created: z.number() })
