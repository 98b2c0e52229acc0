import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Settings, SettingsChange } from '../../contract/settings.ts'
import { openSettingsStore } from './settings-store.ts'

const defaults = Settings.parse({})

describe('the settings file', () => {
  let folder = ''
  let file = ''
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-settings-'))
    file = path.join(folder, 'settings.json')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('may be absent: defaults apply and nothing is written', async () => {
    expect((await openSettingsStore(file)).state()).toEqual({ settings: defaults })
    expect(await readdir(folder)).toEqual([])
  })

  it('keeps a change across a restart, and leaves everything else as it was', async () => {
    const store = await openSettingsStore(file)
    await store.update({ theme: 'dark', storePort: 9100 })
    await store.update(SettingsChange.parse({ density: 'compact' }))
    await store.update({ theme: undefined })
    expect((await openSettingsStore(file)).state().settings).toEqual({ ...defaults, theme: 'dark', storePort: 9100, density: 'compact' })
    expect(await readdir(folder)).toEqual(['settings.json'])
  })

  it('ends with the last of many changes made at once', async () => {
    const store = await openSettingsStore(file)
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.update({ sidebarWidth: 200 + index })))
    expect((JSON.parse(await readFile(file, 'utf8')) as Settings).sidebarWidth).toBe(219)
  })

  it.each(['', '{"theme": "dark"', '[]', 'null', '\u0000\u0000'])('is put aside when it is not readable: %j', async (text) => {
    await writeFile(file, text)
    const state = (await openSettingsStore(file)).state()
    expect(state.settings).toEqual(defaults)
    expect(state.recoveredFrom).toBeDefined()
    expect(await readFile(path.join(folder, state.recoveredFrom!), 'utf8')).toBe(text)
    expect((await openSettingsStore(file)).state().recoveredFrom).toBeUndefined()
  })

  it('loses only the values that are wrong and the names that are unknown', async () => {
    await writeFile(file, JSON.stringify({ theme: 'purple', density: 'compact', fromTheFuture: true }))
    const state = (await openSettingsStore(file)).state()
    expect(state).toEqual({ settings: { ...defaults, density: 'compact' } })
  })
})
