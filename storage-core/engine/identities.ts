import type { AccessKeyRow, AccountRow, MetadataStore } from '../metadata/metadata-store.ts'
import { ossError } from '../model/oss-error.ts'
import type { Clock, Random } from '../platform/platform.ts'
import { readMetadata } from './dependencies.ts'
import type { AccessKey } from './identities/identity-engine.ts'
import { randomKeyPair, randomUid } from './identities/random-text.ts'

export interface IdentityOptions {
  readonly metadata: MetadataStore
  readonly clock: Clock
  readonly random: Random
  /** Wanted key pair, for scripts that must know it beforehand. Added when the store does not have it yet. */
  readonly accessKey?: { readonly accessKeyId: string; readonly accessKeySecret: string }
}

/**
 * Makes sure that the store has an account of its own and a key pair of it, and returns the pair to use: the wanted one,
 * which is made usable if need be, or the oldest that is. Durable before it returns.
 * @throws OssError InvalidArgument when the wanted id belongs to a RAM user or to another account
 */
export async function ensureAccessKey(options: IdentityOptions): Promise<AccessKey> {
  const { metadata, clock, random, accessKey: wanted } = options
  const { account: known, keys } = readMetadata(metadata, (reader) => ({
    account: [...reader.identities()].find((row) => row.kind === 'account' && row.isOwn) as AccountRow | undefined,
    keys: [...reader.accessKeys()].toSorted((a, b) => a.createdMs - b.createdMs),
  }))
  // A store that was made before accounts had rows has keys of one account only.
  const owner = known ? { id: known.accountId, displayName: known.displayName } : (keys[0]?.owner ?? { id: randomUid(random, 'account'), displayName: 'ossia' })
  const own = (row: AccessKeyRow) => row.owner.id === owner.id && row.userId === undefined
  const existing = wanted ? keys.find((row) => row.accessKeyId === wanted.accessKeyId) : keys.find((row) => own(row) && row.status !== 'Inactive')
  if (existing && !own(existing)) {
    throw ossError('InvalidArgument', {
      message: `The AccessKey ${existing.accessKeyId} belongs to a RAM user or to another account. The store needs one of its own account.`,
    })
  }
  const pair = wanted ?? existing ?? randomKeyPair(random)
  const isUsable = existing?.accessKeySecret === pair.accessKeySecret && existing.status !== 'Inactive'
  if (known === undefined || !isUsable) {
    await metadata.write((tx) => {
      if (known === undefined) {
        tx.putIdentity({ kind: 'account', accountId: owner.id, displayName: owner.displayName, createdMs: clock.now(), isOwn: true })
      }
      const { accessKeyId, accessKeySecret } = pair
      if (!isUsable) tx.putAccessKey({ accessKeyId, accessKeySecret, owner, createdMs: existing?.createdMs ?? clock.now(), status: 'Active' })
    })
  }
  return { accessKeyId: pair.accessKeyId, accessKeySecret: pair.accessKeySecret, owner, holder: { kind: 'account', accountId: owner.id } }
}
