import type { BucketSettingOf } from '../../../../electron/contract/bucket-settings.ts'
import type { CorsConfiguration } from '../../../../storage-core/model/bucket-settings.ts'
import { corsHeaders, judgeCorsRules, matchCorsRule, parseHeaderNames, type CorsHeaders, type CorsVerdict } from '../../../../storage-core/policy/cors.ts'

/** What a page in a browser would ask. */
export interface TriedPage {
  readonly origin: string
  readonly method: string
  /** As in Access-Control-Request-Headers: names with commas between. */
  readonly headers: string
}

export interface CorsTrial {
  /** Position of the rule that answers, from 0. */
  readonly rule: number | undefined
  /** Of the answer to the preflight request; none when it is refused. */
  readonly preflight: CorsHeaders | undefined
  /** Of the answer to the request itself, which is sent only when the preflight was answered. */
  readonly answer: CorsHeaders | undefined
  /** What each rule says. */
  readonly verdicts: readonly CorsVerdict[]
}

/** The rules as the store's matcher takes them. */
function configurationOf({ rules, responseVary }: BucketSettingOf<'cors'>): CorsConfiguration {
  return { responseVary, rules: rules.map(({ maxAgeSeconds, ...rule }) => ({ ...rule, ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }) })) }
}

/** Asks the store's own matcher what a page of another origin would be told. */
export function tryCors(setting: BucketSettingOf<'cors'>, { origin, method, headers }: TriedPage): CorsTrial {
  const cors = configurationOf(setting)
  const preflight = { origin, method, headers: parseHeaderNames(headers) }
  const match = matchCorsRule(cors, preflight)
  const request = { origin, method }
  const answering = match && matchCorsRule(cors, request)
  return {
    rule: match?.index,
    preflight: match && corsHeaders(cors, match, preflight),
    answer: answering && corsHeaders(cors, answering, request),
    verdicts: judgeCorsRules(cors, preflight),
  }
}
