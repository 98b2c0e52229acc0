import { describe, expect, it } from 'vitest'
import { sharedDirectorySync } from './shared-directory-sync.ts'

/** Syncs that end when they are told to. */
function manualSyncs() {
  const begun: { readonly path: string; end(error?: Error): void }[] = []
  const sync = (path: string) =>
    new Promise<void>((resolve, reject) => {
      begun.push({ path, end: (error) => (error === undefined ? resolve() : reject(error)) })
    })
  return { begun, sync }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('a shared folder sync', () => {
  it('serves everyone who asks while one is under way with one further sync, never with the one under way', async () => {
    const { begun, sync } = manualSyncs()
    const folders = sharedDirectorySync(sync)
    const done: string[] = []
    const ask = (name: string) => folders.sync('/a').then(() => done.push(name))
    const all = [ask('first'), ask('second'), ask('third')]
    await turn()
    expect(begun).toHaveLength(1)
    begun[0]!.end()
    await turn()
    expect(done).toEqual(['first'])
    expect(begun).toHaveLength(2)
    all.push(ask('fourth'))
    begun[1]!.end()
    await turn()
    expect(done).toEqual(['first', 'second', 'third'])
    begun[2]!.end()
    await Promise.all(all)
    expect(begun).toHaveLength(3)
  })

  it('keeps folders apart', async () => {
    const { begun, sync } = manualSyncs()
    const folders = sharedDirectorySync(sync)
    const both = [folders.sync('/a'), folders.sync('/b')]
    expect(begun.map(({ path }) => path)).toEqual(['/a', '/b'])
    for (const sync of begun) sync.end()
    await Promise.all(both)
  })

  it('tells a failure only to those it concerns and starts afresh afterwards', async () => {
    const { begun, sync } = manualSyncs()
    const folders = sharedDirectorySync(sync)
    const failing = folders.sync('/a')
    const waiting = folders.sync('/a')
    begun[0]!.end(new Error('EIO'))
    await expect(failing).rejects.toThrow('EIO')
    await turn()
    begun[1]!.end()
    await waiting
    const later = folders.sync('/a')
    expect(begun).toHaveLength(3)
    begun[2]!.end()
    await later
  })
})
