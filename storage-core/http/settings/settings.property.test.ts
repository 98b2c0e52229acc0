import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LifecycleRule } from '../../model/lifecycle.ts'
import { type CorsConfiguration, corsMethods, type CorsRule, type RefererConfiguration } from '../../model/bucket-settings.ts'
import { readBucketTagging } from '../parse/tags.ts'
import { parseXml } from '../xml/parse-xml.ts'
import { taggingXml } from '../xml/tagging-xml.ts'
import { readS3Lifecycle } from '../s3/lifecycle/read-s3-lifecycle.ts'
import { s3RulesXml } from '../s3/lifecycle/s3-lifecycle-xml.ts'
import { corsConfigurationXml, readCorsConfiguration } from './cors-configuration.ts'
import { lifecycleXml } from './lifecycle/lifecycle-xml.ts'
import { readLifecycleConfiguration } from './lifecycle/read-lifecycle.ts'
import { publicAccessBlockXml, readPublicAccessBlock } from './public-access-block.ts'
import { readRefererConfiguration, refererConfigurationXml } from './referer-configuration.ts'
import { readRequestPayment, requestPaymentXml } from './request-payment.ts'

const parse = (xml: string, root: string) => parseXml(Buffer.from(xml), root)
// What XML is hardest on, and no white space at the ends, which readers drop.
const text = fc.array(fc.constantFrom('a', '<', '>', '&', '"', "'", ' ', ']]>', '&amp;', '*', '?', '/'), { maxLength: 12 }).map((parts) => parts.join('').trim())
const word = text.map((each) => `x${each}x`)
const pattern = word.map((each) => each.replaceAll('*', ''))
const wordWithoutStar = pattern

const corsRule: fc.Arbitrary<CorsRule> = fc.record(
  {
    allowedOrigins: fc.array(fc.tuple(pattern, fc.boolean()).map(([each, wild]) => (wild ? `${each}*` : each)), { minLength: 1, maxLength: 3 }),
    allowedMethods: fc.array(fc.constantFrom(...corsMethods), { minLength: 1, maxLength: 3 }),
    allowedHeaders: fc.array(pattern, { maxLength: 2 }),
    exposeHeaders: fc.array(wordWithoutStar, { maxLength: 2 }),
    maxAgeSeconds: fc.integer({ min: 0, max: 999_999_999 }),
  },
  { requiredKeys: ['allowedOrigins', 'allowedMethods', 'allowedHeaders', 'exposeHeaders'] },
)

describe('what is answered of a setting', () => {
  it('reads as what was put: CORS', async () => {
    const configuration: fc.Arbitrary<CorsConfiguration> = fc.record({ rules: fc.array(corsRule, { minLength: 1, maxLength: 10 }), responseVary: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(configuration, async (each) => {
        expect(readCorsConfiguration(await parse(corsConfigurationXml(each), 'CORSConfiguration'))).toEqual(each)
      }),
    )
  })
  it('reads as what was put: lifecycle rules, in OSS\'s words and in S3\'s', async () => {
    const days = fc.integer({ min: 1, max: 100 })
    const size = fc.record({ objectSizeGreaterThan: fc.integer({ min: 0, max: 99 }), objectSizeLessThan: fc.integer({ min: 100, max: 999 }) })
    const tags = fc.dictionary(fc.constantFrom('k', 'l m', 'ü:/'), fc.constantFrom('', 'v', '+-=._'))
    const one = fc
      .record(
        {
          prefix: word,
          status: fc.constantFrom('Enabled' as const, 'Disabled' as const),
          tags,
          filter: size,
          expiration: days.map((more) => ({ kind: 'days' as const, days: 1000 + more })),
          transitions: days.map((first) => [{ moment: { kind: 'days' as const, days: first }, storageClass: 'IA' as const }, { moment: { kind: 'days' as const, days: first + 1 }, storageClass: 'Archive' as const }]),
          noncurrentExpirationDays: days.map((more) => 1000 + more),
          noncurrentTransitions: days.map((noncurrentDays) => [{ noncurrentDays, storageClass: 'DeepColdArchive' as const }]),
        },
        { requiredKeys: ['prefix', 'status', 'tags', 'expiration'] },
      )
    const rules: fc.Arbitrary<readonly LifecycleRule[]> = fc.array(one, { minLength: 1, maxLength: 8 }).map((each) => each.map((rule, index) => ({ id: `${index}<&>`, ...rule })))
    await fc.assert(
      fc.asyncProperty(rules, async (each) => {
        const root = await parse(lifecycleXml({ rules: each }), 'LifecycleConfiguration')
        expect(readLifecycleConfiguration(root, { allowOverlap: true }).rules).toEqual(each)
        const s3 = await parse(`<LifecycleConfiguration>${s3RulesXml(each)}</LifecycleConfiguration>`, 'LifecycleConfiguration')
        expect(readS3Lifecycle(s3).rules).toEqual(each)
      }),
    )
  })
  it('reads as what was put: referers', async () => {
    const configuration: fc.Arbitrary<RefererConfiguration> = fc.record({
      allowEmptyReferer: fc.boolean(),
      allowTruncateQueryString: fc.boolean(),
      truncatePath: fc.boolean(),
      referers: fc.array(word, { maxLength: 4 }),
      blacklist: fc.array(word, { maxLength: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(configuration, async (each) => {
        expect(readRefererConfiguration(await parse(refererConfigurationXml(each), 'RefererConfiguration'))).toEqual(each)
      }),
    )
  })
  it('reads as what was put: tags, whose white space counts', async () => {
    const tags = fc.dictionary(word, fc.array(fc.constantFrom('a', ' ', '<', '&', '\t'), { maxLength: 8 }).map((parts) => parts.join('')), { maxKeys: 20 })
    await fc.assert(
      fc.asyncProperty(tags, async (each) => {
        expect(readBucketTagging(await parse(taggingXml(each), 'Tagging'))).toEqual({ ...each })
      }),
    )
  })
  it('reads as what was put: block public access and payer', async () => {
    for (const blockPublicAccess of [true, false]) {
      expect(readPublicAccessBlock(await parse(publicAccessBlockXml({ blockPublicAccess }), 'PublicAccessBlockConfiguration'))).toEqual({ blockPublicAccess })
    }
    for (const payer of ['Requester', 'BucketOwner'] as const) {
      expect(readRequestPayment(await parse(requestPaymentXml({ payer }), 'RequestPaymentConfiguration'))).toEqual({ payer })
    }
  })
})
