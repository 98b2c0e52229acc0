import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { corsMethods, type CorsConfiguration, type RefererConfiguration } from '../model/bucket-settings.ts'
import { corsHeaders, judgeCorsRules, matchCorsRule } from '../policy/cors.ts'
import { evaluateReferer } from '../policy/referer.ts'
import { corsConfigurationXml } from '../http/settings/cors-configuration.ts'
import { refererConfigurationXml } from '../http/settings/referer-configuration.ts'
import { send } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

/*
 * What the window's testers say of rules before they are saved is what the endpoint does with them afterwards: the same
 * matchers, asked with rules that nobody has put yet.
 */
let running: TestStore
const bucket = 'testers'
beforeAll(async () => {
  running = await startTestStore()
  await send(running.port, { method: 'PUT', bucket, headers: { 'x-oss-acl': 'public-read' } })
  await send(running.port, { method: 'PUT', bucket, key: 'k', body: 'body' })
})
afterAll(() => running.stop())

const put = async (subresource: string, body: string): Promise<void> => {
  const answer = await send(running.port, { method: 'PUT', bucket, query: [[subresource, '']], body })
  expect([answer.status, answer.code]).toEqual([200, undefined])
}
const listOf = <T>(one: fc.Arbitrary<T>, minLength: number, maxLength: number) => fc.array(one, { minLength, maxLength })

describe('CORS rules', () => {
  const origin = fc.constantFrom('https://a.example', 'https://b.example', 'http://a.example')
  const rule = fc.record(
    {
      allowedOrigins: listOf(fc.oneof(origin, fc.constantFrom('*', 'https://*', 'https://*.example', 'http*example')), 1, 2),
      allowedMethods: listOf(fc.constantFrom(...corsMethods), 1, 2),
      allowedHeaders: listOf(fc.constantFrom('*', 'x-oss-*', 'Content-Type'), 0, 2),
      exposeHeaders: listOf(fc.constantFrom('ETag', 'x-oss-request-id'), 0, 2),
      maxAgeSeconds: fc.integer({ min: 0, max: 999 }),
    },
    { requiredKeys: ['allowedOrigins', 'allowedMethods', 'allowedHeaders', 'exposeHeaders'] },
  )
  const configuration: fc.Arbitrary<CorsConfiguration> = fc.record({ rules: listOf(rule, 1, 3), responseVary: fc.boolean() })
  const asked = fc.record({ origin, method: fc.constantFrom(...corsMethods, 'PATCH', 'get'), headers: listOf(fc.constantFrom('content-type', 'X-OSS-meta-a', 'range'), 0, 2) })

  it('answer a preflight as they were said to', async () => {
    let answered = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(configuration, listOf(asked, 4, 4), async (cors, requests) => {
        await put('cors', corsConfigurationXml(cors))
        for (const request of requests) {
          const match = matchCorsRule(cors, request)
          const expected = match === undefined ? {} : corsHeaders(cors, match, request)
          const fitting = judgeCorsRules(cors, request).findIndex((verdict) => verdict.origin && verdict.method && verdict.refusedHeaders.length === 0)
          expect(fitting).toBe(match?.index ?? -1)
          const headers = { origin: request.origin, 'access-control-request-method': request.method, ...(request.headers.length === 0 ? {} : { 'access-control-request-headers': request.headers.join(', ') }) }
          const answer = await send(running.port, { method: 'OPTIONS', bucket, key: 'k', sign: false, headers })
          const said = Object.entries(answer.headers).filter(([name]) => name.startsWith('access-control-') || name === 'vary')
          expect([answer.status, Object.fromEntries(said)]).toEqual([match === undefined ? 403 : 200, expected])
          if (match === undefined) refused += 1
          else answered += 1
        }
      }),
      { numRuns: 25 },
    )
    expect(Math.min(answered, refused)).toBeGreaterThan(5)
  })
})

describe('lists of pages', () => {
  const page = fc.constantFrom('http://a.example', 'http://a.example/x', 'http://a.example/x?y=http://b.example', 'https://b.example/', 'http://ab.example', 'HTTP://A.example', 'b', '')
  const pattern = fc.constantFrom('http://a.example', 'http://*.example', 'http://?.example', 'https://b.example', '*', 'http://a.example/x', 'http://a.example/x?y=')
  const configuration: fc.Arbitrary<RefererConfiguration> = fc.record({
    allowEmptyReferer: fc.boolean(),
    allowTruncateQueryString: fc.boolean(),
    truncatePath: fc.boolean(),
    referers: listOf(pattern, 0, 2),
    blacklist: listOf(pattern, 0, 1),
  })

  it('let in and refuse as they were said to', async () => {
    const counts = { in: 0, out: 0 }
    await fc.assert(
      fc.asyncProperty(configuration, listOf(page, 4, 4), async (referers, pages) => {
        await put('referer', refererConfigurationXml(referers))
        for (const referer of pages) {
          const { allowed } = evaluateReferer(referers, referer)
          const answer = await send(running.port, { bucket, key: 'k', sign: false, headers: referer === '' ? {} : { referer } })
          expect([referer, answer.status]).toEqual([referer, allowed ? 200 : 403])
          counts[allowed ? 'in' : 'out'] += 1
        }
      }),
      { numRuns: 25 },
    )
    expect(Math.min(counts.in, counts.out)).toBeGreaterThan(5)
  })
})
