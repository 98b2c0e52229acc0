import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasClient, runClient } from './run-client.ts'
import { keyId, keySecret, startStoreProcess, type StoreProcess } from './store-process.ts'

const root = path.resolve(import.meta.dirname, '../..')
/** Where `npm run interop -- --install` puts it; else the system's own Python may have it. */
const own = path.join(root, 'out', 'interop-python', 'bin', 'python')
const python = existsSync(own) ? own : 'python3'

describe.skipIf(!hasClient(python, ['-c', 'import oss2'], 'oss2 (for Python)'))('oss2', () => {
  let store: StoreProcess
  beforeAll(async () => {
    store = await startStoreProcess()
  })
  afterAll(() => store.stop())

  it.each(['v1', 'v4'])('does what it is for, signed by %s', async (version) => {
    const script = path.join(import.meta.dirname, 'oss2-client.py')
    const file = path.join(store.folder, `large-${version}`)
    const output = await runClient(python, [script, `http://${store.host}`, keyId, keySecret, version, file])
    expect(output.trim().split('\n').slice(-7)).toEqual(['multipart', 'append', 'copy', 'link', 'acl', 'delete', 'delete bucket'])
  })
})
