import type { Engine } from '../engine.ts'
import type { ObjectBody, ObjectEngine, PutObjectInput } from '../object-engine.ts'
import type { Owner } from '../../model/bucket.ts'
import { openMemoryMetadataStore } from '../../metadata/memory-metadata-store.ts'
import type { MetadataStore } from '../../metadata/metadata-store.ts'
import { createObjectEngine } from '../create-object-engine.ts'
import type { EngineDependencies } from '../dependencies.ts'
import { createMemoryBlobStore, type MemoryBlobStore } from './memory-blob-store.ts'

export const owner: Owner = { id: '1234567890123456', displayName: 'owner' }
export const noConditions = {}

export interface EngineFixture {
  readonly engine: Engine
  readonly deps: EngineDependencies & { readonly metadata: MetadataStore; readonly blobs: MemoryBlobStore }
  readonly clock: { nowMs: number; now(): number }
}

/** An engine in memory with one bucket `bucket` in cn-hangzhou; bodies above 16 bytes are "files". */
export async function createEngineFixture(changes: Partial<EngineDependencies> = {}): Promise<EngineFixture> {
  const clock = {
    nowMs: 1_700_000_000_000,
    now() {
      return this.nowMs
    },
  }
  const deps = {
    metadata: await openMemoryMetadataStore(),
    blobs: await createMemoryBlobStore({ inlineLimitBytes: 16 }),
    clock,
    ...changes,
  } as EngineFixture['deps']
  const engine = createObjectEngine(deps)
  await engine.putBucket({ bucket: 'bucket', owner, region: 'cn-hangzhou' })
  return { engine, deps, clock }
}

export async function* bodyOf(...chunks: readonly (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

export function putInput(key: string, body: string | Uint8Array, changes: Partial<PutObjectInput> = {}): PutObjectInput {
  return {
    bucket: 'bucket',
    key,
    body: bodyOf(body),
    claims: {},
    headers: {},
    userMetadata: {},
    tags: {},
    acl: 'default',
    forbidOverwrite: false,
    signal: new AbortController().signal,
    ...changes,
  }
}

export async function readBody(body: ObjectBody): Promise<Buffer> {
  const chunks: Buffer[] = []
  const sink = {
    write: (chunk: Uint8Array) => {
      chunks.push(Buffer.from(chunk))
      return Promise.resolve()
    },
  }
  try {
    await body.copyTo(sink, new AbortController().signal)
  } finally {
    await body.close()
  }
  return Buffer.concat(chunks)
}

export async function readObject(engine: ObjectEngine, key: string, bucket = 'bucket'): Promise<string> {
  const output = await engine.getObject({ bucket, key, conditions: noConditions, rangeBehavior: 'standard' })
  return (await readBody(output.body)).toString()
}

/** Every entry, page by page: keys as they are, common prefixes as they are. */
export async function listAll(
  engine: ObjectEngine,
  query: { readonly bucket?: string; readonly prefix?: string; readonly delimiter?: string; readonly maxKeys?: number } = {},
): Promise<string[]> {
  const entries: string[] = []
  let after: string | undefined = ''
  while (after !== undefined) {
    const page = await engine.listObjects({ bucket: 'bucket', prefix: '', delimiter: '', maxKeys: 1000, ...query, after })
    for (const entry of page.entries) entries.push(entry.kind === 'prefix' ? entry.prefix : entry.head.key)
    after = page.next
  }
  return entries
}

