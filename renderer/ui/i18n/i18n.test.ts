import { describe, expect, it } from 'vitest'
import { parseSync } from '@swc/core'
import { errorTable, storageFullMessage, type OssErrorCode } from '../../../storage-core/model/error-table.ts'
import { describeError } from '../describe-error.ts'
import { catalogue as en } from './en/index.ts'
import { createI18n, languageOf, languages } from './index.ts'
import { catalogue as zhCn } from './zh-cn/index.ts'

type Tree = { readonly [key: string]: string | Tree }
const flatten = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flatten(value, `${path}${key}.`)))

const english = new Map(flatten(en))
const chinese = new Map(flatten(zhCn))
const variables = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1] ?? '').toSorted()

describe('catalogues', () => {
  it('have the same keys but for the singular, which Chinese does not have', () => {
    expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].filter((key) => !key.endsWith('_one')).toSorted())
  })

  it('use the same variables in both languages', () => {
    for (const [key, text] of chinese) expect([key, variables(text)]).toEqual([key, variables(english.get(key) ?? '')])
  })

  it('have no empty text and no English left over in Chinese sentences', () => {
    for (const text of [...english.values(), ...chinese.values()]) expect(text.trim()).not.toBe('')
    for (const [key, text] of chinese) if (key.startsWith('errors.')) expect(text).toMatch(/\p{Script=Han}/u)
  })

  it('never shout, plead or apologise', () => {
    for (const [key, text] of english) expect([key, /!|\bplease\b|\boops\b|\bsorry\b/i.test(text)]).toEqual([key, false])
    for (const [key, text] of chinese) expect([key, /！|请稍后再试|抱歉/.test(text)]).toEqual([key, false])
  })

  it('are chosen by the language of the system', () => {
    expect(['zh-CN', 'zh', 'zh-Hant-TW', 'en-GB', 'de', 'zhuang'].map(languageOf)).toEqual(['zh-CN', 'zh-CN', 'zh-CN', 'en', 'en', 'en'])
  })

  it('count in both languages', () => {
    expect(createI18n('en').t('common.objectCount', { count: 1 })).toBe('1 object')
    expect(createI18n('en').t('common.objectCount', { count: 1204 })).toBe('1,204 objects')
    expect(createI18n('zh-CN').t('common.objectCount', { count: 1 })).toBe('1 个文件')
  })
})

describe('keys', () => {
  const code = Object.values(
    import.meta.glob<string>(['../../**/*.{ts,tsx}', '!../../**/*.test.{ts,tsx}', '!../../test-support/**', '!./**'], { query: '?raw', import: 'default', eager: true }),
  ).join('\n')

  it('are all in use', () => {
    const unused = [...english.keys()]
      .map((key) => key.replace(/_(one|other)$/, ''))
      .filter((key) => !key.startsWith('errors.') && !code.includes(`'${key}'`) && !code.includes(`\`${key.slice(0, key.lastIndexOf('.'))}.\${`))
    expect(unused).toEqual([])
  })
})

describe('describeError', () => {
  it.each(languages)('says in %s what happened and what to do for every code of the table', (language) => {
    const { t } = createI18n(language)
    for (const code of Object.keys(errorTable) as OssErrorCode[]) {
      const { what, next } = describeError(code, t)
      expect([code, /[.。]$/.test(what), /[.。]$/.test(next)]).toEqual([code, true, true])
      expect(what).not.toContain('errors.')
    }
  })

  it('keeps the name of a code that only the remote service knows', () => {
    expect(describeError('InternalError', createI18n('en').t, storageFullMessage).what).toBe('The local disk is full.')
    expect(describeError('KmsServiceNotEnabled', createI18n('en').t).what).toContain('KmsServiceNotEnabled')
  })
})

/** Attributes that people read or hear. */
const spokenAttributes = new Set(['title', 'aria-label', 'placeholder', 'label', 'alt', 'okText', 'cancelText', 'hint', 'description'])
const letters = /\p{L}{2,}/u

function spokenLiterals(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(spokenLiterals)
  if (typeof node !== 'object' || node === null) return []
  const record = node as Record<string, unknown>
  const found = Object.values(record).flatMap(spokenLiterals)
  if (record['type'] === 'JSXText' && letters.test(String(record['value']))) found.push(String(record['value']).trim())
  if (record['type'] === 'JSXAttribute') {
    const name = (record['name'] as { value?: string }).value ?? ''
    const value = record['value'] as { type?: string; value?: string } | null
    if (spokenAttributes.has(name) && value?.type === 'StringLiteral' && letters.test(value.value ?? '')) found.push(value.value ?? '')
  }
  return found
}

describe('components', () => {
  const sources = import.meta.glob<string>(['../../**/*.tsx', '!../../**/*.test.tsx', '!../../test-support/**'], { query: '?raw', import: 'default', eager: true })

  it('are all looked at', () => {
    expect(Object.keys(sources).length).toBeGreaterThan(30)
  })

  it.each(Object.entries(sources))('%s holds no text of its own', (_path, source) => {
    expect(spokenLiterals(parseSync(source, { syntax: 'typescript', tsx: true }))).toEqual([])
  })

  it('would be caught with one', () => {
    expect(spokenLiterals(parseSync('const a = <p title="Hello there">Good day</p>', { syntax: 'typescript', tsx: true })).toSorted()).toEqual(['Good day', 'Hello there'])
  })
})
