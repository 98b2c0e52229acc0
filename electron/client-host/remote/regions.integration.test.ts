import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connection } from '../../contract/host-messages.ts'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { errorXml, startScriptedServer } from '../test-support/scripted-server.ts'
import { getBytes, openBench, putText } from '../test-support/transfer-bench.ts'

let store: RealStore
let port: string
beforeAll(async () => {
  store = await startRealStore()
  ;({ port } = new URL(store.connection.endpoint))
})
afterAll(() => store.close())

const patience = { retryPolicy: { maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 2 } }
/** The store's endpoint of one region, with the bucket in the host. */
const connect = (kind: 'oss' | 's3', region: string): Provider =>
  openProvider({ ...store.connection, kind, region, addressing: 'virtualHost', endpoint: `http://${kind === 's3' ? 's3.' : ''}oss-${region}.localhost:${port}` }, patience)
const make = (provider: Provider, bucket: string) => provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })

describe.each(['oss', 's3'] as const)('a bucket of another region, through a connection of %s', (kind) => {
  it('is found by whatever is asked first, and signed for where it is', async () => {
    const bucket = `elsewhere-${kind}`
    const there = connect(kind, 'cn-beijing')
    await make(there, bucket)
    await putText(there, bucket, 'k', 'content')
    const asks: ((here: Provider) => Promise<unknown>)[] = [
      async (here) => expect((await here.listPage({ bucket, prefix: '', delimiter: '/' })).objects).toHaveLength(1),
      async (here) => expect((await here.headObject({ bucket, key: 'k' })).sizeBytes).toBe(7),
      async (here) => expect((await here.getBucketInfo(bucket)).region).toBe('cn-beijing'),
      async (here) => expect((await getBytes(here, bucket, 'k')).toString()).toBe('content'),
      async (here) => here.putObject({ bucket, key: 'whole', sizeBytes: 2, forbidOverwrite: false, body: Buffer.from('ok') }),
    ]
    for (const ask of asks) {
      const here = connect(kind, 'cn-hangzhou')
      await ask(here)
      const link = new URL(here.presignGet({ bucket, key: 'k' }, 60))
      expect(link.host).toBe(`${bucket}.${kind === 's3' ? 's3.' : ''}oss-cn-beijing.localhost:${port}`)
      expect(decodeURIComponent(link.search)).toContain('/cn-beijing/')
      here.close()
    }
    there.close()
  })

  it('takes a file whose upload is the first that is heard of it', async () => {
    const bucket = `upload-${kind}`
    const there = connect(kind, 'cn-beijing')
    await make(there, bucket)
    const here = connect(kind, 'cn-hangzhou')
    const bench = await openBench(here, await store.folder('state'))
    const file = path.join(await store.folder('source'), 'streamed.bin')
    const content = randomBytes(400_000)
    await writeFile(file, content)
    const batch = await bench.finish(await bench.service.enqueueUpload({ profileId: 'p', bucket, prefix: '', paths: [file], conflict: 'overwrite' }))
    expect(bench.itemsOf(batch)[0]).toMatchObject({ state: 'done', verified: true })
    expect((await getBytes(there, bucket, 'streamed.bin')).equals(content)).toBe(true)
    await bench.service.close()
    here.close()
    there.close()
  })
})

describe('a service that sends requests elsewhere', () => {
  const credential: Connection['credential'] = { accessKeyId: 'id', accessKeySecret: 'secret' }
  const open = (kind: 'oss' | 's3', endpoint: string): Provider =>
    openProvider({ profileId: 'p', name: 'p', kind, endpoint, region: 'r1', credential, addressing: 'path' }, patience)

  it('is not followed to strangers: no request and no key goes there', async () => {
    const stranger = await startScriptedServer(async (_, response, body) => {
      await body()
      response.end()
    })
    const strangers = new URL(stranger.url).host
    const server = await startScriptedServer((_, response) => {
      response.writeHead(403, { 'content-type': 'application/xml' })
      response.end(errorXml('AccessDenied', `<Bucket>b</Bucket><Endpoint>${strangers}</Endpoint>`))
    })
    const provider = open('oss', server.url)
    const refusal = { code: 'BucketElsewhere', details: { Bucket: 'b', Endpoint: strangers } }
    await expect(provider.listPage({ bucket: 'b', prefix: '', delimiter: '' })).rejects.toMatchObject(refusal)
    await expect(provider.putObject({ bucket: 'b', key: 'k', sizeBytes: 1, forbidOverwrite: false, body: () => Readable.from([Buffer.from('x')]) })).rejects.toMatchObject(refusal)
    expect(stranger.seen).toEqual([])
    provider.close()
    await Promise.all([server.close(), stranger.close()])
  })

  it('is asked again with the region it wants in the signature', async () => {
    const scopes: string[] = []
    const server = await startScriptedServer(async (request, response, body) => {
      await body()
      const scope = /Credential=id\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? ''
      scopes.push(`${request.method ?? ''} ${scope}`)
      if (scope === 'home') {
        response.writeHead(200, { etag: '"e"', 'content-length': '0' })
        response.end()
        return
      }
      response.writeHead(400, { 'content-type': 'application/xml', 'x-amz-bucket-region': 'home' })
      response.end(request.method === 'HEAD' ? undefined : errorXml('AuthorizationHeaderMalformed', '<Region>home</Region>'))
    })
    const provider = open('s3', server.url)
    await provider.headObject({ bucket: 'b', key: 'k' })
    await provider.headObject({ bucket: 'b', key: 'k' })
    await provider.deleteObject({ bucket: 'other', key: 'k' })
    expect(scopes).toEqual(['HEAD r1', 'HEAD home', 'HEAD home', 'DELETE r1', 'DELETE home'])
    provider.close()
    await server.close()
  })

  it('gets an end when it sends back and forth', async () => {
    let requests = 0
    const server = await startScriptedServer((_, response) => {
      response.writeHead(301, { 'content-type': 'application/xml' })
      response.end(errorXml('PermanentRedirect', `<Region>r${String(++requests + 1)}</Region>`))
    })
    const provider = open('s3', server.url)
    await expect(provider.listPage({ bucket: 'b', prefix: '', delimiter: '' })).rejects.toMatchObject({ code: 'PermanentRedirect' })
    expect(requests).toBe(3)
    provider.close()
    await server.close()
  })
})
