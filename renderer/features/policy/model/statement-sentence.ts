import type { TFunction } from 'i18next'
import { findConditionKey } from '../../../../storage-core/policy/condition-keys.ts'
import { parseIsoDate } from '../../../../storage-core/policy/iso-date.ts'
import type { JsonObject } from '../../../../storage-core/policy/strict-json.ts'
import { actionSaid } from './action-words.ts'
import { type ConditionRow, type Place, placeOf, type StatementView, textsOf, viewOf } from './statement-view.ts'
import { splitTagKey } from './tag-key.ts'

/** What a sentence about a statement is put together with. */
export interface SentenceTools {
  readonly t: TFunction
  /** Of the window, for lists. */
  readonly language: string
  readonly exactTime: (timeMs: number) => string
  /** The bucket whose policy it is; empty for one of RAM. */
  readonly bucket: string
  /** How somebody is called; undefined where the policy is attached to whom it is for. */
  readonly nameOf: ((text: string) => string) | undefined
  /** Whom a role trusts, where the statement is of a trust policy in a form that can be shown. */
  readonly trusted?: readonly string[] | undefined
}

// Isolates (Unicode 6.3, UAX #9): nobody sees them, and they keep names that are written from right to left apart from the sentence.
const open = '\u2068'
const close = '\u2069'
const blank = '…'
/** More than this is counted, not told. */
const mostTold = 3

/** Marks a text as one that is written, so that it is told apart from the sentence around it. */
const literal = (text: string): string => `${open}${text.replaceAll(open, '').replaceAll(close, '')}${close}`

export interface SentencePart {
  readonly text: string
  /** A key, a pattern, an address: what somebody wrote. */
  readonly isLiteral: boolean
}

/** The words of a sentence, and what is written in the policy itself. */
export function sentenceParts(sentence: string): readonly SentencePart[] {
  const parts = sentence.split(/([\u2068][^\u2069]*[\u2069])/)
  return parts.flatMap((part): SentencePart[] => (part === '' ? [] : part.startsWith(open) ? [{ text: part.slice(1, -1), isLiteral: true }] : [{ text: part, isLiteral: false }]))
}

/**
 * A statement as one whole sentence: who may do what where, and when. What nobody has filled in yet is left open, and what only
 * the JSON can tell is said to be there.
 */
export function statementSentence(statement: JsonObject, tools: SentenceTools): string {
  const { t } = tools
  const view = viewOf(statement, tools.bucket)
  const who = whoSaid(statement, view, tools)
  const isDenied = view.effect === 'Deny'
  const isNobody = isDenied && who === undefined
  const wording = isNobody ? 'nobody' : isDenied ? 'deny' : view.effect === 'Allow' ? 'allow' : 'unknown'
  const when = whenSaid(view, tools)
  return t(`policy.sentence.${wording}`, { who: who ?? t('policy.everyone'), what: whatSaid(statement, view, tools), when: when === '' ? '' : t('policy.sentence.when', { when }) })
}

type Join = 'conjunction' | 'disjunction'
/** Who may do this and that, and who may do neither this nor that. */
const joinOf = (effect: StatementView['effect']): Join => (effect === 'Deny' ? 'disjunction' : 'conjunction')

/** Several of a kind, few told by name. */
function several(texts: readonly string[], { t, language }: SentenceTools, type: Join): string {
  if (texts.length === 0) return blank
  const told = texts.length > mostTold + 1 ? [...texts.slice(0, mostTold), t('policy.sentence.more', { count: texts.length - mostTold })] : texts
  return new Intl.ListFormat(language, { type }).format(told)
}

/** Undefined for everyone. */
function whoSaid(statement: JsonObject, { principals }: StatementView, tools: SentenceTools): string | undefined {
  const { t, nameOf, trusted } = tools
  if (trusted !== undefined) return several(trusted.map((text) => called(text, nameOf)), tools, 'conjunction')
  if (nameOf === undefined) return t('policy.sentence.holder')
  const but = textsOf(statement.get('NotPrincipal'))
  if (principals?.includes('*') === true) return undefined
  if (principals !== undefined) return several(principals.map((text) => called(text, nameOf)), tools, 'conjunction')
  if (but !== undefined) return t('policy.sentence.whoBut', { who: several(but.map((text) => called(text, nameOf)), tools, 'conjunction') })
  return statement.has('Principal') || statement.has('NotPrincipal') ? t('policy.sentence.inJson') : blank
}

/** A name where there is one. */
function called(text: string, nameOf: SentenceTools['nameOf']): string {
  const name = nameOf?.(text) ?? text
  return name === text ? literal(text) : name
}

function whatSaid(statement: JsonObject, { actions, level, places, effect }: StatementView, tools: SentenceTools): string {
  const { t, trusted } = tools
  if (trusted !== undefined) return t('policy.sentence.assume')
  const join = joinOf(effect)
  const where = whereSaid(statement, places, join, tools)
  const names = (patterns: readonly string[], by: Join) => several(patterns.map((pattern) => actionSaid(pattern, t) ?? literal(pattern.replace(/^oss:/, ''))), tools, by)
  if (actions !== undefined) {
    // Of all that reading is, most statements name this alone.
    const said = actions.length === 1 && actions[0]?.toLowerCase() === 'oss:getobject' ? 'read' : level
    return said === undefined || said === 'custom' ? t('policy.sentence.do', { actions: names(actions, join), where }) : t(`policy.sentence.levels.${said}`, { where })
  }
  const but = textsOf(statement.get('NotAction'))
  if (but !== undefined) return t('policy.sentence.doBut', { actions: names(but, 'disjunction'), where })
  return t('policy.sentence.do', { actions: statement.has('Action') || statement.has('NotAction') ? t('policy.sentence.inJson') : blank, where })
}

function whereSaid(statement: JsonObject, places: readonly Place[] | undefined, join: Join, tools: SentenceTools): string {
  const { t, bucket } = tools
  const but = textsOf(statement.get('NotResource'))
  if (places !== undefined) return placesSaid(places, join, tools)
  if (but !== undefined) return t('policy.sentence.whereBut', { where: placesSaid(but.map((text) => placeOf(text, bucket)), 'disjunction', tools) })
  return statement.has('Resource') || statement.has('NotResource') ? t('policy.sentence.inJson') : blank
}

function placesSaid(places: readonly Place[], join: Join, tools: SentenceTools): string {
  const { t } = tools
  const kinds = new Set(places.map(({ kind }) => kind))
  // The bucket and what is in it are one place to everybody but the policy.
  const isWhole = kinds.has('bucket') && kinds.has('allObjects')
  const told = isWhole ? places.filter(({ kind }) => kind !== 'bucket' && kind !== 'allObjects') : places
  const texts = told.map(({ kind, text }) => t(`policy.sentence.places.${kind}`, { name: literal(kind === 'pattern' ? text.replace(/^acs:oss:\*:\*:/, '') : text) }))
  return several(isWhole ? [t('policy.sentence.places.whole'), ...texts] : texts, tools, join)
}

function whenSaid({ conditions, effect }: StatementView, tools: SentenceTools): string {
  const { t } = tools
  if (conditions === undefined) return t('policy.sentence.whenInJson')
  return conditions.map((row) => conditionSaid(row, effect === 'Allow', tools)).reduce((first, second) => (first === '' ? second : t('policy.sentence.both', { first, second })), '')
}

/** Conditions that have words of their own, by what is compared and how. */
function conditionSaid(row: ConditionRow, isAllowed: boolean, tools: SentenceTools): string {
  const { t } = tools
  const { operator, key, values } = row
  const found = findConditionKey(key)
  const name = found?.key.name ?? key
  const texts = several(values.map(literal), tools, 'disjunction')
  const [only] = values.length === 1 ? values : []
  if (name === 'acs:SecureTransport' && operator === 'Bool' && only !== undefined) {
    return t(`policy.sentence.conditions.${only.toLowerCase() !== 'true' ? 'plain' : isAllowed ? 'onlySecure' : 'secure'}`)
  }
  if (name === 'acs:SourceIp' && values.length > 0 && /^(?:Not)?IpAddress/.test(operator)) return t(`policy.sentence.conditions.${operator.startsWith('Not') ? 'outside' : 'inside'}`, { networks: texts })
  if (name === 'acs:SourceVpc' && only === 'vpc-*' && /^StringNotLike$|^StringLike$/.test(operator)) return t(`policy.sentence.conditions.${operator === 'StringLike' ? 'anyVpc' : 'internet'}`)
  if (name === 'acs:CurrentTime' && only !== undefined && /^Date(?:Less|Greater)Than(?:Equals)?$/.test(operator)) {
    const timeMs = parseIsoDate(only)
    return t(`policy.sentence.times.${operator}`, { defaultValue: '', time: timeMs === undefined ? literal(only) : tools.exactTime(timeMs) })
  }
  const fact = factSaid(key, t)
  const compared = t(`policy.sentence.operators.${operator}`, { defaultValue: t(`policy.operators.${operator}`, { defaultValue: operator }) })
  return t('policy.sentence.conditions.other', { fact, compared, values: found?.key.kind === 'boolean' && only !== undefined ? t(`policy.${only.toLowerCase() === 'true' ? 'yes' : 'no'}`).toLowerCase() : texts })
}

function factSaid(key: string, t: TFunction): string {
  const tag = splitTagKey(key)
  const name = (tag?.base ?? key).replaceAll(/[:/-]/g, '_')
  return t(`policy.sentence.facts.${name}`, { defaultValue: literal(key), name: tag === undefined || tag.tagKey === '' ? blank : literal(tag.tagKey) })
}
