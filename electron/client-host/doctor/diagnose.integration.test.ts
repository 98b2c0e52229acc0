import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { DoctorCheck, type DoctorCheckId } from '../../contract/doctor.ts'
import type { Connection } from '../../contract/host-messages.ts'
import { systemProxy } from '../../contract/proxy.ts'
import { toWire } from '../errors.ts'
import { startHttpProxy } from '../test-support/little-proxies.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { errorXml, startScriptedServer } from '../test-support/scripted-server.ts'
import { startTlsEndpoint, testCertificate } from '../test-support/tls-endpoint.ts'
import { diagnose } from './diagnose.ts'

const bucket = 'examined-bucket'
let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
  const body = () => Readable.from([Buffer.from('hello')], { objectMode: false })
  await store.provider.putObject({ bucket, key: 'notes/a.txt', sizeBytes: 5, forbidOverwrite: false, body })
})
afterAll(() => store.close())

const connectionOf = (change: Partial<Connection> = {}): Connection => ({ ...store.connection, profileId: 'trial', kind: 'oss', ...change })

async function examine(change: Partial<Connection> = {}, { mayWrite = false, list = 'DIRECT' } = {}) {
  const told: DoctorCheck[] = []
  const { checks } = await diagnose({
    connection: connectionOf(change),
    environment: { resolveProxy: () => Promise.resolve(list) },
    mayWrite,
    onCheck: (check) => told.push(DoctorCheck.parse(structuredClone(check))),
    toWire: (error) => toWire(error, () => undefined),
    signal: new AbortController().signal,
  })
  const of = (id: DoctorCheckId) => checks.find((check) => check.id === id)
  const fact = (id: DoctorCheckId, name: string) => of(id)?.facts.find((one) => one.name === name)?.value
  const states = Object.fromEntries(checks.map(({ id, state, advice }) => [id, advice === undefined ? state : `${state}: ${advice}`]))
  return { checks, told, of, fact, states }
}

describe('the connection doctor', () => {
  it('finds a sound connection sound, and tells each check as it begins and ends', async () => {
    const { states, told, checks, fact } = await examine()
    expect(states).toEqual({
      proxy: 'skipped: straight',
      dns: 'skipped: isAddress',
      tcp: 'ok',
      tls: 'warning: plain',
      service: 'ok',
      clock: 'ok',
      region: 'ok',
      signature: 'ok',
      credential: 'ok',
      listBuckets: 'ok',
      listObjects: 'ok',
      readObject: 'ok',
      writeObject: 'skipped: notAsked',
    })
    expect(told.filter(({ state }) => state !== 'running')).toEqual(checks)
    expect(told.slice(0, 2).map(({ id, state }) => [id, state])).toEqual([
      ['proxy', 'running'],
      ['proxy', 'skipped'],
    ])
    expect([fact('tcp', 'port'), fact('signature', 'accepted'), fact('listBuckets', 'buckets'), fact('readObject', 'object')]).toEqual([new URL(store.connection.endpoint).port, 'V1, V4', '1', 'notes/a.txt'])
    expect(checks.find(({ id }) => id === 'tcp')?.durationMs).toBeGreaterThanOrEqual(0)
    expect(JSON.stringify(told)).not.toContain(store.connection.credential.accessKeySecret)
  })

  it('tries writing only when told, and changes nothing by it', async () => {
    expect((await examine({}, { mayWrite: true })).states['writeObject']).toBe('ok')
    expect((await examine({ preset: { bucket, prefix: 'empty/' } }, { mayWrite: true })).states).toMatchObject({ readObject: 'skipped: nothingThere', writeObject: 'ok', listBuckets: 'skipped: pathInstead' })
    expect((await examine({ readOnly: true }, { mayWrite: true })).states['writeObject']).toBe('skipped: locked')
    const page = await store.provider.listPage({ bucket, prefix: '', delimiter: '' })
    expect(page.objects.map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual([['notes/a.txt', 5]])
    expect((await store.provider.getBucketStat(bucket)).multipartUploadCount).toBe(0)
  })

  it('speaks S3 as well', async () => {
    const { states, fact } = await examine({ kind: 's3', addressing: 'path' }, { mayWrite: true })
    expect(states).toMatchObject({ service: 'ok', region: 'ok', signature: 'ok', credential: 'ok', listBuckets: 'ok', readObject: 'ok', writeObject: 'ok' })
    expect(fact('signature', 'accepted')).toBe('V2, V4')
  })

  it('names a host that is not known and a port where nothing listens, and leaves out what rests on it', async () => {
    const unknown = await examine({ endpoint: 'http://no-such-host.invalid', addressing: 'path' })
    expect(unknown.states).toMatchObject({ dns: expect.stringMatching(/^failed: (hostUnknown|dnsSilent)$/), tcp: 'skipped: afterFailure', service: 'skipped: afterFailure', writeObject: 'skipped: afterFailure' })
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const refused = await examine({ endpoint: `http://127.0.0.1:${port}` })
    expect(refused.states).toMatchObject({ tcp: 'failed: portClosed', tls: 'skipped: afterFailure' })
    expect(refused.fact('tcp', 'cause')).toBe('127.0.0.1: ECONNREFUSED')
  })

  it('shows whose certificate it is, until when, and why it is not trusted', async () => {
    const secure = await startTlsEndpoint(store.connection.endpoint)
    onTestFinished(() => secure.close())
    const strange = await examine({ endpoint: secure.url })
    expect(strange.states).toMatchObject({ dns: 'ok', tls: 'failed: authorityUnknown', service: 'skipped: afterFailure' })
    expect(strange.fact('tls', 'subject')).toContain('Ossia test authority')
    expect(strange.fact('tls', 'subject')).toContain('DNS:localhost')
    expect(strange.fact('tls', 'validUntil')).toBe(new Date(new X509Certificate(testCertificate).validTo).toISOString())
    expect((await examine({ endpoint: secure.url, caCertificate: testCertificate })).states).toMatchObject({ tls: 'ok', service: 'ok', listBuckets: 'ok' })
    const other = secure.url.replace('localhost', 'other.localhost')
    expect((await examine({ endpoint: other, addressing: 'path', caCertificate: testCertificate })).states['tls']).toBe('failed: otherHost')
    expect((await examine({ endpoint: store.connection.endpoint.replace('http:', 'https:') })).states['tls']).toBe('failed: notTls')
  })

  it('walks through the proxy, and names what is wrong with it', async () => {
    const proxy = await startHttpProxy({ portOf: () => Number(new URL(store.connection.endpoint).port), user: { name: 'ada', password: 'right' } })
    onTestFinished(() => proxy.close())
    const through = (password: string) => ({ endpoint: 'http://oss-cn-hangzhou.aliyuncs.com', addressing: 'path', proxy: { ...systemProxy, mode: 'manual', address: `127.0.0.1:${proxy.port}`, username: 'ada', password } }) as const
    const sound = await examine(through('right'))
    expect(sound.states).toMatchObject({ proxy: 'ok', dns: 'skipped: proxyResolves', tcp: 'skipped: proxyConnects', listBuckets: 'ok' })
    expect(sound.fact('proxy', 'proxy')).toBe(`http://127.0.0.1:${proxy.port}`)
    const secured = await examine({ ...through('wrongPassword'), endpoint: 'https://oss-cn-hangzhou.aliyuncs.com' })
    expect(secured.states).toMatchObject({ proxy: 'failed: proxyKey', dns: 'skipped: afterFailure' })
    expect(JSON.stringify(secured.checks)).not.toContain('wrongPassword')
    await proxy.close()
    expect((await examine(through('right'))).states['proxy']).toBe('failed: proxyUnreachable')
  })

  it('tells a wrong key from a wrong secret', async () => {
    const { credential } = store.connection
    const secret = await examine({ credential: { ...credential, accessKeySecret: 'wrong' } })
    expect(secret.states).toMatchObject({ region: 'ok', signature: 'warning: secretWrong', credential: 'failed: secretWrong', listBuckets: 'skipped: afterFailure' })
    expect(secret.fact('credential', 'requestId')).toMatch(/^[0-9A-F]{24}$/)
    expect((await examine({ credential: { ...credential, accessKeyId: 'nobody' } })).states).toMatchObject({ credential: 'failed: keyUnknown' })
  })
})

describe('what a service answers', () => {
  type Answer = (url: string, signature: string) => { status: number; xml: string; headers?: Record<string, string> }
  const serve = async (answer: Answer) => {
    const server = await startScriptedServer((request, response) => {
      const { status, xml, headers = {} } = answer(request.url ?? '', request.headers.authorization ?? '')
      response.writeHead(status, { 'x-oss-request-id': '5C3D9175B6FC201293AD4890', ...headers })
      response.end(xml)
    })
    onTestFinished(() => server.close())
    return server.url
  }
  const buckets = '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>'

  it('is a hint to another region, with the address it gave', async () => {
    const endpoint = await serve(() => ({ status: 403, xml: errorXml('AccessDenied', '<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>') }))
    const { states, fact } = await examine({ endpoint, preset: { bucket: 'far-bucket', prefix: '' } })
    expect(states).toMatchObject({ region: 'failed: otherRegion', signature: 'skipped: afterFailure' })
    expect([fact('region', 'region'), fact('region', 'endpoint')]).toEqual(['cn-beijing', 'oss-cn-beijing.aliyuncs.com'])
  })

  it('is a hint that only the other signature is taken', async () => {
    const endpoint = await serve((_url, signature) => (signature.startsWith('OSS4') ? { status: 403, xml: errorXml('SignatureDoesNotMatch') } : { status: 200, xml: buckets }))
    const { states, fact } = await examine({ endpoint })
    expect(states).toMatchObject({ signature: 'failed: otherSignature', credential: 'ok' })
    expect(fact('signature', 'accepted')).toBe('V1')
  })

  it.each([
    ['SecurityTokenExpired', 'credential', 'failed: tokenEnded'],
    ['UserDisable', 'credential', 'failed: keyDisabled'],
    ['AccessDenied', 'listBuckets', 'failed: bucketsDenied'],
  ] as const)('%s: %s %s', async (code, id, state) => {
    const endpoint = await serve(() => ({ status: 403, xml: errorXml(code) }))
    expect((await examine({ endpoint })).states[id]).toBe(state)
  })

  it('may come from something else', async () => {
    const server = await startScriptedServer((_request, response) => void response.end('<html>router</html>'))
    onTestFinished(() => server.close())
    expect((await examine({ endpoint: server.url })).states).toMatchObject({ service: 'failed: notService', region: 'skipped: afterFailure' })
  })

  it('tells the time there', async () => {
    const at = (offsetMs: number) => serve(() => ({ status: 403, xml: errorXml('AccessDenied'), headers: { date: new Date(Date.now() + offsetMs).toUTCString() } }))
    const slow = await examine({ endpoint: await at(300_000) })
    expect(slow.states['clock']).toBe('warning: clockOff')
    expect(Number(slow.fact('clock', 'skewSeconds'))).toBeLessThan(-290)
    expect((await examine({ endpoint: await at(-86_400_000) })).states['clock']).toBe('warning: clockFarOff')
  })

  it('is not waited for once the examination is cancelled', async () => {
    const controller = new AbortController()
    const server = await startScriptedServer(() => controller.abort())
    onTestFinished(() => server.close())
    const work = diagnose({ connection: connectionOf({ endpoint: server.url }), environment: { resolveProxy: () => Promise.resolve('') }, mayWrite: false, onCheck: () => undefined, toWire: (error) => toWire(error, () => undefined), signal: controller.signal })
    await expect(work).rejects.toMatchObject({ name: 'AbortError' })
  })
})
