import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DiskEngine, openDiskEngine } from './test-support/disk-engine.ts'
import { putInput, readBody } from './test-support/engine-fixture.ts'

const bucket = 'bucket'
const large = 'x'.repeat(40_000)

let dataFolder: string
let store: DiskEngine
beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'ossia-versioning-'))
  store = await openDiskEngine(dataFolder)
  await store.engine.putBucket({ bucket, owner: { id: '1', displayName: 'owner' }, region: 'cn-hangzhou' })
  await store.engine.putBucketVersioning({ bucket, status: 'Enabled' })
})
afterEach(async () => {
  await store.close()
  await rm(dataFolder, { recursive: true, force: true })
})

const read = async (key: string, versionId?: string) => {
  const version = versionId === undefined ? {} : { versionId }
  const { body } = await store.engine.getObject({ bucket, key, ...version, conditions: {}, rangeBehavior: 'standard' })
  return (await readBody(body)).toString()
}
const versionsOf = async (key: string) => {
  const page = await store.engine.listObjectVersions({ bucket, prefix: key, delimiter: '', keyMarker: '', maxKeys: 1000 })
  return page.entries.flatMap((entry) => (entry.kind === 'version' ? [entry.version] : entry.kind === 'deleteMarker' ? [entry.marker] : []))
}

describe('versions of one key from many clients', () => {
  it('are all kept, whole and under ids of their own, and the latest is the one written last', async () => {
    const bodies = Array.from({ length: 64 }, (_, i) => (i % 4 === 0 ? `${i} ${large}` : String(i)))
    const outputs = await Promise.all(bodies.map((body) => store.engine.putObject(putInput('k', body))))
    const ids = outputs.map((output) => output.versionId ?? '')
    expect(new Set(ids).size).toBe(64)
    expect((await versionsOf('k')).map((each) => each.versionId)).toEqual(ids.toSorted().toReversed())
    for (const [index, body] of bodies.entries()) expect(await read('k', ids[index])).toBe(body)
    expect(await read('k')).toBe(bodies[ids.indexOf(ids.toSorted().at(-1) ?? '')])
    expect((await store.check()).problems).toEqual([])
  })

  it('come and go without a reader ever seeing anything but one whole version', async () => {
    const first = await store.engine.putObject(putInput('k', `first ${large}`))
    const numbered = /^\d+ x{40000}$/
    const client = async (n: number) => {
      for (let i = 0; i < 10; i++) {
        const { versionId = '' } = await store.engine.putObject(putInput('k', `${n * 100 + i} ${large}`))
        // This client's version is there, so the latest is that one or one that came after it.
        expect(await read('k')).toMatch(numbered)
        const [after] = await Promise.all([read('k'), store.engine.deleteObject({ bucket, key: 'k', versionId })])
        expect(after === `first ${large}` || numbered.test(after)).toBe(true)
      }
    }
    await Promise.all(Array.from({ length: 6 }, (_, n) => client(n)))
    expect((await versionsOf('k')).map((each) => each.versionId)).toEqual([first.versionId])
    expect(await read('k')).toBe(`first ${large}`)
    expect((await store.check()).problems).toEqual([])
  })
})

describe('the sweep', () => {
  it('reclaims the bytes of deleted versions, and of no other', async () => {
    const ids: string[] = []
    for (let i = 0; i < 6; i++) ids.push((await store.engine.putObject(putInput('k', `${i} ${large}`))).versionId ?? '')
    await store.engine.deleteObject({ bucket, key: 'k' })
    expect(await store.tidyUp()).toEqual({ orphans: 0, swept: 0 })
    for (const versionId of [ids[1], ids[4]]) await store.engine.deleteObject({ bucket, key: 'k', versionId: versionId ?? '' })
    // Bytes that a copy shares stay although the version they came with goes.
    await store.engine.copyObject({
      bucket, key: 'copy', source: { bucket, key: 'k', versionId: ids[2] ?? '' }, sourceConditions: {}, acl: 'default', forbidOverwrite: false,
    })
    await store.engine.deleteObject({ bucket, key: 'k', versionId: ids[2] ?? '' })
    expect(await store.tidyUp()).toEqual({ orphans: 0, swept: 2 })
    for (const at of [0, 3, 5]) expect(await read('k', ids[at])).toBe(`${at} ${large}`)
    expect(await read('copy')).toBe(`2 ${large}`)
    expect(await store.check()).toMatchObject({ problems: [], garbageCount: 0, objectCount: 4, deleteMarkerCount: 1 })
  })

  it('leaves a version that is being read until it was read, though it was deleted', async () => {
    const { versionId = '' } = await store.engine.putObject(putInput('k', large))
    const open = await store.engine.getObject({ bucket, key: 'k', versionId, conditions: {}, rangeBehavior: 'standard' })
    await store.engine.deleteObject({ bucket, key: 'k', versionId })
    expect((await store.tidyUp()).swept).toBe(1)
    expect((await readBody(open.body)).toString()).toBe(large)
  })
})

describe('a store that is opened again', () => {
  it('has its versions, their order and their ids, and goes on after them', async () => {
    const old = await store.engine.putObject(putInput('k', 'old'))
    await store.engine.deleteObject({ bucket, key: 'k' })
    const before = await versionsOf('k')
    await store.close()
    store = await openDiskEngine(dataFolder)
    expect(await versionsOf('k')).toEqual(before)
    expect(await read('k', old.versionId)).toBe('old')
    const { versionId = '' } = await store.engine.putObject(putInput('k', 'new'))
    expect(versionId > (before[0]?.versionId ?? '')).toBe(true)
    expect((await store.engine.getBucketInfo({ bucket })).versioning).toBe('Enabled')
  })
})
