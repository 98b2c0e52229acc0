import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { unpackRows } from '../contract/packed-rows.ts'
import { WindowEvent } from '../contract/events.ts'
import { clientHostMethods, type ClientHostMethodName } from '../contract/client-host-methods.ts'
import { ClientHostEvent } from '../contract/host-messages.ts'
import type { OssErrorWire } from '../contract/error-wire.ts'
import { createClientHost, type ClientHost } from './host.ts'
import { startRealStore, type RealStore } from './test-support/real-store.ts'

/** Talks to a host as main does: structured clones of messages, replies by call id. */
function operate(): {
  readonly host: ClientHost
  readonly logged: string[]
  readonly call: (method: string, input: unknown, callId?: string) => Promise<unknown>
  readonly openWindow: (windowId: number) => WindowEvent[]
} {
  const waiting = new Map<string, { resolve: (value: unknown) => void; reject: (error: OssErrorWire) => void }>()
  const logged: string[] = []
  const host = createClientHost({
    log: (text) => logged.push(text),
    send: (message) => {
      const event = ClientHostEvent.parse(structuredClone(message))
      if (event.kind === 'reply') waiting.get(event.callId)?.resolve(event.value)
      else if (event.kind === 'failure') waiting.get(event.callId)?.reject(event.error)
    },
  })
  let nextCall = 0
  return {
    host,
    logged,
    call: async (method, input, callId = String(++nextCall)) => {
      const value = await new Promise((resolve, reject: (error: OssErrorWire) => void) => {
        waiting.set(callId, { resolve, reject })
        host.receive({ kind: 'call', callId, method, input }, [])
      })
      // Outputs keep the contract as well.
      return clientHostMethods[method as ClientHostMethodName].output.parse(value)
    },
    openWindow: (windowId) => {
      const events: WindowEvent[] = []
      host.receive({ kind: 'window', windowId }, [
        { start: () => undefined, close: () => undefined, postMessage: (message) => events.push(WindowEvent.parse(structuredClone(message))) },
      ])
      return events
    },
  }
}

let store: RealStore
let main: ReturnType<typeof operate>
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  main = operate()
  main.host.receive({ kind: 'configure', stateFolder: await store.folder('state') }, [])
  main.host.receive({ kind: 'connect', connection: store.connection }, [])
  return async () => {
    main.host.receive({ kind: 'stop' }, [])
    await main.host.stopped
  }
})
const profileId = 'local'

describe('the client host', () => {
  it('carries a file from a folder into a bucket and back, with events on the way', async () => {
    const bucket = 'through-the-host'
    const events = main.openWindow(1)
    // A window is told of what happens after its snapshot, which waits for the transfers to be read from the disk.
    await expect.poll(() => events[0]?.kind).toBe('transfers.snapshot')
    await main.call('buckets.putBucket', { profileId, bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    const folder = await store.folder('source')
    await mkdir(path.join(folder, 'docs'))
    await writeFile(path.join(folder, 'docs', 'read me.md'), '# hello')
    const preview = await main.call('transfers.previewUpload', { profileId, bucket, prefix: '', paths: [path.join(folder, 'docs')] })
    expect(preview).toMatchObject({ conflictCount: 0, complete: true })
    const upload = (await main.call('transfers.enqueueUpload', { profileId, bucket, prefix: '', paths: [path.join(folder, 'docs')], conflict: 'skip' })) as { batchId: string }
    const states = (): string[] =>
      events.flatMap((event) => (event.kind === 'transfers.changed' || event.kind === 'transfers.snapshot' ? event.batches : [])).filter((one) => one.batchId === upload.batchId).map((one) => one.state)
    await expect.poll(states).toContain('done')

    const view = { column: 'name', direction: 'ascending', filter: '' }
    const opened = (await main.call('listing.open', { profileId, bucket, prefix: '', view, limit: 10 })) as { orderId: string; rows: string; progress: { sessionId: string } }
    const { sessionId } = opened.progress
    const window = (await main.call('listing.getWindow', { sessionId, view, offset: 0, limit: 10 })) as { orderId: string; rows: string }
    expect(window).toEqual(opened)
    expect(unpackRows(window.rows)).toEqual([expect.objectContaining({ key: 'docs/', kind: 'folder' })])
    const selection = { kind: 'listing', selection: { sessionId, view, orderId: window.orderId, ranges: [[0, 1]] } }
    const target = await store.folder('target')
    const download = (await main.call('transfers.enqueueDownload', { profileId, bucket, selection, basePrefix: '', folderPath: target, conflict: 'skip' })) as { batchId: string }
    await main.call('listing.close', { sessionId })
    await expect.poll(() => readFile(path.join(target, 'docs', 'read me.md'), 'utf8').catch(() => '')).toBe('# hello')
    expect(await main.call('transfers.getDownloadPath', { batchId: download.batchId })).toEqual({ path: target })
    expect(await main.call('transfers.listItems', { batchId: upload.batchId, offset: 0, limit: 10 })).toMatchObject({ total: 1, items: [{ key: 'docs/read me.md', state: 'done', verified: true }] })

    expect(events[0]).toMatchObject({ kind: 'transfers.snapshot', sequence: 1, batches: [] })
    expect(events.map((event) => event.sequence)).toEqual(events.map((_, place) => place + 1))
    await expect.poll(() => events.filter((event) => event.kind === 'objects.changed').flatMap((event) => event.prefixes)).toContain('docs/')
    await expect.poll(() => events.map((event) => event.kind)).toContain('buckets.changed')
    const late = main.openWindow(2)
    await expect.poll(() => late[0]).toMatchObject({ kind: 'transfers.snapshot', batches: expect.arrayContaining([expect.objectContaining({ batchId: upload.batchId })]) })
    expect(main.logged).toEqual([])
  })

  it('answers head and folder calls', async () => {
    const bucket = 'single-calls'
    await main.call('buckets.putBucket', { profileId, bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await main.call('objects.putFolder', { profileId, bucket, prefix: 'new folder/' })
    expect(await main.call('objects.headObject', { profileId, bucket, key: 'new folder/' })).toMatchObject({ sizeBytes: 0, requestId: expect.stringMatching(/^[0-9A-F]{24}$/) })
    await expect(main.call('objects.putFolder', { profileId, bucket, prefix: 'new folder/' })).rejects.toMatchObject({ code: 'FileAlreadyExists' })
    await expect(main.call('objects.putFolder', { profileId, bucket, prefix: 'no slash' })).rejects.toMatchObject({ code: 'InvalidInput' })
    await main.call('buckets.getBucketInfo', { profileId, bucket })
    await expect(main.call('buckets.deleteBucket', { profileId, bucket })).rejects.toMatchObject({ code: 'BucketNotEmpty', status: 409 })
  })

  it('reaches several connections at once, and lets nothing through a locked one: no job, no single call', async () => {
    const bucket = 'two-ways'
    await main.call('buckets.putBucket', { profileId, bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    main.host.receive({ kind: 'connect', connection: { ...store.connection, profileId: 'locked', kind: 's3', readOnly: true } }, [])
    expect(await main.call('buckets.listBuckets', { profileId: 'locked' })).toEqual(expect.arrayContaining([expect.objectContaining({ name: bucket })]))
    const place = { profileId: 'locked', bucket, prefix: '' }
    const selection = { kind: 'names', keys: ['x'], prefixes: [] }
    const refused: [string, object][] = [
      ['transfers.previewUpload', { ...place, paths: ['/nowhere'] }],
      ['transfers.enqueueUpload', { ...place, paths: ['/nowhere'], conflict: 'skip' }],
      ['transfers.enqueueDelete', { profileId: 'locked', bucket, selection, basePrefix: '' }],
      ['objects.putFolder', { ...place, prefix: 'new/' }],
      ['buckets.deleteBucket', { profileId: 'locked', bucket }],
    ]
    for (const [method, input] of refused) await expect(main.call(method, input), method).rejects.toMatchObject({ code: 'ConnectionReadOnly' })
    expect(await main.call('transfers.listBatches', {})).toEqual([])
  })

  it('tries a connection that is not kept', async () => {
    const connection = { ...store.connection, profileId: 'trial', kind: 'oss' }
    expect(await main.call('profiles.tryConnection', { connection })).toMatchObject({ checked: 'buckets' })
    const wrong = { ...connection, credential: { ...connection.credential, accessKeySecret: 'wrong' } }
    await expect(main.call('profiles.tryConnection', { connection: wrong })).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
    await expect(main.call('buckets.listBuckets', { profileId: 'trial' })).rejects.toMatchObject({ code: 'UnknownProfile' })
  })

  it('refuses what is no call of the contract', async () => {
    await expect(main.call('app.getInfo', {})).rejects.toMatchObject({ code: 'InvalidInput' })
    await expect(main.call('constructor', {})).rejects.toMatchObject({ code: 'InvalidInput' })
    await expect(main.call('buckets.listBuckets', { profileId, extra: 1 })).rejects.toMatchObject({ code: 'InvalidInput' })
    await expect(main.call('transfers.listItems', { batchId: 'x', offset: -1, limit: 1 })).rejects.toMatchObject({ code: 'InvalidInput' })
    main.host.receive({ kind: 'no such command' }, [])
    main.host.receive('garbage', [])
    expect(main.logged).toEqual(['A message that is no command was dropped', 'A message that is no command was dropped'])
  })

  it('answers for a closed connection with the reason main gave, at once', async () => {
    const error: OssErrorWire = { code: 'StorePortTaken', message: 'The port is used', status: 0, retryable: false }
    main.host.receive({ kind: 'disconnect', profileId, error }, [])
    await expect(main.call('buckets.listBuckets', { profileId })).rejects.toMatchObject(error)
    await expect(main.call('transfers.enqueueUpload', { profileId, bucket: 'b', prefix: '', paths: ['/x'], conflict: 'skip' })).rejects.toMatchObject(error)
    await expect(main.call('buckets.listBuckets', { profileId: 'nobody' })).rejects.toMatchObject({ code: 'UnknownProfile' })
    main.host.receive({ kind: 'connect', connection: store.connection }, [])
    expect(await main.call('buckets.listBuckets', { profileId })).toBeInstanceOf(Array)
  })

  it('ends a cancelled call as cancelled', async () => {
    const waiting = main.call('buckets.listBuckets', { profileId }, 'to-cancel')
    main.host.receive({ kind: 'cancel', callId: 'to-cancel' }, [])
    await expect(waiting).rejects.toMatchObject({ code: 'Cancelled' })
  })

  it('tells nothing of a bug but its kind, and logs it once without secrets', async () => {
    const logged: string[] = []
    const replies: ClientHostEvent[] = []
    const host = createClientHost({
      send: (event) => replies.push(event),
      log: (text) => logged.push(text),
      connections: {
        connect: () => undefined,
        disconnect: () => undefined,
        closeAll: () => undefined,
        requireWritable: () => undefined,
        providerOf: () => {
          throw new Error('a bug near http://h/?x-oss-signature=abcdef0123&x-oss-credential=LTAIsecret with accessKeySecret: verySecretValue')
        },
      },
    })
    host.receive({ kind: 'call', callId: '1', method: 'buckets.listBuckets', input: { profileId } }, [])
    await expect.poll(() => replies).toMatchObject([{ kind: 'failure', error: { code: 'InternalError', message: 'Something went wrong inside Ossia' } }])
    expect(logged).toHaveLength(1)
    expect(logged.join('')).not.toMatch(/abcdef0123|LTAIsecret|verySecretValue/)
    host.receive({ kind: 'stop' }, [])
    await host.stopped
  })
})
