import { describe, expect, it } from 'vitest'
import { parseStartOptions } from './command-line.ts'

const nothing = { storePort: undefined, storeData: undefined, storeRegion: undefined, hidden: false, printStore: false }

describe('start options', () => {
  it('are all optional, and other switches are not mistaken for them', () => {
    expect(parseStartOptions(['.', '--no-sandbox', '--user-data-dir=/x', '--inspect=0'], {})).toEqual(nothing)
  })

  it('come from switches in both spellings, the last one counting', () => {
    const args = ['--store-port=1', '--store-port=0', '--store-data', '/data', '--store-region=cn-beijing', '--print-store', '--hidden']
    expect(parseStartOptions(args, {})).toEqual({ storePort: 0, storeData: '/data', storeRegion: 'cn-beijing', hidden: true, printStore: true })
  })

  it('come from the environment where there is no switch', () => {
    const environment = { OSSIA_PORT: '9100', OSSIA_DATA: '/env', OSSIA_REGION: '' }
    expect(parseStartOptions(['--store-data=/switch'], environment)).toEqual({ ...nothing, storePort: 9100, storeData: '/switch' })
  })

  it.each(['', 'x', '-1', '65536', '1e3', '9000 '])('take no port from %j', (port) => {
    expect(parseStartOptions([`--store-port=${port}`], {}).storePort).toBeUndefined()
  })

  it('do not take the next switch for a value', () => {
    expect(parseStartOptions(['--store-data', '--print-store'], {})).toEqual({ ...nothing, printStore: true })
  })
})
