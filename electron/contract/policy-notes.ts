import { z } from 'zod'
import { ObjectAcl } from '../../storage-core/model/acl.ts'

const text = z.string().max(2048)

/** A request whose answer somebody wants to be sure of, such as "alice may not delete logs/". */
export const PolicyCheck = z.strictObject({
  checkId: z.string().min(1).max(100),
  expected: z.enum(['allowed', 'denied']),
  /** `owner`, `anonymous`, a UID, or an assumed role. */
  who: text,
  uidIs: z.enum(['user', 'otherAccount']),
  action: z.string().max(100),
  key: z.string().max(1023),
  sourceIp: text,
  sourceVpc: text,
  secureTransport: z.boolean(),
  userAgent: text,
  accessKeyId: text,
  /** JSON that narrows what an assumed role may; empty for none. Checks kept by earlier versions have none. */
  sessionPolicy: text.optional(),
  /** Null for the time at which it is looked at. */
  timeMs: z.number().nullable(),
  objectAcl: ObjectAcl,
  objectTags: z.record(z.string().max(128), z.string().max(256)),
})
export type PolicyCheck = z.infer<typeof PolicyCheck>

/** A statement that is written and does not count: no service has such a thing, so it stays here. */
export const DisabledStatement = z.strictObject({
  /** How many enabled statements stand before it. */
  at: z.number().int().min(0).max(1000),
  /** JSON of the statement. */
  text: z.string().max(64 * 1024),
})
export type DisabledStatement = z.infer<typeof DisabledStatement>

/** A policy as the bucket had it. */
export const PolicyVersion = z.object({
  versionId: z.string(),
  /** When it was seen first. */
  keptMs: z.number(),
  /** Saved from here, or found to be another than the last one. */
  origin: z.enum(['saved', 'found']),
  /** Null for no policy. */
  text: z.string().nullable(),
})
export type PolicyVersion = z.infer<typeof PolicyVersion>

export const maxPolicyChecks = 200
export const maxDisabledStatements = 100

const kept = {
  checks: z.array(PolicyCheck).max(maxPolicyChecks),
  disabled: z.array(DisabledStatement).max(maxDisabledStatements),
}
/** What is kept on this machine about the policy of a bucket. */
export const PolicyNotes = z.object({ ...kept, versions: z.array(PolicyVersion) })
export type PolicyNotes = z.infer<typeof PolicyNotes>

/** Parts that are not given stay as they are. */
export const PolicyNotesChange = z.strictObject(kept).partial()
export type PolicyNotesChange = z.infer<typeof PolicyNotesChange>
