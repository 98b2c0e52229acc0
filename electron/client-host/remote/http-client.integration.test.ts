import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { nextTurn } from '../aborts.ts'
import type { RemoteError } from '../errors.ts'
import { answerError, errorXml, startScriptedServer, type ScriptedServer } from '../test-support/scripted-server.ts'
import type { Provider } from '../providers/object-provider.ts'
import { createV4Signer } from '../signing/v4-signer.ts'
import { parseEndpoint } from './addressing.ts'
import { createOssClient } from './oss-client.ts'

const servers: ScriptedServer[] = []
const clients: Provider[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})
async function serve(answer: Parameters<typeof startScriptedServer>[0]): Promise<ScriptedServer> {
  const server = await startScriptedServer(answer)
  servers.push(server)
  return server
}
function clientOf(url: string, options: { now?: () => number; idleTimeoutMs?: number } = {}): Provider {
  const client = createOssClient({
    endpoint: parseEndpoint(url),
    signer: createV4Signer({ credential: { accessKeyId: 'id', accessKeySecret: 'secret' }, region: 'cn-hangzhou', ...(options.now ? { now: options.now } : {}) }),
    retryPolicy: { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 2 },
    ...(options.idleTimeoutMs === undefined ? {} : { idleTimeoutMs: options.idleTimeoutMs }),
  })
  clients.push(client)
  return client
}
const statXml = '<BucketStat><Storage>5</Storage><ObjectCount>1</ObjectCount><MultipartUploadCount>0</MultipartUploadCount></BucketStat>'
const failureOf = (work: Promise<unknown>): Promise<RemoteError> => work.then(() => Promise.reject(new Error('it did not fail')), (error: unknown) => error as RemoteError)

describe('the HTTP client', () => {
  it('asks again after 503 and answers what came then', async () => {
    let requests = 0
    const server = await serve(async (_request, response) => {
      requests++
      if (requests < 3) await answerError(response, 503, 'ServiceUnavailable')
      else response.end(statXml)
    })
    expect(await clientOf(server.url).getBucketStat('b')).toMatchObject({ objectCount: 1 })
    expect(requests).toBe(3)
  })

  it('gives up after its last try with the code, request id and EC of the service', async () => {
    let requests = 0
    const server = await serve(async (_request, response) => {
      requests++
      await answerError(response, 503, 'QpsLimitExceeded')
    })
    const error = await failureOf(clientOf(server.url).getBucketStat('b'))
    expect(error).toMatchObject({ code: 'QpsLimitExceeded', status: 503, requestId: '5C3D9175B6FC201293AD4890', ec: '0000-00000001' })
    expect(requests).toBe(3)
  })

  it('keeps what waits to be read apart from what its socket brings next', async () => {
    const content = randomBytes(3_000_000)
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': content.length, etag: '"e"' }).end(content)
    })
    const { body } = await clientOf(server.url).openObject({ bucket: 'b', key: 'k' })
    const held: Buffer[] = []
    for await (const chunk of body as AsyncIterable<Buffer>) {
      held.push(chunk)
      await nextTurn()
    }
    expect(Buffer.concat(held).equals(content)).toBe(true)
  })

  it('does not repeat a request that was refused', async () => {
    let requests = 0
    const server = await serve(async (_request, response) => {
      requests++
      await answerError(response, 403, 'SomeCodeOfTomorrow')
    })
    expect(await failureOf(clientOf(server.url).getBucketStat('b'))).toMatchObject({ code: 'SomeCodeOfTomorrow', retryable: false })
    expect(requests).toBe(1)
  })

  it('signs by the clock of the service after it was told of its skew, once', async () => {
    const serviceNow = Date.UTC(2030, 0, 1)
    const dates: string[] = []
    const server = await serve(async (request, response) => {
      dates.push(String(request.headers['x-oss-date']))
      if (dates.length > 1) response.end(statXml)
      else {
        response.writeHead(403)
        response.end(errorXml('RequestTimeTooSkewed', `<ServerTime>${new Date(serviceNow).toISOString()}</ServerTime>`))
      }
    })
    const client = clientOf(server.url, { now: () => Date.UTC(2020, 0, 1) })
    await client.getBucketStat('b')
    await client.getBucketStat('b')
    expect(dates).toEqual(['20200101T000000Z', '20300101T000000Z', '20300101T000000Z'])
  })

  it('reads the error of a HEAD from x-oss-err', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(404, { 'x-oss-err': Buffer.from(errorXml('NoSuchBucket')).toString('base64') })
      response.end()
    })
    expect(await failureOf(clientOf(server.url).headObject({ bucket: 'b', key: 'k' }))).toMatchObject({ code: 'NoSuchBucket', status: 404 })
  })

  it('stops sending a body that the service has refused', async () => {
    let sent = 0
    const server = await serve(async (_request, response) => {
      await answerError(response, 403, 'AccessDenied')
    })
    const total = 256 * 1024 * 1024
    const body = (): Readable =>
      new Readable({
        read() {
          const chunk = Buffer.alloc(Math.min(65_536, total - sent))
          sent += chunk.length
          this.push(chunk.length === 0 ? null : chunk)
        },
      })
    const error = await failureOf(clientOf(server.url).putObject({ bucket: 'b', key: 'k', sizeBytes: total, forbidOverwrite: false, body }))
    expect(error.code).toBe('AccessDenied')
    expect(sent).toBeLessThan(total)
  })

  it('tells what the reader of a body met, not that the request broke', async () => {
    const server = await serve(async (_request, response, body) => {
      await body()
      response.end()
    })
    const body = (): Readable => Readable.from((async function* () {
      yield Buffer.alloc(10)
      throw new Error('the disk said no')
    })(), { objectMode: false })
    await expect(clientOf(server.url).putObject({ bucket: 'b', key: 'k', sizeBytes: 100, forbidOverwrite: false, body })).rejects.toThrow('the disk said no')
    expect(server.seen).toEqual([])
  })

  it('ends an aborted request as an abort', async () => {
    const controller = new AbortController()
    const server = await serve(() => {
      controller.abort()
    })
    expect((await failureOf(clientOf(server.url).getBucketStat('b', controller.signal))).name).toBe('AbortError')
  })

  it('gives up a connection on which nothing moves', async () => {
    const server = await serve(() => undefined)
    expect(await failureOf(clientOf(server.url, { idleTimeoutMs: 30 }).getBucketStat('b'))).toMatchObject({ code: 'NetworkUnreachable', details: { cause: 'ETIMEDOUT' } })
  })

  it('says that nobody listens', async () => {
    const server = await startScriptedServer(() => undefined)
    await server.close()
    expect(await failureOf(clientOf(server.url).listBuckets())).toMatchObject({ code: 'NetworkUnreachable', status: 0, retryable: true, details: { cause: 'ECONNREFUSED' } })
  })

  it('calls an answer that is no XML what it is', async () => {
    const server = await serve((_request, response) => {
      response.end('<html><body>captive portal')
    })
    expect(await failureOf(clientOf(server.url).getBucketStat('b'))).toMatchObject({ code: 'MalformedAnswer' })
  })

  it('serves requests one after the other over one kept connection', async () => {
    const ports = new Set<number | undefined>()
    const server = await serve((request, response) => {
      ports.add(request.socket.remotePort)
      response.end(statXml)
    })
    const client = clientOf(server.url)
    for (let i = 0; i < 5; i++) await client.getBucketStat('b')
    expect(ports.size).toBe(1)
  })
})
