import { evaluate, needs } from '../policy/evaluate.ts'
import { explain } from '../policy/explain.ts'
import { parsePolicy } from '../policy/parse-policy.ts'
import type { AuthorizationRequest } from '../policy/request.ts'
import type { Bench, Target } from './bench.ts'

const bucketRules = { kind: 'bucket', bucket: { name: 'data', ownerId: '1000' } } as const

// A quarter denies, a third is for everyone, and half has a condition of three keys.
const statements = Array.from({ length: 20 }, (_, index) => ({
  Effect: index % 4 === 3 ? 'Deny' : 'Allow',
  Principal: index % 3 === 0 ? '*' : [String(3000 + index)],
  Action: ['oss:GetObject', 'oss:Put*'],
  Resource: [`acs:oss:*:*:data/team-${index}/*`, `acs:oss:*:1000:data/shared/*/x-${index}.jpg`],
  ...(index % 2 === 0
    ? {}
    : {
        Condition: {
          IpAddress: { 'acs:SourceIp': ['192.0.2.0/24', '10.0.0.0/8'] },
          StringNotLike: { 'acs:SourceVpc': 'vpc-*' },
          Bool: { 'acs:SecureTransport': 'true' },
        },
      }),
}))
const text = JSON.stringify({ Version: '1', Statement: statements })

const plain: AuthorizationRequest = {
  principal: { kind: 'account', accountId: '1000' },
  action: 'oss:GetObject',
  bucket: { name: 'data', ownerId: '1000', acl: 'private' },
  key: 'team-18/2026/photo.jpg',
  facts: { timeMs: Date.UTC(2026, 0, 31), secureTransport: true, sourceIp: '192.0.2.7', userAgent: 'aliyun-sdk-js' },
}
const withPolicy: AuthorizationRequest = {
  ...plain,
  bucket: { name: 'data', ownerId: '1000', acl: 'private', policy: parsePolicy(text, bucketRules) },
}
const everything = parsePolicy('{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"*"}]}', { kind: 'ram' })
const policies = [{ name: 'all', document: everything }]
const asUser: AuthorizationRequest = {
  ...withPolicy,
  principal: { kind: 'user', accountId: '1000', userId: '1001', userName: 'alice', policies },
}
const anonymous: AuthorizationRequest = { ...withPolicy, principal: { kind: 'anonymous' } }
const stranger: AuthorizationRequest = { ...anonymous, key: 'other/photo.jpg' }

const none: Target = { kind: 'none' }
const cases: readonly { readonly what: string; readonly target: Target; readonly run: () => unknown }[] = [
  { what: 'evaluate: the owner, no policies', target: { kind: 'atMost', value: 0.5 }, run: () => evaluate(plain) },
  { what: 'evaluate: the owner, 20 statements', target: { kind: 'atMost', value: 5 }, run: () => evaluate(withPolicy) },
  { what: 'evaluate: a RAM user, 20 statements and 1', target: { kind: 'atMost', value: 5 }, run: () => evaluate(asUser) },
  { what: 'evaluate: anonymous, 20 statements, one allows', target: { kind: 'atMost', value: 5 }, run: () => evaluate(anonymous) },
  { what: 'evaluate: anonymous, 20 statements, none fits', target: { kind: 'atMost', value: 5 }, run: () => evaluate(stranger) },
  { what: 'needs: anonymous, 20 statements', target: { kind: 'atMost', value: 10 }, run: () => needs(stranger) },
  { what: 'explain: anonymous, 20 statements', target: none, run: () => explain(anonymous) },
  { what: `parsePolicy: 20 statements, ${text.length} bytes`, target: none, run: () => parsePolicy(text, bucketRules) },
]

/** What a decision costs, in microseconds of processor time; every request is one. */
export const policy: Bench = {
  name: 'policy',
  async run({ rounds, secondsPerRound, report }) {
    for (const { what, target, run } of cases) {
      const ours: number[] = []
      for (let round = 0; round <= rounds; round += 1) {
        const value = microsecondsOf(run, (secondsPerRound * 1000) / 4)
        if (round > 0) ours.push(value)
      }
      report({ what, unit: 'µs', ours, target })
    }
    return undefined
  },
}

// What is measured must not be optimised away.
let seen: unknown

// Processor time, which other work on the machine does not change much.
function microsecondsOf(run: () => unknown, forMs: number): number {
  const batch = 1000
  const start = process.cpuUsage()
  let calls = 0
  for (;;) {
    for (let index = 0; index < batch; index += 1) seen = run()
    calls += batch
    const { user, system } = process.cpuUsage(start)
    const spent = user + system
    if (spent < forMs * 1000) continue
    if (seen === undefined) throw new Error('Nothing was decided')
    return spent / calls
  }
}
