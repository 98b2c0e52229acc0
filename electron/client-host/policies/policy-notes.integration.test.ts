import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PolicyCheck } from '../../contract/policy-notes.ts'
import { openPolicyNotes, type PolicyNotesStore } from './policy-notes.ts'

const address = { profileId: 'local', bucket: 'data' }
const check: PolicyCheck = {
  checkId: 'one', expected: 'denied', who: 'anonymous', uidIs: 'user', action: 'oss:DeleteObject', key: 'logs/a', sourceIp: '', sourceVpc: '', secureTransport: true, userAgent: '', accessKeyId: '', sessionPolicy: '',
  timeMs: null, objectAcl: 'default', objectTags: {},
}

let folder: string
let complaints: string[]
let notes: PolicyNotesStore
let nowMs: number
const reopen = (): PolicyNotesStore =>
  openPolicyNotes(folder, (text) => complaints.push(text), () => (nowMs += 1000))

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-notes-'))
  complaints = []
  nowMs = 0
  notes = reopen()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('what is kept about a policy', () => {
  it('is there after a restart, apart for each bucket of each connection', async () => {
    await notes.change(address, { checks: [check] })
    await notes.change(address, { disabled: [{ at: 1, text: '{"Effect":"Deny"}' }] })
    notes.keep(address, 'first', 'found')
    await notes.settled()
    notes = reopen()
    expect(await notes.get(address)).toMatchObject({ checks: [check], disabled: [{ at: 1, text: '{"Effect":"Deny"}' }], versions: [{ text: 'first', origin: 'found', keptMs: 1000 }] })
    expect(await notes.get({ ...address, bucket: 'other' })).toEqual({ checks: [], disabled: [], versions: [] })
    expect(await notes.get({ ...address, profileId: 'remote' })).toEqual({ checks: [], disabled: [], versions: [] })
  })

  it('has each policy once for as long as the bucket has it, and its removal', async () => {
    for (const text of [null, 'first', 'first', 'second', null, 'first']) notes.keep(address, text, 'saved')
    const { versions } = await notes.get(address)
    expect(versions.map(({ text }) => text)).toEqual(['first', null, 'second', 'first'])
    expect(new Set(versions.map(({ versionId }) => versionId)).size).toBe(4)
  })

  it('is bounded: the oldest go first', async () => {
    for (let count = 0; count < 120; count += 1) notes.keep(address, `policy ${String(count)}`, 'saved')
    expect((await notes.get(address)).versions.map(({ text }) => text)).toEqual(Array.from({ length: 100 }, (_, index) => `policy ${String(119 - index)}`))
    const large = (name: string) => name.padEnd(400_000, ' ')
    for (const name of ['a', 'b', 'c']) notes.keep(address, large(name), 'saved')
    expect((await notes.get(address)).versions.map(({ text }) => text?.trim())).toEqual(['c', 'b'])
  })

  it('is put aside when it cannot be read, and begun anew', async () => {
    await notes.change(address, { checks: [check] })
    const [file = ''] = await readdir(folder)
    await writeFile(path.join(folder, file), '{"checks":')
    expect(await notes.get(address)).toEqual({ checks: [], disabled: [], versions: [] })
    expect((await readdir(folder))[0]).toMatch(/unreadable/)
    expect(complaints).toHaveLength(1)
  })

  it('says so in the log when it cannot be written, and goes on', async () => {
    await writeFile(path.join(folder, 'no-folder'), '')
    const blocked = openPolicyNotes(path.join(folder, 'no-folder'), (text) => complaints.push(text))
    blocked.keep(address, 'first', 'saved')
    await blocked.settled()
    await expect.poll(() => complaints).toEqual([expect.stringMatching(/^A policy could not be kept: /)])
  })

  it('goes with its bucket, and with its connection', async () => {
    const other = { ...address, bucket: 'other' }
    const remote = { ...address, profileId: 'remote' }
    for (const each of [address, other, remote]) await notes.change(each, { checks: [check] })
    notes.forget(other)
    await notes.settled()
    expect(await readdir(folder)).toHaveLength(2)
    // Being written while the connection goes is no way to stay.
    notes.keep(address, 'late', 'found')
    notes.forgetConnection('local')
    await notes.settled()
    expect(await readdir(folder)).toHaveLength(1)
    expect((await notes.get(remote)).checks).toEqual([check])
    expect(complaints).toEqual([])
  })
})
