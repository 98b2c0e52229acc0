import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasClient, runClient } from './run-client.ts'
import { keyId, keySecret, startStoreProcess, type StoreProcess } from './store-process.ts'

const client = path.join(import.meta.dirname, 'oss-java-client.java')
/** Where `npm run interop -- --install` puts the SDK. */
const sdk = path.resolve(import.meta.dirname, '../../out/interop-java/*')
/** The client is compiled as it starts. What the compiler needs is fixed, whatever language this computer speaks. */
const java = (...args: string[]): string[] => ['-Dfile.encoding=UTF-8', '--class-path', sdk, '--source', '17', ...args]

describe.skipIf(!hasClient('java', java(client, '--version'), 'aliyun-sdk-oss (for Java 17 or later)'))('aliyun-sdk-oss', () => {
  let store: StoreProcess
  beforeAll(async () => {
    store = await startStoreProcess()
  })
  afterAll(() => store.stop())

  it.each(['v1', 'v4'])('does what it is for, signed by %s', async (version) => {
    const file = path.join(store.folder, `large-${version}`)
    const output = await runClient('java', java(client, `http://${store.host}`, keyId, keySecret, version, file))
    expect(output.trim().split('\n').slice(-7)).toEqual(['multipart', 'append', 'copy', 'link', 'acl', 'delete', 'delete bucket'])
  })
})
