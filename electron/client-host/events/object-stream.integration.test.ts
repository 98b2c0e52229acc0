import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { Readable } from 'node:stream'
import { firstChunks, ObjectStreamAnswer } from '../../contract/object-stream.ts'
import { systemProxy } from '../../contract/proxy.ts'
import { toWire } from '../errors.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startHttpProxy } from '../test-support/little-proxies.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { startTlsEndpoint, testCertificate } from '../test-support/tls-endpoint.ts'
import { serveObjectStream, type StreamPort } from './object-stream.ts'

const bucket = 'shown-objects'
const sizeBytes = 3_000_000
let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
  const body = () => Readable.from([Buffer.alloc(sizeBytes, 'x')], { objectMode: false })
  await store.provider.putObject({ bucket, key: 'video.mp4', sizeBytes, contentType: 'video/mp4', forbidOverwrite: false, body })
})
afterAll(() => store.close())

/** Main's end of the port, in the test's hands. */
function openPort() {
  const answers: ObjectStreamAnswer[] = []
  const listeners: { message?: (message: { readonly data: unknown }) => void; close?: () => void } = {}
  const port: StreamPort = {
    postMessage: (message) => void answers.push(ObjectStreamAnswer.parse(structuredClone(message))),
    start: () => undefined,
    close: () => undefined,
    on: (event: 'message' | 'close', listener: never) => {
      listeners[event] = listener
    },
  }
  const received = () => answers.reduce((sum, answer) => sum + (answer.kind === 'chunk' ? answer.bytes.length : 0), 0)
  return { port, answers, received, grant: () => listeners.message?.({ data: { kind: 'more' } }), leave: () => listeners.close?.() }
}
const logged: string[] = []
const service = (port: StreamPort, provider = store.provider) => ({ port, providerOf: () => provider, toWire: (error: unknown) => toWire(error, (text) => logged.push(text)) })
const request = { profileId: 'local', bucket, key: 'video.mp4' }

describe('an object for the window', () => {
  it('comes with its own headers, a range of it as a range', async () => {
    const { port, answers } = openPort()
    await serveObjectStream({ ...request, range: 'bytes=5-9' }, service(port))
    expect(answers).toMatchObject([{ kind: 'head', status: 206, headers: { 'content-type': 'video/mp4', 'content-range': `bytes 5-9/${sizeBytes}` } }, { kind: 'chunk' }, { kind: 'end' }])
  })

  it('is read no faster than it is taken', async () => {
    const { port, answers, received, grant } = openPort()
    const done = serveObjectStream(request, service(port))
    await expect.poll(() => answers.length).toBe(1 + firstChunks)
    const before = received()
    expect(before).toBeLessThan(sizeBytes)
    const timer = setInterval(grant, 0)
    onTestFinished(() => clearInterval(timer))
    await done
    expect([received(), answers.at(-1)?.kind]).toEqual([sizeBytes, 'end'])
  })

  it('ends quietly when nobody reads any more', async () => {
    const { port, answers, leave } = openPort()
    const done = serveObjectStream(request, service(port))
    await expect.poll(() => answers.length).toBe(1 + firstChunks)
    leave()
    await done
    expect(answers).toHaveLength(1 + firstChunks)
  })

  it("that cannot be read answers the service's own code", async () => {
    const { port, answers } = openPort()
    await serveObjectStream({ ...request, key: 'gone' }, service(port))
    expect(answers).toMatchObject([{ kind: 'failed', error: { code: 'NoSuchKey', status: 404 } }])
    expect(logged).toEqual([])
  })

  it('comes through a proxy and from an endpoint with an authority of its own', async () => {
    const secure = await startTlsEndpoint(store.connection.endpoint)
    onTestFinished(() => secure.close())
    const proxy = await startHttpProxy({ portOf: () => Number(new URL(secure.url).port), user: { name: 'ada', password: 'pw' } })
    onTestFinished(() => proxy.close())
    // An OSS name that the proxy leads to this machine; the certificate's own name is not it.
    const connection = { ...store.connection, kind: 'oss', endpoint: 'https://localhost.test', addressing: 'path', caCertificate: testCertificate } as const
    const provider = openProvider({ ...connection, proxy: { ...systemProxy, mode: 'manual', address: `127.0.0.1:${proxy.port}`, username: 'ada', password: 'pw' } })
    onTestFinished(() => provider.close())
    const refused = openPort()
    await serveObjectStream(request, service(refused.port, provider))
    expect(refused.answers).toMatchObject([{ kind: 'failed', error: { details: { cause: 'ERR_TLS_CERT_ALTNAME_INVALID' } } }])
    expect(proxy.asked).toContain('CONNECT localhost.test:443')
    const near = openProvider({ ...connection, endpoint: secure.url })
    onTestFinished(() => near.close())
    const shown = openPort()
    await serveObjectStream({ ...request, range: 'bytes=0-1' }, service(shown.port, near))
    expect(shown.answers.map(({ kind }) => kind)).toEqual(['head', 'chunk', 'end'])
  })
})
