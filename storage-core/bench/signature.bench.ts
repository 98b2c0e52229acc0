import { createHmac } from 'node:crypto'
import type { SignableRequest } from '../signature/request.ts'
import { signAwsRequest } from '../signature/sign-aws.ts'
import { presignUrl, signRequest } from '../signature/sign.ts'
import { createSigningKeyCache } from '../signature/v4.ts'
import { verifySignature } from '../signature/verify.ts'
import { interleaved, type Bench, type BenchContext } from './bench.ts'

const credential = { accessKeyId: 'bench-key', accessKeySecret: 'bench-secret' }
const checksPerRound = 20_000
const maxMicroseconds = 50

/** What a client library sends beside the headers of the signature. */
const usualHeaders = {
  host: '127.0.0.1:9000',
  'user-agent': 'aliyun-sdk-nodejs/6.23.0 Node.js 20.18.1 on Linux x64',
  accept: '*/*',
  'accept-encoding': 'gzip',
  connection: 'keep-alive',
}
const object = { method: 'GET', bucket: 'bench-bucket', key: 'some/folder/object-000042.bin' }
const path = `/${object.bucket}/${object.key}`

function requests(now: number) {
  const input = { ...object, headers: {}, region: 'cn-hangzhou', credential, now }
  const aws = { ...object, headers: {}, region: 'us-east-1', credential, now, host: usualHeaders.host, addressing: 'path' } as const
  const withHeaders = (headers: Readonly<Record<string, string>>): SignableRequest => ({ ...object, path, query: [], headers: { ...usualHeaders, ...headers } })
  return {
    v1Header: withHeaders(signRequest({ ...input, version: 'v1' })),
    v1Url: { ...object, path, query: presignUrl({ ...input, version: 'v1', expiresSeconds: 3600 }), headers: usualHeaders },
    v4Header: withHeaders(signRequest({ ...input, version: 'v4' })),
    v4Url: { ...object, path, query: presignUrl({ ...input, version: 'v4', expiresSeconds: 3600 }), headers: usualHeaders },
    awsV4Header: withHeaders(signAwsRequest({ ...aws, version: 'v4' }).headers),
    awsV2Header: withHeaders(signAwsRequest({ ...aws, version: 'v2' }).headers),
  } satisfies Record<string, SignableRequest>
}

/** Microseconds of the processor's time for one call: a check never waits for anything, and other programs do not count. */
function timed(work: () => void): Promise<number> {
  const before = process.cpuUsage()
  for (let check = 0; check < checksPerRound; check++) work()
  const { user, system } = process.cpuUsage(before)
  return Promise.resolve((user + system) / checksPerRound)
}

async function compare({ rounds, report }: BenchContext): Promise<void> {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5)
  const signed = requests(now)
  const options = { nowMs: now + 1000, findKey: (id: string) => (id === credential.accessKeyId ? credential : undefined), signingKey: createSigningKeyCache() }
  const check = (request: SignableRequest) => () =>
    timed(() => {
      if (verifySignature(request, options).kind !== 'signed') throw new Error('the request was not signed')
    })
  const text = 'x'.repeat(150)
  const results = await interleaved(rounds, {
    v1Header: check(signed.v1Header),
    v1Url: check(signed.v1Url),
    v4Header: check(signed.v4Header),
    v4Url: check(signed.v4Url),
    awsV4Header: check(signed.awsV4Header),
    awsV2Header: check(signed.awsV2Header),
    hmac: () => timed(() => createHmac('sha256', 'a secret of usual length......').update(text).digest('hex')),
  })
  const row = (what: string, ours: readonly number[], note?: string) => {
    const target = { kind: 'atMost', value: maxMicroseconds } as const
    const reference = { name: 'one HMAC-SHA256 of node:crypto', values: results.hmac }
    report({ what: `checking a signature: ${what}`, unit: 'µs', ours, reference, target, ...(note === undefined ? {} : { note }) })
  }
  row('V1, header', results.v1Header)
  row('V1, URL', results.v1Url)
  row('V4, header', results.v4Header, 'with the key of the day at hand')
  row('V4, URL', results.v4Url, 'with the key of the day at hand')
  row('AWS V4, header', results.awsV4Header, 'with the key of the day at hand')
  row('AWS V2, header', results.awsV2Header)
}

/** What authentication costs each request: parsing, looking the key up, the canonical form and the signature. */
export const signature: Bench = {
  name: 'signature',
  run: async (context) => {
    await compare(context)
    return undefined
  },
}
