import { conditionKeys } from '../../../../storage-core/policy/condition-keys.ts'
import { conditionOperators, type ConditionOperatorName, type OperatorFamily } from '../../../../storage-core/policy/condition-operators.ts'

/** The bucket that the policies are for. */
export const writtenFor = { name: 'reports', ownerId: '1000' } as const

/** A policy as somebody could have written it, and which forms are in it. */
export interface WrittenPolicy {
  readonly title: string
  /** As a file has it: with the line breaks and spaces of its author. */
  readonly text: string
  readonly forms: readonly string[]
}

type Form = readonly [name: string, members: Readonly<Record<string, unknown>>]

const who: readonly Form[] = [
  ['everyone as one text', { Principal: '*' }],
  ['everyone in a list', { Principal: ['*'] }],
  ['an empty list of people', { Principal: [] }],
  ['a UID', { Principal: ['1234567890123456'] }],
  ['several UIDs', { Principal: ['1000', '2001', '2002'] }],
  ['one session of a role', { Principal: ['arn:sts::1000:assumed-role/reader/monday'] }],
  ['all sessions of a role', { Principal: ['arn:sts::1000:assumed-role/reader/*', '2001'] }],
  ['an object of RAM names', { Principal: { RAM: ['acs:ram::1000:user/alice'] } }],
  ['people who are excepted', { NotPrincipal: ['1000'] }],
  ['nobody', {}],
]

const what: readonly Form[] = [
  ['an action as one text', { Action: 'oss:GetObject' }],
  ['a list of actions', { Action: ['oss:GetObject', 'oss:ListObjects', 'oss:PutObject'] }],
  ['a wildcard', { Action: ['oss:Get*', 'oss:*Tagging'] }],
  ['every action', { Action: '*' }],
  ['every action of OSS', { Action: ['oss:*'] }],
  ['an action that OSS does not have', { Action: ['oss:ReadObject'] }],
  ['actions that are excepted', { NotAction: ['oss:Delete*', 'oss:PutBucketPolicy'] }],
  ['an action of another service', { Action: ['ecs:Describe*', 'oss:GetObject'] }],
  ['an action that is no text', { Action: [1, { name: 'oss:GetObject' }] }],
]

const where: readonly Form[] = [
  ['the bucket as one text', { Resource: 'acs:oss:*:*:reports' }],
  ['the bucket and what is in it', { Resource: ['acs:oss:*:*:reports', 'acs:oss:*:*:reports/*'] }],
  ['a folder', { Resource: ['acs:oss:*:*:reports/2026/*'] }],
  ['one object', { Resource: ['acs:oss:*:*:reports/2026/年度 "final".pdf'] }],
  ['a pattern', { Resource: ['acs:oss:*:*:reports/*/public/*.png'] }],
  ['a region and an account', { Resource: ['acs:oss:cn-hangzhou:1000:reports/*'] }],
  ['everything', { Resource: ['*'] }],
  ['another bucket', { Resource: ['acs:oss:*:*:elsewhere/*'] }],
  ['resources that are excepted', { NotResource: ['acs:oss:*:*:reports/private/*'] }],
  ['no resource', {}],
]

const named: readonly Form[] = [
  ['no name', {}],
  ['a name', { Sid: 'ReadersOfTheMonth' }],
  ['a name in Chinese with a tab in it', { Sid: '财务\t只读' }],
  ['a name that is no text', { Sid: 7 }],
]

const more: readonly Form[] = [
  ['nothing else', {}],
  ['an element that nobody knows', { Comment: { by: 'alice', on: ['2026-01-02', null, true, 1.5e3] } }],
  ['a large number', { Revision: 12_345 }],
]

/** What OSS refuses, and somebody may have all the same: half of the policies have none of it. */
const refused = new Set([
  'an object of RAM names', 'people who are excepted', 'nobody', 'actions that are excepted', 'an action of another service', 'an action that is no text', 'another bucket',
  'resources that are excepted', 'no resource', 'a name that is no text', 'an element that nobody knows', 'a large number', 'a condition that is a list',
  'an operator that nobody knows', 'an id', 'no version', 'an unknown part behind', 'another version',
])
const usual = (forms: readonly Form[]): readonly Form[] => forms.filter(([name]) => !refused.has(name))

const valuesOf: Readonly<Record<OperatorFamily, readonly unknown[]>> = {
  String: ['exactly-this', ['one', 'two', ''], ['vpc-*', '*/logs/?']],
  Numeric: ['30', ['1', '2.5'], 7, [0, -1]],
  Date: ['2026-01-01T00:00:00Z', ['2026-01-01T00:00:00+08:00', '2030-12-31T23:59:59Z']],
  Bool: ['true', ['false'], true, [false]],
  Ip: ['203.0.113.0/24', ['203.0.113.7', '2001:db8::/32'], ['101.*.*.100']],
}

/** Keys as a condition writes them: those of tags with the name of one. */
const keys = conditionKeys.map(({ name }) => (name.endsWith('/') ? `${name}team` : name))
const operators = Object.keys(conditionOperators) as ConditionOperatorName[]

const at = <Item>(list: readonly Item[], index: number): Item => {
  const item = list[index % list.length]
  if (item === undefined) throw new Error('An empty list has no items')
  return item
}

function conditionOf(index: number, isUsual: boolean): Form {
  if (index % 7 === 0) return ['no condition', {}]
  if (index % 31 === 1) return ['an empty condition', { Condition: {} }]
  if (index % 31 === 2 && !isUsual) return ['a condition that is a list', { Condition: ['always'] }]
  if (index % 31 === 3 && !isUsual) return ['an operator that nobody knows', { Condition: { StringEqualsIfExists: { 'acs:UserAgent': ['curl'] } } }]
  const operator = at(operators, index)
  const values = valuesOf[conditionOperators[operator].family]
  // Two keys of one operator, and another operator beside them.
  const offered = isUsual ? keys.filter((key) => key.startsWith('acs:') || key.startsWith('oss:')) : keys
  const first = { [at(offered, index)]: at(values, index), [at(offered, index + 5)]: at(values, index + 1) }
  // An address alone does not tell the Internet from a VPC.
  const network = operator === 'StringNotLike' ? 'StringLike' : 'StringNotLike'
  return [`${operator} ${at(offered, index)}`, { Condition: { [network]: { 'acs:SourceVpc': ['vpc-*'] }, [operator]: first } }]
}

function statementOf(index: number, isUsual: boolean): { readonly forms: readonly string[]; readonly statement: Readonly<Record<string, unknown>> } {
  const pick = (forms: readonly Form[], by: number): Form => at(isUsual ? usual(forms) : forms, Math.floor(index / by))
  const parts = [
    pick(named, 1),
    ['an effect', { Effect: index % 3 === 1 ? 'Deny' : 'Allow' }] as const,
    pick(who, 1),
    pick(what, 2),
    pick(where, 3),
    conditionOf(index, isUsual),
    pick(more, 5),
  ]
  const entries = parts.flatMap(([, members]) => Object.entries(members))
  // Some write the effect last.
  return { forms: parts.map(([name]) => name), statement: Object.fromEntries(index % 4 === 3 ? entries.toReversed() : entries) }
}

const layouts: readonly ((value: unknown) => string)[] = [
  (value) => JSON.stringify(value, undefined, 2),
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, undefined, '\t').replaceAll('\n', '\r\n'),
  (value) => ` ${JSON.stringify(value, undefined, 4)}\n`,
]

/** 200 policies with one to three statements each, in which every element and each of its forms is found. */
export const writtenPolicies: readonly WrittenPolicy[] = Array.from({ length: 200 }, (_, index) => {
  const isUsual = index % 2 === 0
  const statements = Array.from({ length: (index % 3) + 1 }, (_none, offset) => statementOf(Math.floor(index / 2) + offset * 67, isUsual))
  const Statement = statements.map(({ statement }) => statement)
  const heads: readonly Form[] = [
    ['version before', { Version: '1', Statement }],
    ['statements before', { Statement, Version: '1' }],
    ['an id', { Id: `policy-${String(index)}`, Version: '1', Statement }],
    ['no version', { Statement }],
    ['an unknown part behind', { Version: '1', Statement, Metadata: { tool: 'terraform', applied: [1, 2] } }],
    ['another version', { Version: '2012-10-17', Statement }],
  ]
  const [head, document] = at(isUsual ? usual(heads) : heads, Math.floor(index / 2))
  return { title: `${String(index + 1)}: ${statements[0]?.forms.join(', ') ?? ''}`, text: at(layouts, Math.floor(index / 2))(document), forms: [head, ...statements.flatMap(({ forms }) => forms)] }
})

/** Every form that has to be in one of them at least. */
export const everyForm: readonly string[] = [
  ...[who, what, where, named, more].flatMap((forms) => forms.map(([name]) => name)),
  'no condition', 'an empty condition', 'a condition that is a list', 'an operator that nobody knows',
  'version before', 'statements before', 'an id', 'no version', 'an unknown part behind', 'another version',
]
export { keys as everyKey, operators as everyOperator }
