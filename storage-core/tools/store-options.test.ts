import { describe, expect, it } from 'vitest'
import { readStoreOptions } from './store-options.ts'

const read = (args: readonly string[], environment: Record<string, string> = {}) => readStoreOptions(args, environment, '/work-folder')

describe('readStoreOptions', () => {
  it('has defaults for everything', () => {
    expect(read([])).toEqual({ kind: 'run', options: { port: 9000, region: 'cn-hangzhou', dataFolder: '/work-folder/ossia-data' } })
  })
  it('takes variables, and arguments over them', () => {
    const environment = { OSSIA_PORT: '1', OSSIA_DATA: '/data', OSSIA_REGION: 'eu-west-1', OSSIA_ACCESS_KEY_ID: 'id', OSSIA_ACCESS_KEY_SECRET: 's' }
    const accessKey = { accessKeyId: 'id', accessKeySecret: 's' }
    expect(read([], environment)).toEqual({ kind: 'run', options: { port: 1, region: 'eu-west-1', dataFolder: '/data', accessKey } })
    expect(read(['--port', '0', '--data', 'x', '--region=cn-beijing'], environment)).toEqual({
      kind: 'run',
      options: { port: 0, region: 'cn-beijing', dataFolder: '/work-folder/x', accessKey },
    })
    expect(read([], { OSSIA_PORT: '' })).toMatchObject({ options: { port: 9000 } })
  })
  it.each([
    [['--port', '65536'], '--port'],
    [['--port', 'many'], '--port'],
    [['--port=-1'], '--port'],
    [['--region', 'oss cn'], '--region'],
    [['--data', ''], '--data'],
    [['--access-key-id', 'only'], 'belong together'],
    [['--access-key-secret', 'only'], 'belong together'],
    [['--access-key-id', 'a b', '--access-key-secret', 's'], '--access-key-id'],
    [['--no-such-option'], '--no-such-option'],
    [['stray'], 'stray'],
  ])('refuses %j by name', (args, problem) => {
    const request = read(args)
    expect(request.kind).toBe('wrong')
    expect(request.kind === 'wrong' ? request.problem : '').toContain(problem)
  })
  it('allows callbacks to this machine when told to', () => {
    expect(read(['--allow-local-callbacks'])).toMatchObject({ options: { allowLocalCallbacks: true } })
  })
  it('offers help', () => {
    expect(read(['--help'])).toEqual({ kind: 'help' })
  })
})
