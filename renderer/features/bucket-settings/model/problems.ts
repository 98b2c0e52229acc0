import type { CorsRuleView } from '../../../../electron/contract/bucket-settings.ts'
import { settingRequest } from '../../../../electron/contract/setting-request.ts'
import { corsTextProblem, parseCorsMaxAge, type CorsElement } from '../../../../storage-core/model/cors-rules.ts'
import { limits } from '../../../../storage-core/model/limits.ts'
import { bucketTagRules, tagProblem } from '../../../../storage-core/model/tag-rules.ts'
import { utf8Length } from '../../../../storage-core/model/utf8.ts'
import { settingOf, type SettingForm, type SettingForms } from './forms.ts'

export type ProblemCode =
  | 'noOrigin'
  | 'noMethod'
  | 'notHeaderText'
  | 'twoWildcards'
  | 'wildcard'
  | 'maxAge'
  | 'tooManyRules'
  | 'documentTooLong'
  | 'emptyKey'
  | 'longKey'
  | 'longValue'
  | 'notAllowed'
  | 'repeatedKey'
  | 'tooManyTags'

/** Why the service would refuse a setting, by its own rules. */
export interface SettingProblem {
  readonly code: ProblemCode
  /** Position of the rule or tag, from 0. */
  readonly item?: number
  /** The text that is wrong, or the most that there may be. */
  readonly value?: string
}

/** Everything the service would refuse of a form. */
export function problemsOf(form: SettingForm): readonly SettingProblem[] {
  if (form.name === 'cors') return corsProblems(form)
  if (form.name === 'tags') return tagProblems(form)
  return []
}

function corsProblems(form: SettingForms['cors']): SettingProblem[] {
  const setting = settingOf(form)
  const problems = setting.rules.flatMap(ruleProblems)
  if (setting.rules.length > limits.corsRulesMax) problems.push({ code: 'tooManyRules', value: String(limits.corsRulesMax) })
  if (utf8Length(settingRequest('oss', setting).body ?? '') > limits.corsDocumentMaxBytes) problems.push({ code: 'documentTooLong', value: String(limits.corsDocumentMaxBytes) })
  return problems
}

function ruleProblems(rule: CorsRuleView, item: number): SettingProblem[] {
  const texts = (element: CorsElement, list: readonly string[]): SettingProblem[] =>
    list.flatMap((value) => {
      const code = corsTextProblem(element, value)
      return code === undefined ? [] : [{ code, item, value }]
    })
  const { allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds } = rule
  return [
    ...(allowedOrigins.length === 0 ? [{ code: 'noOrigin' as const, item }] : []),
    ...(allowedMethods.length === 0 ? [{ code: 'noMethod' as const, item }] : []),
    ...texts('AllowedOrigin', allowedOrigins),
    ...texts('AllowedHeader', allowedHeaders),
    ...texts('ExposeHeader', exposeHeaders),
    ...(maxAgeSeconds !== undefined && parseCorsMaxAge(String(maxAgeSeconds)) === undefined ? [{ code: 'maxAge' as const, item, value: String(limits.corsMaxAgeMaxSeconds) }] : []),
  ]
}

function tagProblems({ rows }: SettingForms['tags']): SettingProblem[] {
  const filled = rows.map((row, item) => ({ ...row, item })).filter(({ key, value }) => key !== '' || value !== '')
  const problems = filled.flatMap(({ key, value, item }): SettingProblem[] => {
    const code = tagProblem(bucketTagRules, key, value)
    if (code !== undefined) return [{ code, item, value: key }]
    return filled.some((other) => other.item < item && other.key === key) ? [{ code: 'repeatedKey', item, value: key }] : []
  })
  if (filled.length > bucketTagRules.maxCount) problems.push({ code: 'tooManyTags', value: String(bucketTagRules.maxCount) })
  return problems
}
