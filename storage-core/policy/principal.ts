import type { PolicyDocument } from './document.ts'

/** A policy attached to an identity, under the name that decisions give it. */
export interface NamedPolicy {
  readonly name: string
  readonly document: PolicyDocument
}

/** Who asks. Account, user and role ids are UIDs, digits. */
export type Principal =
  | { readonly kind: 'anonymous' }
  /** The account itself, which RAM policies do not bind. */
  | { readonly kind: 'account'; readonly accountId: string }
  | {
      readonly kind: 'user'
      readonly accountId: string
      readonly userId: string
      readonly userName: string
      readonly policies: readonly NamedPolicy[]
    }
  /** Whoever assumed a role. The session policy, if there is one, narrows what the role's own policies allow. */
  | {
      readonly kind: 'role'
      readonly accountId: string
      readonly roleId: string
      readonly roleName: string
      readonly sessionName: string
      readonly policies: readonly NamedPolicy[]
      readonly sessionPolicy?: PolicyDocument
    }

export type IdentifiedPrincipal = Exclude<Principal, { kind: 'anonymous' }>
