import type { DoctorCheck, DoctorCheckId, DoctorReport } from '../../contract/doctor.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { Connection } from '../../contract/host-messages.ts'
import { codeOf, isAbort } from '../errors.ts'
import { openProvider, type Patience, type ProviderEnvironment } from '../providers/open-provider.ts'
import type { Provider } from '../providers/object-provider.ts'
import { createProxyRouter } from '../proxy/proxy-router.ts'
import { addressOf, parseEndpoint } from '../remote/addressing.ts'
import { createHttpClient } from '../remote/http-client.ts'
import type { RequestSigner } from '../signing/request-signer.ts'
import { ossDialect, s3Dialect } from '../remote/dialect.ts'
import { createRecorder, skipped, type Recorder } from './findings.ts'
import { checkDns, checkProxy, checkTcp, checkTls } from './network-checks.ts'
import { checkRead, checkService, checkWrite, judgeClock, judgeList, judgeSigned } from './service-checks.ts'

export interface DiagnoseOptions {
  readonly connection: Connection
  readonly environment: ProviderEnvironment
  /** Whether the permission to write may be tried. */
  readonly mayWrite: boolean
  /** Each check as it begins and as it ends. */
  readonly onCheck: (check: DoctorCheck) => void
  readonly toWire: (error: unknown) => OssErrorWire
  readonly signal: AbortSignal
}

const patience: Patience = { retryPolicy: { maxAttempts: 1, baseDelayMs: 0, maxDelayMs: 0 }, idleTimeoutMs: 15_000, followsRegions: false }
const networkChecks: readonly DoctorCheckId[] = ['proxy', 'dns', 'tcp', 'tls']
const keyChecks: readonly DoctorCheckId[] = ['region', 'signature', 'credential', 'listBuckets', 'listObjects', 'readObject', 'writeObject']

/** Sends requests as they are: whoever asks without a key is told what is there. */
const unsigned: RequestSigner = { sign: ({ headers }) => headers, presign: () => ({}), correctClock: () => undefined, clockMs: () => Date.now() }

const outcomeOf = (work: Promise<unknown>): Promise<{ readonly error?: unknown }> =>
  work.then(
    () => ({}),
    (error: unknown) => {
      if (isAbort(error)) throw error
      return { error }
    },
  )

/**
 * Looks at a connection layer by layer, from the way through the network to what the key may do, and says of each what was
 * measured. What rests on a check that failed is skipped. Writes nothing unless told so, and then nothing that stays.
 * @throws AbortError when it is cancelled
 */
export async function diagnose(options: DiagnoseOptions): Promise<DoctorReport> {
  const recorder = createRecorder(options)
  const isReached = await checkNetwork(options, recorder)
  if (isReached) await checkKey(options, recorder)
  else for (const id of ['service', 'clock', ...keyChecks] as const) recorder.note(id, skipped('afterFailure'))
  return { checks: recorder.checks }
}

function routerOf({ connection, environment }: DiagnoseOptions) {
  return connection.proxy === undefined || connection.proxy.mode === 'none' ? undefined : createProxyRouter(connection.proxy, environment.resolveProxy)
}

async function checkNetwork(options: DiagnoseOptions, recorder: Recorder): Promise<boolean> {
  const { connection } = options
  const endpoint = parseEndpoint(connection.endpoint, connection.addressing)
  const { hostname } = addressOf(endpoint, connection.preset === undefined ? {} : { bucket: connection.preset.bucket })
  const target = { protocol: endpoint.protocol, hostname, port: endpoint.port }
  const router = routerOf(options)
  const stop = (after: DoctorCheckId): false => {
    for (const id of networkChecks.slice(networkChecks.indexOf(after) + 1)) recorder.note(id, skipped('afterFailure'))
    return false
  }
  let choice: Awaited<ReturnType<typeof checkProxy>>['choice']
  await recorder.run('proxy', async () => {
    const result = await checkProxy(target, router, connection.caCertificate)
    choice = result.choice
    return result.finding
  })
  const way = choice
  if (way === undefined) return stop('proxy')
  let addresses: readonly string[] = []
  const dns = await recorder.run('dns', async () => {
    const result = await checkDns(target, way)
    addresses = result.addresses
    return result.finding
  })
  if (dns.state === 'failed') return stop('dns')
  const tcp = await recorder.run('tcp', () => checkTcp(target, way, addresses))
  if (tcp.state === 'failed') return stop('tcp')
  const reached = tcp.facts?.find(({ name }) => name === 'addresses')?.value
  const secured = await recorder.run('tls', () => checkTls(target, way, reached, router, connection.caCertificate, Date.now()))
  return secured.state !== 'failed'
}

async function checkKey(options: DiagnoseOptions, recorder: Recorder): Promise<void> {
  const { connection, environment, signal } = options
  const { preset } = connection
  const bare = createHttpClient({
    endpoint: parseEndpoint(connection.endpoint, connection.addressing),
    signer: unsigned,
    dialect: connection.kind === 's3' ? s3Dialect : ossDialect,
    caCertificate: connection.caCertificate,
    proxy: routerOf(options),
    ...patience,
  })
  const provider = openProvider(connection, patience, environment)
  try {
    let clock = { nowMs: Date.now(), serverTimeMs: undefined as number | undefined }
    const service = await recorder.run('service', async () => {
      const result = await checkService(() => bare.sendForText({ method: 'GET', ...(preset === undefined ? {} : { bucket: preset.bucket, query: { 'max-keys': '1' } }), signal }))
      clock = { nowMs: result.nowMs, serverTimeMs: result.serverTimeMs }
      return result.finding
    })
    if (service.state === 'failed') {
      for (const id of ['clock', ...keyChecks] as const) recorder.note(id, skipped('afterFailure'))
      return
    }
    recorder.note('clock', judgeClock(clock.serverTimeMs, clock.nowMs))
    await checkPermissions(options, recorder, provider)
  } finally {
    bare.close()
    provider.close()
  }
}

async function checkPermissions(options: DiagnoseOptions, recorder: Recorder, provider: Provider): Promise<void> {
  const { connection, environment, mayWrite, signal } = options
  const { preset } = connection
  let bucket = preset?.bucket
  let bucketCount = 0
  let firstKey: string | undefined
  const prefix = preset?.prefix ?? ''
  const listPath = async (): Promise<void> => {
    const page = await provider.listPage({ bucket: bucket ?? '', prefix, delimiter: '', maxKeys: 10, signal })
    firstKey = page.objects.find(({ key }) => !key.endsWith('/'))?.key
  }
  const listBuckets = async (): Promise<void> => {
    const buckets = await provider.listBuckets(signal)
    bucketCount = buckets.length
    bucket = (buckets.find(({ region }) => region === connection.region || region === `oss-${connection.region}`) ?? buckets[0])?.name
  }
  let signed: { readonly error?: unknown } = {}
  let verdict: ReturnType<typeof judgeSigned> | undefined
  await recorder.run('region', async () => {
    signed = await outcomeOf(preset === undefined ? listBuckets() : listPath())
    const other = await triesOtherVersion(connection, environment, signed.error, signal)
    verdict = judgeSigned(connection, signed.error, other)
    return verdict.region
  })
  if (verdict === undefined) {
    for (const id of keyChecks.slice(1)) recorder.note(id, skipped('afterFailure'))
    return
  }
  recorder.note('signature', verdict.signature)
  recorder.note('credential', verdict.credential)
  if (!verdict.isKnown) {
    for (const id of keyChecks.slice(3)) recorder.note(id, skipped('afterFailure'))
    return
  }
  if (preset === undefined) recorder.note('listBuckets', judgeList(signed.error, 'bucketsDenied', { buckets: bucketCount }))
  else recorder.note('listBuckets', skipped('pathInstead'))
  const place = bucket
  if (place === undefined) {
    for (const id of ['listObjects', 'readObject', 'writeObject'] as const) recorder.note(id, skipped(signed.error === undefined ? 'nothingThere' : 'noBucketKnown'))
    return
  }
  const list = await recorder.run('listObjects', async () => judgeList(preset === undefined ? (await outcomeOf(listPath())).error : signed.error, 'objectsDenied', { path: `${place}/${prefix}` }))
  if (list.state === 'ok') await recorder.run('readObject', () => checkRead(provider, place, firstKey, signal))
  else recorder.note('readObject', skipped('afterFailure'))
  if (connection.readOnly === true) recorder.note('writeObject', skipped('locked'))
  else if (!mayWrite) recorder.note('writeObject', skipped('notAsked'))
  else await recorder.run('writeObject', () => checkWrite(provider, place, prefix, firstKey, signal))
}

/** Whether the service takes the other signature version as well; asked only where the answer tells something. */
async function triesOtherVersion(connection: Connection, environment: ProviderEnvironment, error: unknown, signal: AbortSignal): Promise<boolean | undefined> {
  if (error !== undefined && codeOf(error) !== 'SignatureDoesNotMatch') return undefined
  const version = connection.signatureVersion ?? 'v4'
  const otherVersion = version === 'v4' ? (connection.kind === 's3' ? 'v2' : 'v1') : 'v4'
  if (otherVersion === 'v4' && connection.region === '') return undefined
  const { preset } = connection
  const other = openProvider({ ...connection, signatureVersion: otherVersion }, patience, environment)
  try {
    const { error: refusal } = await outcomeOf(preset === undefined ? other.listBuckets(signal) : other.listPage({ ...preset, delimiter: '/', maxKeys: 1, signal }))
    return refusal === undefined
  } finally {
    other.close()
  }
}
