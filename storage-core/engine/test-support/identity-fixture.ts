import { type MemoryMetadataOptions, openMemoryMetadataStore } from '../../metadata/memory-metadata-store.ts'
import type { MetadataStore } from '../../metadata/metadata-store.ts'
import { seededRandom } from '../../platform/test-support/seeded-random.ts'
import { createIdentityEngine } from '../identities/create-identity-engine.ts'
import type { AccessKey, IdentityEngine } from '../identities/identity-engine.ts'
import { ensureAccessKey } from '../identities.ts'

export interface IdentityFixture {
  readonly engine: IdentityEngine
  readonly metadata: MetadataStore
  readonly clock: { nowMs: number; now(): number }
  readonly root: AccessKey
  readonly accountId: string
  /** Another engine over the same rows, as after a restart. */
  readonly reopen: () => IdentityEngine
}

/** Identities in memory: an account with one key pair. */
export async function createIdentityFixture(seed = 1, options: MemoryMetadataOptions = {}): Promise<IdentityFixture> {
  const clock = {
    nowMs: 1_700_000_000_000,
    now() {
      return this.nowMs
    },
  }
  const deps = { metadata: await openMemoryMetadataStore(options), clock, random: seededRandom(seed) }
  const root = await ensureAccessKey(deps)
  const reopen = () => createIdentityEngine(deps)
  const engine = reopen()
  return { engine, metadata: deps.metadata, clock, root, accountId: engine.ownAccountId, reopen }
}

export const trustEveryone = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: '*' } }] })
export const allowAll = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })
export const denyAll = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] })
