import { describe, expect, it } from 'vitest'
import { readPolicy, type PolicyRules } from '../../../../storage-core/policy/parse-policy.ts'
import { malformedPolicies } from '../../../../storage-core/policy/test-support/malformed-policies.ts'
import { createI18n } from '../../../ui/i18n/index.ts'
import { problemText } from './problem-text.ts'
import { readRawPolicy } from './raw-policy.ts'

const bucket = { name: 'data', ownerId: '1000' }
const english = createI18n('en').t
const chinese = createI18n('zh-CN').t
const messages = new Set(
  malformedPolicies.flatMap(([kind, text]) => {
    const rules: PolicyRules = kind === 'bucket' ? { kind, bucket } : { kind }
    const { problem } = readRawPolicy(text)
    return [...(readPolicy(text, rules).problems ?? []).map(({ message }) => message), ...(problem === undefined ? [] : [problem])]
  }),
)

describe('what is wrong with a policy', () => {
  it('is said in both languages, whatever it is', () => {
    expect(messages.size).toBeGreaterThan(150)
    const untold = [...messages].filter((message) => [english, chinese].some((t) => problemText(message, t) === undefined))
    expect(untold).toEqual([])
    // Every Chinese sentence is one, with nothing left of the English.
    const mixed = [...messages].filter((message) => {
      const text = problemText(message, chinese) ?? ''
      return !/\p{Script=Han}/u.test(text) || /\b(must|is no|and has|and is|not be)\b/.test(text.replaceAll(/[“"](?:[^"\\]|\\.)*[”"]/g, '')) || text.includes('{{')
    })
    expect(mixed).toEqual([])
  })

  it.each([
    ['Statement[1].Action: "GetObject" is no action; actions are written oss:Name, with * for any run of letters.', 'Action：“GetObject”不是操作名，应写作 oss:Name，可用 * 代表任意字符。'],
    ['The policy is not valid JSON: The document ends too early (line 3, column 7).', 'JSON 提前结束（第 3 行第 7 列）。'],
    ['Statement[0].Condition: Bool, "acs:SecureTransport": must have true or false, and has an object.', 'Condition：Bool 中 acs:SecureTransport 的值应为 true 或 false，现为对象。'],
  ])('keeps what is special about it: %s', (message, expected) => {
    expect(problemText(message, chinese)).toBe(expected)
  })

  it('is left as it is when nobody knows it', () => {
    expect(problemText('The moon is full.', english)).toBeUndefined()
  })
})
