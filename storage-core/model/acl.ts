import { z } from 'zod'

/** Canned ACL of a bucket. */
export const BucketAcl = z.enum(['private', 'public-read', 'public-read-write'])
export type BucketAcl = z.infer<typeof BucketAcl>

/** Canned ACL of an object; `default` means "as the bucket". */
export const ObjectAcl = z.enum(['default', 'private', 'public-read', 'public-read-write'])
export type ObjectAcl = z.infer<typeof ObjectAcl>
