/**
 * Which identity wrote a version or a delete marker. Ids are UIDs; names are those of that time, because the identity may be
 * renamed or deleted since. `accessKeyId` is absent for the key that the app signs its own requests with.
 */
export type VersionAuthor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'account'; readonly accountId: string; readonly accessKeyId?: string }
  | { readonly kind: 'user'; readonly accountId: string; readonly userId: string; readonly userName: string; readonly accessKeyId?: string }
  | {
      readonly kind: 'role'
      readonly accountId: string
      readonly roleId: string
      readonly roleName: string
      readonly sessionName: string
      readonly accessKeyId?: string
    }
  /** No request: a rule of the bucket's lifecycle. */
  | { readonly kind: 'lifecycle'; readonly ruleId: string }
