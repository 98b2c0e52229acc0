import { ossError, type OssError } from '../../model/oss-error.ts'
import { isJsonNumber, isJsonObject, JsonSyntaxError, parseStrictJson, type JsonObject, type JsonValue } from '../../policy/strict-json.ts'
import { ossActions } from './policy-actions.ts'

const versions: ReadonlySet<JsonValue | undefined> = new Set(['2012-10-17', '2008-10-17', undefined])
const maxDepth = 16

/**
 * A bucket policy in S3's language (AWS Identity and Access Management User Guide, "IAM JSON policy elements") as OSS would
 * have it. What cannot be said in OSS's language is refused: a policy that means something else would be worse than none.
 * @returns undefined for what is not in S3's language; OSS's own reader finds out what it is
 * @throws OssError InvalidPolicyDocument
 */
export function translatePolicy(source: string): string | undefined {
  const policy = readJson(source)
  if (!isJsonObject(policy) || !versions.has(policy.get('Version'))) return undefined
  for (const name of policy.keys()) if (!['Version', 'Id', 'Statement'].includes(name)) throw refused(`${name} is no element of a policy.`)
  const statements = listOf(policy.get('Statement'))
  if (statements.length === 0) throw refused('it has no statement.')
  return JSON.stringify({ Version: '1', Statement: statements.flatMap(translateStatement) }, undefined, 2)
}

function readJson(source: string): JsonValue {
  try {
    return parseStrictJson(source, maxDepth)
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null
    throw error
  }
}

function translateStatement(value: JsonValue): readonly unknown[] {
  if (!isJsonObject(value)) throw refused('a statement is no object.')
  for (const name of value.keys()) {
    if (!['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'].includes(name)) throw refused(`${name} has no counterpart in OSS.`)
  }
  const sid = value.get('Sid')
  const condition = value.get('Condition')
  const statement = {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: value.get('Effect'),
    Principal: translatePrincipal(value.get('Principal')),
    Action: [...new Set(textsOf(value.get('Action'), 'Action').flatMap(ossActions))],
    Resource: textsOf(value.get('Resource'), 'Resource').map(translateResource),
  }
  if (condition === undefined) return [statement]
  return withNetworks(translateCondition(condition), statement.Effect).map((each) => ({ ...statement, Condition: each }))
}

type Condition = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/**
 * OSS wants whoever speaks of addresses to say which network they are of. S3 means those of the Internet; so what is allowed
 * to an address is allowed there only, and what is denied to one is denied in every network.
 */
function withNetworks(condition: Condition, effect: JsonValue | undefined): readonly Condition[] {
  const keys = Object.values(condition).flatMap((each) => Object.keys(each))
  if (!keys.includes('acs:SourceIp') || keys.includes('acs:SourceVpc')) return [condition]
  const within = (operator: 'StringLike' | 'StringNotLike') => ({ ...condition, [operator]: { ...condition[operator], 'acs:SourceVpc': ['vpc-*'] } })
  return effect === 'Deny' ? [within('StringNotLike'), within('StringLike')] : [within('StringNotLike')]
}

function translatePrincipal(value: JsonValue | undefined): readonly string[] {
  if (value === '*') return ['*']
  if (!isJsonObject(value) || value.size === 0) throw refused('Invalid principal in policy.')
  return [...value].flatMap(([kind, names]) => {
    if (kind !== 'AWS' && kind !== 'CanonicalUser') throw refused(`Invalid principal in policy: ${kind} has no counterpart in OSS.`)
    return textsOf(names, 'Principal').map((name) => {
      const account = name === '*' ? '*' : (/^arn:aws[a-z-]*:iam::(\d+):root$/.exec(name)?.[1] ?? /^\d+$/.exec(name)?.[0])
      if (account === undefined) throw refused(`Invalid principal in policy: ${JSON.stringify(name)} is no account.`)
      return account
    })
  })
}

function translateResource(text: string): string {
  const relative = /^arn:aws[a-z-]*:s3:::([^$?]+)$/.exec(text)?.[1]
  if (relative === undefined) throw refused(`Policy has invalid resource: ${JSON.stringify(text)}.`)
  return `acs:oss:*:*:${relative}`
}

const conditionKeys: Readonly<Record<string, string>> = {
  'aws:currenttime': 'acs:CurrentTime',
  'aws:securetransport': 'acs:SecureTransport',
  'aws:sourceip': 'acs:SourceIp',
  'aws:sourcevpc': 'acs:SourceVpc',
  'aws:useragent': 'acs:UserAgent',
  's3:delimiter': 'oss:Delimiter',
  's3:prefix': 'oss:Prefix',
}
const tagKeys: Readonly<Record<string, string>> = {
  's3:existingobjecttag': 'oss:ExistingObjectTag',
  's3:requestobjecttag': 'oss:RequestObjectTag',
}

/** The operators that OSS has are called the same; it refuses the others itself. */
function translateCondition(value: JsonValue): Condition {
  if (!isJsonObject(value)) throw refused('Condition is no object.')
  return membersOf(value, (keys) => {
    if (!isJsonObject(keys)) throw refused('Condition is no object of objects.')
    return membersOf(keys, (values) => listOf(values).map(conditionText), translateKey)
  })
}

function membersOf<T>(object: JsonObject, translate: (value: JsonValue) => T, rename = (name: string) => name): Record<string, T> {
  const members: Record<string, T> = {}
  for (const [name, value] of object) {
    const key = rename(name)
    if (Object.hasOwn(members, key)) throw refused(`${name} is there twice.`)
    members[key] = translate(value)
  }
  return members
}

function translateKey(name: string): string {
  const slash = name.indexOf('/')
  const lower = (slash < 0 ? name : name.slice(0, slash)).toLowerCase()
  const names = slash < 0 ? conditionKeys : tagKeys
  const found = Object.hasOwn(names, lower) ? names[lower] : undefined
  if (found === undefined) throw refused(`Policy has an invalid condition key: ${JSON.stringify(name)} has no counterpart in OSS.`)
  return slash < 0 ? found : found + name.slice(slash)
}

function conditionText(value: JsonValue): string {
  if (typeof value === 'string') {
    if (value.includes('${')) throw refused(`variables such as ${JSON.stringify(value)} have no counterpart in OSS.`)
    return value
  }
  if (typeof value === 'boolean') return String(value)
  if (isJsonNumber(value)) return value.number
  throw refused('the values of a condition are texts.')
}

function textsOf(value: JsonValue | undefined, element: string): readonly string[] {
  const list = listOf(value)
  if (list.length === 0) throw refused(`Missing required field ${element}.`)
  return list.map((text) => {
    if (typeof text !== 'string') throw refused(`${element} holds something that is no text.`)
    return text
  })
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value]
}

function refused(why: string): OssError {
  return ossError('InvalidPolicyDocument', { message: `The policy cannot be had in OSS: ${why}` })
}
