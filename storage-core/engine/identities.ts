import type { MetadataStore } from '../metadata/metadata-store.ts'
import type { Clock, Random } from '../platform/platform.ts'
import { readMetadata } from './dependencies.ts'
import type { AccessKey } from './object-engine.ts'

export interface IdentityOptions {
  readonly metadata: MetadataStore
  readonly clock: Clock
  readonly random: Random
  /** Wanted key pair, for scripts that must know it beforehand. Added when the store does not have it yet. */
  readonly accessKey?: { readonly accessKeyId: string; readonly accessKeySecret: string }
}

const alphanumerics = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const digits = '0123456789'

/**
 * Makes sure that the store has an owner and a key pair, and returns the pair to use: the wanted one, or the first one that
 * exists. An empty store gets an account with a 16-digit id. Durable before it returns.
 */
export async function ensureAccessKey(options: IdentityOptions): Promise<AccessKey> {
  const { metadata, clock, random, accessKey } = options
  const existing = readMetadata(metadata, (reader) => [...reader.accessKeys()])
  const found =
    accessKey === undefined
      ? existing.toSorted((a, b) => a.createdMs - b.createdMs)[0]
      : existing.find((row) => row.accessKeyId === accessKey.accessKeyId)
  if (found !== undefined && (accessKey === undefined || accessKey.accessKeySecret === found.accessKeySecret)) {
    return { accessKeyId: found.accessKeyId, accessKeySecret: found.accessKeySecret, owner: found.owner }
  }
  // Further pairs belong to the same account: its buckets stay visible whatever pair a script brings along.
  const owner = existing[0]?.owner ?? { id: `1${pick(random, digits, 15)}`, displayName: 'ossia' }
  const created: AccessKey = {
    accessKeyId: accessKey?.accessKeyId ?? `OSSIA${pick(random, alphanumerics, 16)}`,
    accessKeySecret: accessKey?.accessKeySecret ?? pick(random, alphanumerics, 30),
    owner,
  }
  await metadata.write((tx) => {
    tx.putAccessKey({ ...created, createdMs: clock.now() })
  })
  return created
}

/** Every key pair by id, for lookups on the path of each request. */
export function loadAccessKeys(metadata: MetadataStore): ReadonlyMap<string, AccessKey> {
  return readMetadata(
    metadata,
    (reader) =>
      new Map(
        [...reader.accessKeys()].map((row): [string, AccessKey] => [
          row.accessKeyId,
          { accessKeyId: row.accessKeyId, accessKeySecret: row.accessKeySecret, owner: row.owner },
        ]),
      ),
  )
}

/** Unbiased: bytes that do not fit the alphabet evenly are drawn again. */
function pick(random: Random, alphabet: string, length: number): string {
  const usable = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < usable && text.length < length) text += alphabet.charAt(byte % alphabet.length)
    }
  }
  return text
}
