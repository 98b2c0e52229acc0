import { z } from 'zod'

/** What a grant of S3 may give. Source: "Amazon S3 User Guide", "Access control list (ACL) overview". */
export const aclPermissions = ['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'] as const

/** One grant of an ACL in S3's words. OSS has none: its ACLs name nobody. */
export const AclGrant = z.object({
  /** `authenticated` is every account of the service, `group` another of its groups, `account` one that is not the owner. */
  who: z.enum(['everyone', 'authenticated', 'group', 'owner', 'account']),
  /** Of the account its name, mail address or id; of a group its URI. */
  name: z.string(),
  permission: z.enum(aclPermissions),
})
export type AclGrant = z.infer<typeof AclGrant>

/** A grant that no canned ACL stands for, which is all that is given to what is written anew (Amazon S3 documentation, "Canned ACL"). Some services leave their owner without a name. */
export const isBeyondCanned = ({ who, name, permission }: AclGrant): boolean => who !== 'owner' && name !== '' && (who !== 'everyone' || (permission !== 'READ' && permission !== 'WRITE'))

/** A grant that lets in whom nobody chose. */
export const isOpenGrant = ({ who }: AclGrant): boolean => who === 'everyone' || who === 'authenticated'
