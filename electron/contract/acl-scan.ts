import { z } from 'zod'
import { AclGrant } from './acl-grants.ts'
import { OssErrorWire } from './error-wire.ts'

/** An object with an ACL of its own, in OSS's words; over S3 also whom else than the owner it names. */
export const AclScanRow = z.object({ key: z.string(), acl: z.string(), grants: z.array(AclGrant).optional() })
export type AclScanRow = z.infer<typeof AclScanRow>

/** How far the ACLs below a prefix have been read. */
export const AclScanReport = z.object({
  /** Objects that the listing has named so far, and whether that is all. */
  listed: z.number(),
  isListed: z.boolean(),
  checked: z.number(),
  /** Objects with an ACL of their own; the rows hold the first of them only when there are very many. */
  found: z.number(),
  /** Those of them that let in everyone, or every account of the service. */
  open: z.number(),
  /** Objects whose ACL could not be read, and why the first could not. */
  failed: z.number(),
  firstError: OssErrorWire.optional(),
})
export type AclScanReport = z.infer<typeof AclScanReport>

/** Rows that a scan keeps at most. */
export const aclScanRowsMax = 100_000

export const AclScanResult = z.object({ report: AclScanReport, rows: z.array(AclScanRow) })
export type AclScanResult = z.infer<typeof AclScanResult>
