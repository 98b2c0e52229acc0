import { describe, expect, it } from 'vitest'
import { mayHaveGraphicsDevice } from './graphics-device.ts'

const machine =
  (folders: Readonly<Record<string, readonly string[]>>) =>
  (folder: string): readonly string[] => {
    const names = folders[folder]
    if (names === undefined) throw new Error('ENOENT')
    return names
  }

describe('a device that draws', () => {
  it('is certainly not there on a Linux that shows none', () => {
    expect(mayHaveGraphicsDevice('linux', machine({ '/dev': ['null', 'pts', 'shm', 'fb0'] }))).toBe(false)
    expect(mayHaveGraphicsDevice('linux', machine({ '/dev': ['dri'], '/dev/dri': ['by-path'] }))).toBe(false)
  })

  it('may be there wherever one shows, where nobody may look, and on every other system', () => {
    expect(mayHaveGraphicsDevice('linux', machine({ '/dev': ['dri', 'null'], '/dev/dri': ['card1', 'renderD128'] }))).toBe(true)
    for (const name of ['nvidia0', 'nvidiactl', 'dxg', 'mali0', 'kgsl-3d0']) expect(mayHaveGraphicsDevice('linux', machine({ '/dev': [name] }))).toBe(true)
    expect(mayHaveGraphicsDevice('linux', machine({}))).toBe(true)
    for (const platform of ['darwin', 'win32'] as const) expect(mayHaveGraphicsDevice(platform, machine({}))).toBe(true)
  })
})
