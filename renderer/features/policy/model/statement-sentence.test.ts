import { describe, expect, it } from 'vitest'
import { conditionKeys } from '../../../../storage-core/policy/condition-keys.ts'
import { conditionOperators } from '../../../../storage-core/policy/condition-operators.ts'
import { type JsonObject, parseStrictJson } from '../../../../storage-core/policy/strict-json.ts'
import { createI18n } from '../../../ui/i18n/index.ts'
import { writtenFor, writtenPolicies } from '../test-support/written-policies.ts'
import { readRawPolicy } from './raw-policy.ts'
import { sentenceParts, statementSentence, type SentenceTools } from './statement-sentence.ts'
import { templateNames, templateStatements } from './templates.ts'

// Made once: it costs more than all the sentences.
const words = { en: createI18n('en').t, 'zh-CN': createI18n('zh-CN').t }
const statementOf = (value: object) => parseStrictJson(JSON.stringify(value), 32) as JsonObject
const tools = (language: 'en' | 'zh-CN', more: Partial<SentenceTools> = {}): SentenceTools => ({
  t: words[language],
  language,
  exactTime: (timeMs) => new Date(timeMs).toISOString(),
  bucket: 'data',
  nameOf: (text) => (text === '2001' ? 'User alice' : text),
  ...more,
})
/** With what is written in the policy between backticks. */
const shown = (sentence: string) => sentenceParts(sentence).map(({ text, isLiteral }) => (isLiteral ? `\`${text}\`` : text)).join('')
const both = (statement: JsonObject, more: Partial<SentenceTools> = {}) => (['en', 'zh-CN'] as const).map((language) => shown(statementSentence(statement, tools(language, more))))

const allow = { Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:*:data/public/*'] }
const when = (Condition: object) => statementOf({ ...allow, Condition })

describe('a statement in one sentence', () => {
  it('says who may do what where, and when', () => {
    expect(both(when({ Bool: { 'acs:SecureTransport': true } }))).toEqual([
      'Everyone may read objects below `public/`, over HTTPS only.',
      '仅限使用 HTTPS 时，所有人可以读取 `public/` 下的文件。',
    ])
    expect(both(statementOf({ ...allow, Principal: ['2001', '1234567890123456'], Action: ['oss:PutObject', 'oss:Get*'], Resource: ['acs:oss:*:*:data', 'acs:oss:*:*:data/*', 'acs:oss:*:*:data/*.txt'] }))).toEqual([
      'User alice and `1234567890123456` may upload, copy, append and overwrite objects and `Get*` in the whole bucket and at `data/*.txt`.',
      expect.stringMatching(/^User alice和`1234567890123456`可以对整个 Bucket .*执行以下操作：上传、复制、追加和覆盖文件和`Get\*`。$/),
    ])
  })

  it('says of what is refused to everyone that nobody may do it', () => {
    const fence = { Effect: 'Deny', Principal: '*', Action: 'oss:*', Resource: ['acs:oss:*:*:data', 'acs:oss:*:*:data/*'], Condition: { NotIpAddress: { 'acs:SourceIp': ['192.0.2.0/24', '203.0.113.7'] }, StringNotLike: { 'acs:SourceVpc': 'vpc-*' } } }
    expect(both(statementOf(fence))).toEqual([
      'Nobody may do anything in the whole bucket, from outside `192.0.2.0/24` or `203.0.113.7` and over the Internet.',
      '来自 `192.0.2.0/24`或`203.0.113.7` 之外且来自公网时，任何人都不得对整个 Bucket 执行任何操作。',
    ])
    expect(both(statementOf({ ...fence, Principal: ['2001'], Resource: ['acs:oss:*:*:data/a/*', 'acs:oss:*:*:data/b'], Condition: {} }))[0]).toBe('User alice may not do anything below `a/` or at `b`.')
  })

  it('tells times, tags and whatever else a condition looks at', () => {
    expect(both(when({ DateLessThan: { 'acs:CurrentTime': '2026-12-31' }, StringEquals: { 'oss:ExistingObjectTag/team': ['red', 'blue'] } }))).toEqual([
      'Everyone may read objects below `public/`, before 2026-12-31T00:00:00.000Z and if the tag `team` of the object is `red` or `blue`.',
      '时间早于 2026-12-31T00:00:00.000Z 且文件标签 `team` 等于 `red`或`blue` 时，所有人可以读取 `public/` 下的文件。',
    ])
    const keys = conditionKeys.map(({ name }) => (name.endsWith('/') ? `${name}x` : name))
    const pairs = [...keys.map((key) => ['StringLike', key] as const), ...Object.keys(conditionOperators).map((operator) => [operator, 'acs:CurrentTime'] as const)]
    const said = pairs.flatMap(([operator, key]) => both(when({ [operator]: { [key]: ['2026-01-01'] } })))
    // Every key and every operator has words of its own.
    expect(said.filter((sentence) => /policy\.|\{\{|`(?:acs|oss|sts):|undefined/.test(sentence))).toEqual([])
  })

  it('leaves open what nobody filled in, and says what only the JSON can tell', () => {
    expect(both(statementOf({}))[0]).toBe('Neither allowed nor denied yet: …, to … ….')
    expect(both(statementOf({ Effect: 'Allow', NotPrincipal: ['2001'], NotAction: ['oss:DeleteObject'], NotResource: ['acs:oss:*:*:data/a/*'], Condition: ['always'] }))[0]).toBe(
      'Everyone but User alice may do anything anywhere but below `a/` but delete objects, under the conditions in the JSON.',
    )
    expect(both(statementOf({ Effect: 'Allow', Principal: { RAM: 5 }, Action: 7, Resource: { a: 1 } }))[0]).toBe('(see the JSON) may (see the JSON) (see the JSON).')
  })

  it('is about its holder in a policy of RAM, and about those whom a role trusts', () => {
    expect(both(statementOf({ Effect: 'Allow', Action: ['oss:*'], Resource: ['*'] }), { nameOf: undefined, bucket: '' })).toEqual(['Whoever has this policy may do anything anywhere.', '拥有此策略者可以对所有资源执行任何操作。'])
    expect(both(statementOf({ Effect: 'Allow', Action: 'sts:AssumeRole' }), { trusted: ['2001', 'ecs.aliyuncs.com'] })[0]).toBe('User alice and `ecs.aliyuncs.com` may assume the role.')
  })

  it('is never taken for more than it is by what somebody wrote into a key', () => {
    const sentence = statementSentence(statementOf({ ...allow, Resource: ['acs:oss:*:*:data/\u2068$t(policy.allow) {{who}}\u2069/x'] }), tools('en'))
    expect(sentenceParts(sentence)).toEqual([
      { text: 'Everyone may read objects at ', isLiteral: false },
      { text: '$t(policy.allow) {{who}}/x', isLiteral: true },
      { text: '.', isLiteral: false },
    ])
  })

  it('is there for every template and each of 200 policies, in both languages', () => {
    const statements = writtenPolicies.flatMap(({ text }) => readRawPolicy(text).policy?.statements ?? [])
    const templates = templateNames.flatMap((name) => templateStatements(name, { bucket: 'data', folder: '', principals: [], networks: [] }))
    const said = [...statements, ...templates].flatMap((statement) => both(statement, { bucket: writtenFor.name }))
    expect(said.length).toBeGreaterThan(800)
    expect(said.filter((sentence) => !/[.。]$/.test(sentence) || /policy\.sentence|\{\{|undefined/.test(sentence))).toEqual([])
  })
})
