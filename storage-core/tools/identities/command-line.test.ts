import { describe, expect, it } from 'vitest'
import { identityHelp, identityNouns, readCommandLine } from './command-line.ts'

const read = (text: string, environment: Record<string, string> = {}) => readCommandLine(text.split(' '), environment, '/here')
const problem = (text: string, environment?: Record<string, string>) => {
  const line = read(text, environment)
  return line.kind === 'wrong' ? line.problem : line.kind
}

describe('commands about identities', () => {
  it('are told apart by their first word', () => {
    expect([...identityNouns].toSorted()).toEqual(['accounts', 'groups', 'keys', 'lifecycle', 'policies', 'roles', 'sts', 'users'])
  })
  it('find the data folder as the store does', () => {
    expect(read('keys list')).toMatchObject({ kind: 'run', way: { dataFolder: '/here/ossia-data' }, isJson: false })
    expect(read('keys list --json', { OSSIA_DATA: 'd' })).toMatchObject({ way: { dataFolder: '/here/d' }, isJson: true })
    expect(read('keys list --data /d', { OSSIA_DATA: 'e' })).toMatchObject({ way: { dataFolder: '/d' } })
  })
  it('take a key pair from the environment and never from the arguments', () => {
    const environment = { OSSIA_ACCESS_KEY_ID: 'id', OSSIA_ACCESS_KEY_SECRET: 'secret', OSSIA_SECURITY_TOKEN: 'token' }
    expect(read('sts whoami', environment)).toMatchObject({ way: { credentials: { accessKeyId: 'id', accessKeySecret: 'secret', securityToken: 'token' } } })
    expect(problem('sts whoami --access-key-secret x')).toMatch(/Unknown option '--access-key-secret'/)
    expect(problem('sts whoami', { OSSIA_ACCESS_KEY_ID: 'id' })).toMatch(/belong together/)
    expect(problem('keys list --account 1234567890123456', environment)).toMatch(/not both/)
  })
  it('say what is wrong', () => {
    expect(problem('keys burn')).toBe('there is no keys burn; there are list, create, disable, enable, delete, rotate')
    expect(problem('keys delete')).toBe('usage: store keys delete ID [--user NAME]')
    expect(problem('keys list extra')).toMatch(/^usage: /)
    expect(problem('keys list --account 12')).toMatch(/16 digits/)
    expect(problem('keys list --endpoint ftp://x')).toMatch(/--endpoint must be like/)
    expect(problem('keys list --nonsense')).toMatch(/nonsense/)
  })
  it('explain themselves', () => {
    for (const text of ['keys', 'keys --help', 'keys list --help', 'policies -h']) expect(read(text).kind).toBe('help')
    expect(identityHelp('keys')).toContain('keys rotate [ID]')
    expect(identityHelp('keys')).not.toContain('users create')
  })
})
