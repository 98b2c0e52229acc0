import { z } from 'zod'
import type { Profile, SecretKeeping } from '../../contract/profiles.ts'
import { wireFailure } from '../../contract/wire-error.ts'
import type { Keychain } from './keychain.ts'

/** What of a key must not be seen. */
export const Secret = z.object({ accessKeySecret: z.string().min(1), securityToken: z.string().optional(), proxyPassword: z.string().optional() })
export type Secret = z.infer<typeof Secret>

/** A secret as it lies on the disk. `session`: not there at all. `unprotected`: by the user's own word. */
export const StoredSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keychain'), sealed: z.string() }),
  z.object({ kind: z.literal('unprotected'), secret: Secret }),
  z.object({ kind: z.literal('session') }),
])
export type StoredSecret = z.infer<typeof StoredSecret>

/** The secret, or why there is none. */
export type OpenedSecret = { readonly state: SecretKeeping; readonly secret: Secret } | { readonly state: Extract<Profile['secret'], 'missing' | 'locked'> }

export interface SecretBox {
  /** @throws WireFailure KeychainUnavailable */
  readonly store: (profileId: string, secret: Secret, keep: SecretKeeping) => StoredSecret
  readonly open: (profileId: string, stored: StoredSecret) => OpenedSecret
  readonly forget: (profileId: string) => void
}

/** Keeps secrets the way the user chose, and never another way. Those of the session live here only. */
export function createSecretBox(keychain: Keychain): SecretBox {
  const ofSession = new Map<string, Secret>()

  function unseal(sealed: string): Secret | undefined {
    try {
      return Secret.safeParse(JSON.parse(keychain.unseal(sealed))).data
    } catch {
      // Locked, another user's, or another desktop's: the user can unlock it or enter the secret anew.
      return undefined
    }
  }

  return {
    store: (profileId, secret, keep) => {
      if (keep === 'keychain' && !keychain.available()) throw wireFailure('KeychainUnavailable')
      const stored: StoredSecret =
        keep === 'keychain' ? { kind: 'keychain', sealed: keychain.seal(JSON.stringify(secret)) } : keep === 'unprotected' ? { kind: 'unprotected', secret } : { kind: 'session' }
      if (keep === 'session') ofSession.set(profileId, secret)
      else ofSession.delete(profileId)
      return stored
    },
    open: (profileId, stored) => {
      if (stored.kind === 'unprotected') return { state: 'unprotected', secret: stored.secret }
      if (stored.kind === 'session') {
        const secret = ofSession.get(profileId)
        return secret === undefined ? { state: 'missing' } : { state: 'session', secret }
      }
      const secret = unseal(stored.sealed)
      return secret === undefined ? { state: 'locked' } : { state: 'keychain', secret }
    },
    forget: (profileId) => void ofSession.delete(profileId),
  }
}
