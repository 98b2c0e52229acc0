import fc from 'fast-check'
import { expect } from 'vitest'
import { limits } from '../../model/limits.ts'
import { isOssError } from '../../model/oss-error.ts'
import { createObjectEngine } from '../create-object-engine.ts'
import type { EngineDependencies } from '../dependencies.ts'
import type { Engine } from '../engine.ts'
import { bodyOf, owner, putInput, readBody } from './engine-fixture.ts'
import { type Answer, type Call, describeBody, describeVersion, emptyHistory, type HistoryKey, historyModel, type HistoryState } from './object-history.ts'
import { hasSerialOrder, type Operation } from './serial-order.ts'

/** What a client wants to do. Positions and ETags are looked up first, as clients do, so that others may come in between. */
export type Wish =
  | Exclude<Call, { readonly kind: 'copy' | 'append' | 'everything' }>
  | { readonly kind: 'copy'; readonly from: HistoryKey; readonly key: HistoryKey; readonly hasCondition: boolean; readonly forbidOverwrite: boolean }
  | { readonly kind: 'append'; readonly key: HistoryKey; readonly body: string }

/** One after the other by one client, beside the others. */
export type Plan = readonly (readonly Wish[])[]

const uploadCount = 2
const key = fc.oneof({ weight: 4, arbitrary: fc.constant<HistoryKey>('a') }, { weight: 1, arbitrary: fc.constant<HistoryKey>('b') })
const forbidOverwrite = fc.boolean()
const upload = fc.nat(uploadCount - 1)
// Kept beside the metadata or in a file, and in several chunks.
const body = fc.tuple(fc.constantFrom(0, 3, 40, 20_000), fc.integer({ min: 10, max: 99 })).map(([size, label]) => String(label).repeat(size / 2 + 1).slice(0, size))
const largePart = fc.integer({ min: 10, max: 99 }).map((label) => String(label).repeat(limits.partMinBytes / 2))
const part = fc.oneof(
  fc.record({ partNumber: fc.constant(1), body: fc.oneof(largePart, body) }),
  fc.record({ partNumber: fc.constant(2), body }),
)
const wish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('put' as const), key, body, forbidOverwrite }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('get' as const), key }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'list' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), key, versionId: fc.constant('null' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('copy' as const), from: key, key, hasCondition: fc.boolean(), forbidOverwrite }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('append' as const), key: fc.constantFrom<HistoryKey>('a', 'b', 'b'), body }) },
  { weight: 3, arbitrary: fc.tuple(part, upload).map(([each, number]) => ({ kind: 'part' as const, upload: number, ...each })) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('complete' as const), upload, forbidOverwrite }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abort' as const), upload }) },
)
const change: fc.Arbitrary<Wish> = fc.constantFrom('Enabled' as const, 'Suspended' as const).map((status) => ({ kind: 'versioning' as const, status }))

/** Plans for two to five clients; `changesVersioning` for ones that also switch the bucket's versioning meanwhile. */
export function plans(options: { readonly changesVersioning: boolean }): fc.Arbitrary<Plan> {
  const any = options.changesVersioning ? fc.oneof({ weight: 20, arbitrary: wish }, { weight: 1, arbitrary: change }) : wish
  return fc.array(fc.array(any, { minLength: 1, maxLength: 8, size: 'max' }), { minLength: 2, maxLength: 5, size: 'max' })
}

export interface ClientRun {
  readonly deps: EngineDependencies
  /** A bucket of this run alone; it must not exist yet. */
  readonly bucket: string
  readonly versioning: HistoryState['versioning']
  /** Decides who goes on next wherever an operation waits for something. */
  readonly scheduler: fc.Scheduler
  /** Replaces operations of the engine by wrong ones, to see that it is noticed. */
  readonly sabotage?: (engine: Engine) => Partial<Engine>
}

type History = readonly Operation<Call, Answer>[]

/** Fails with the history as its message when the clients saw what they cannot have seen one after the other. */
export function expectSerialOrder(history: History, versioning: HistoryState['versioning']): void {
  const shortened = (_: string, value: unknown) => (typeof value === 'string' ? value.slice(0, 60) : value)
  const text = history.map((operation) => JSON.stringify(operation, shortened)).join('\n')
  expect(hasSerialOrder(historyModel, emptyHistory(versioning, uploadCount), history), text).toBe(true)
}

/** Lets the clients of a plan loose on a bucket. */
export async function runClients(plan: Plan, run: ClientRun): Promise<History> {
  const { bucket, scheduler } = run
  const turn = () => scheduler.schedule(Promise.resolve())
  const plain = createObjectEngine(waitingAt(run.deps, turn))
  const engine: Engine = { ...plain, ...run.sabotage?.(plain) }
  const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default', forbidOverwrite: false } as const
  const uploadIds: string[] = []
  const operations: Operation<Call, Answer>[] = []
  let now = 0

  const prepare = async () => {
    await engine.putBucket({ bucket, owner, region: 'cn-hangzhou' })
    if (run.versioning !== undefined) await engine.putBucketVersioning({ bucket, status: run.versioning })
    for (let i = 0; i < uploadCount; i++) uploadIds.push((await engine.initiateMultipartUpload({ bucket, key: 'a', ...attributes })).uploadId)
  }
  const record = async (call: Call) => {
    now += 1
    const calledAt = now
    const answer = await answerOf(perform({ engine, bucket, uploadIds, turn }, call))
    now += 1
    operations.push({ call, answer, calledAt, answeredAt: now })
  }
  const head = (name: HistoryKey) => engine.headObject({ bucket, key: name, conditions: {} }).then(({ head: found }) => found, noObject)
  const client = async (wishes: readonly Wish[]) => {
    for (const each of wishes) {
      await turn()
      if (each.kind === 'append') {
        const found = await head(each.key)
        await turn()
        await record({ ...each, position: found?.type === 'Appendable' ? found.sizeBytes : 0 })
      } else if (each.kind === 'copy') {
        const found = each.hasCondition ? await head(each.from) : undefined
        await turn()
        const { kind, from, key: to, forbidOverwrite: isForbidden } = each
        await record({ kind, from, key: to, forbidOverwrite: isForbidden, ...(found === undefined ? {} : { ifMatch: found.etag }) })
      } else await record(each)
    }
  }
  await scheduler.waitFor(prepare())
  // Something to overwrite, to copy and to complete from the beginning.
  await scheduler.waitFor(record({ kind: 'put', key: 'a', body: 'the first of all', forbidOverwrite: false }))
  await scheduler.waitFor(record({ kind: 'part', upload: 0, partNumber: 1, body: '1'.repeat(limits.partMinBytes) }))
  await scheduler.waitFor(Promise.all(plan.map(client)))
  await scheduler.waitFor(record({ kind: 'everything' }))
  return operations
}

function noObject(error: unknown): undefined {
  if (!isOssError(error, 'NoSuchKey')) throw error
}

async function answerOf(work: Promise<Omit<Answer, 'code'>>): Promise<Answer> {
  try {
    return { code: 'done', ...(await work) }
  } catch (error) {
    if (isOssError(error) && error.status < 500) return { code: error.code }
    throw error
  }
}

/** The same stores, but whoever asks them for something waits for its turn before and after. */
function waitingAt(deps: EngineDependencies, turn: () => Promise<unknown>): EngineDependencies {
  const { metadata, blobs } = deps
  return {
    ...deps,
    metadata: {
      ...metadata,
      write: async (fn) => {
        await turn()
        const written = await metadata.write(fn)
        await turn()
        return written
      },
    },
    blobs: {
      ...blobs,
      stage: async (chunks, options) => {
        const staged = await blobs.stage(chunks, options)
        await turn()
        return {
          ...staged,
          publish: async () => {
            await staged.publish()
            await turn()
          },
        }
      },
      open: async (blobId, sizeBytes) => {
        const reader = await blobs.open(blobId, sizeBytes)
        await turn()
        return reader
      },
    },
  }
}

interface Tools {
  readonly engine: Engine
  readonly bucket: string
  readonly uploadIds: readonly string[]
  readonly turn: () => Promise<unknown>
}

async function perform({ engine, bucket, uploadIds, turn }: Tools, call: Call): Promise<Omit<Answer, 'code'>> {
  const { signal } = new AbortController()
  const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default' } as const
  const slowBody = async function* (text: string) {
    for await (const chunk of bodyOf(text.slice(0, text.length >> 1), text.slice(text.length >> 1))) {
      await turn()
      yield chunk
    }
  }
  const address = (upload: number) => ({ bucket, key: 'a', uploadId: uploadIds[upload] ?? '' })
  switch (call.kind) {
    case 'put': {
      const input = { bucket, body: slowBody(call.body), forbidOverwrite: call.forbidOverwrite }
      return pick(await engine.putObject(putInput(call.key, '', input)))
    }
    case 'get': {
      const { head, versionId, body } = await engine.getObject({ bucket, key: call.key, conditions: {}, rangeBehavior: 'standard' })
      const chunks: Buffer[] = []
      const write = async (chunk: Uint8Array) => {
        chunks.push(Buffer.from(chunk))
        await turn()
      }
      await body.copyTo({ write }, signal)
      await body.close()
      return { versionId, etag: head.etag, body: describeBody(Buffer.concat(chunks).toString()) }
    }
    case 'list': {
      const page = await engine.listObjects({ bucket, prefix: '', delimiter: '', after: '', maxKeys: 1000 })
      return { lines: page.entries.map((entry) => (entry.kind === 'prefix' ? entry.prefix : `${entry.head.key} ${entry.head.etag} ${entry.head.sizeBytes}`)) }
    }
    case 'delete': {
      const { versionId } = await engine.deleteObject({ bucket, key: call.key, ...(call.versionId === undefined ? {} : { versionId: call.versionId }) })
      return { versionId }
    }
    case 'copy': {
      const { key: to, from, ifMatch, forbidOverwrite: isForbidden } = call
      const sourceConditions = ifMatch === undefined ? {} : { ifMatch: [ifMatch] }
      return pick(await engine.copyObject({ bucket, key: to, source: { bucket, key: from }, sourceConditions, acl: 'default', forbidOverwrite: isForbidden }))
    }
    case 'append': {
      const output = await engine.appendObject({ bucket, key: call.key, position: call.position, body: slowBody(call.body), claims: {}, signal, ...attributes })
      if (output.nextPosition !== call.position + call.body.length) throw new Error(`the next position is ${output.nextPosition}`)
      return pick(output)
    }
    case 'part':
      return pick(await engine.uploadPart({ ...address(call.upload), partNumber: call.partNumber, body: slowBody(call.body), claims: {}, signal }))
    case 'complete':
      return pick(await engine.completeMultipartUpload({ ...address(call.upload), parts: 'all', forbidOverwrite: call.forbidOverwrite }))
    case 'abort':
      await engine.abortMultipartUpload(address(call.upload))
      return {}
    case 'versioning':
      await engine.putBucketVersioning({ bucket, status: call.status })
      return {}
    case 'everything':
      return { lines: await everything(engine, bucket) }
  }
}

function pick(output: { readonly versionId?: string; readonly etag: string }): Omit<Answer, 'code'> {
  return { versionId: output.versionId, etag: output.etag }
}

async function everything(engine: Engine, bucket: string): Promise<readonly string[]> {
  const page = await engine.listObjectVersions({ bucket, prefix: '', delimiter: '', keyMarker: '', maxKeys: 1000 })
  const lines: string[] = []
  for (const entry of page.entries) {
    if (entry.kind === 'prefix') throw new Error('there is no delimiter')
    if (entry.kind === 'deleteMarker') {
      lines.push(describeVersion(entry.marker.key, { versionId: entry.marker.versionId, etag: '' }))
      continue
    }
    const { key: name, versionId, etag } = entry.version
    const { body: found } = await engine.getObject({ bucket, key: name, versionId, conditions: {}, rangeBehavior: 'standard' })
    lines.push(describeVersion(name, { versionId, etag, body: (await readBody(found)).toString() }))
  }
  return lines
}

