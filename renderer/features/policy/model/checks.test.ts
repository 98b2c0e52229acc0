import { expect, it } from 'vitest'
import { readPolicy } from '../../../../storage-core/policy/parse-policy.ts'
import { checkOf, requestOf, runChecks } from './checks.ts'
import { anyRequest } from './try-request.ts'

const bucket = { name: 'data', ownerId: '1000', acl: 'private', blockPublicAccess: false } as const
const { document } = readPolicy(JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'oss:GetObject', Resource: 'acs:oss:*:*:data/public/*' }] }), { kind: 'bucket', bucket })
const tried = { ...anyRequest, key: 'public/a', timeMs: 5 }

it('tells which checks a draft passes, and which of them it changes', () => {
  const checks = [checkOf(tried, true, 'opened', false), checkOf({ ...tried, key: 'private/a' }, true, 'closed', false), { ...checkOf(tried, false, 'unknown', false), action: 'oss:Fly' }]
  expect(runChecks({ checks, bucket, saved: undefined, draft: document, nowMs: 0 })).toEqual([
    { check: checks[0], before: false, after: true, passes: true, changes: true },
    { check: checks[1], before: false, after: false, passes: false, changes: false },
    { check: checks[2], before: undefined, after: undefined, passes: false, changes: false },
  ])
})

it('asks at the time it was kept with, or at that of the looking', () => {
  expect(requestOf(checkOf(tried, true, 'a', true), 99)).toEqual(tried)
  expect(requestOf(checkOf(tried, true, 'a', false), 99)).toEqual({ ...tried, timeMs: 99 })
})
