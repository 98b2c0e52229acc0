import { describe, expect, it } from 'vitest'
import { actions, type OssAction } from './actions.ts'
import { evaluate, needs } from './evaluate.ts'
import { explain } from './explain.ts'
import type { RequestFacts } from './request.ts'
import { tables } from './test-support/truth-tables/index.ts'
import { requestOf, type Asked, type Who } from './test-support/world.ts'

/** The columns behind a row: `ip=1.2.3.4`, `vpc=vpc-1`, `tls=no`, `acl=private` (of the object), … */
const columns: Record<string, (text: string) => Partial<Omit<Asked, 'facts'>> & { readonly facts?: Partial<RequestFacts> }> = {
  acl: (text) => ({ objectAcl: text as NonNullable<Asked['objectAcl']> }),
  ip: (text) => ({ facts: { sourceIp: text } }),
  vpc: (text) => ({ facts: { sourceVpc: text } }),
  tls: (text) => ({ facts: { secureTransport: text === 'yes' } }),
  agent: (text) => ({ facts: { userAgent: text } }),
  at: (text) => ({ facts: { timeMs: Date.parse(text) } }),
  keyid: (text) => ({ facts: { accessKeyId: text } }),
  mfa: (text) => ({ facts: { mfaPresent: text === 'yes' } }),
  prefix: (text) => ({ facts: { prefix: text === '-' ? '' : text } }),
  delimiter: (text) => ({ facts: { delimiter: text } }),
  wants: (text) => ({ facts: { requestedObjectAcl: text } }),
  bucketwants: (text) => ({ facts: { requestedBucketAcl: text } }),
  tag: (text) => ({ facts: { objectTags: tagsOf(text) } }),
  newtag: (text) => ({ facts: { requestObjectTags: tagsOf(text) } }),
  buckettag: (text) => ({ facts: { bucketTags: tagsOf(text) } }),
  days: (text) => ({ facts: { remainingRetentionDays: Number(text) } }),
}

function tagsOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split(',').map((pair) => pair.split(':') as [string, string]))
}

function readRow(line: string): { readonly asked: Asked; readonly allowed: boolean; readonly reason: string } {
  const [who = '', action = '', key = '', answer = '', reason = '', ...more] = line.trim().split(/\s+/)
  if (answer !== 'yes' && answer !== 'no') throw new Error(`No answer in the row: ${line}`)
  if (!Object.hasOwn(actions, `oss:${action}`)) throw new Error(`No such action: ${action}`)
  let asked: Asked = { who: who as Who, action: `oss:${action}` as OssAction, ...(key === '-' ? {} : { key }) }
  for (const column of more) {
    const [name = '', text = ''] = column.split(/=(.*)/s)
    const read = columns[name]?.(text)
    if (read === undefined) throw new Error(`No such column: ${name}`)
    asked = { ...asked, ...read, facts: { ...asked.facts, ...read.facts } }
  }
  return { asked, allowed: answer === 'yes', reason }
}

const sections = tables.map(({ title, setting, rows }) => ({
  title,
  setting,
  rows: rows.trim().split('\n').map((line) => line.trim().replace(/\s+/g, ' ')),
}))

describe.each(sections)('$title', ({ setting, rows }) => {
  it.each(rows)('%s', (line) => {
    const { asked, allowed, reason } = readRow(line)
    const request = requestOf(asked, setting)
    const decision = evaluate(request)
    expect({ allowed: decision.allowed, reason: decision.reason }).toEqual({ allowed, reason })
    expect(explain(request).decision).toEqual(decision)
    // What is not asked for must not be needed.
    const { objectAcl, objectTags, bucketTags } = needs(request)
    const { objectAcl: itsAcl, facts, ...rest } = request
    const { objectTags: itsTags, bucketTags: itsBucketTags, ...otherFacts } = facts
    const lean = {
      ...rest,
      ...(objectAcl && itsAcl !== undefined ? { objectAcl: itsAcl } : {}),
      facts: {
        ...otherFacts,
        ...(objectTags && itsTags !== undefined ? { objectTags: itsTags } : {}),
        ...(bucketTags && itsBucketTags !== undefined ? { bucketTags: itsBucketTags } : {}),
      },
    }
    expect(evaluate(lean).allowed).toBe(allowed)
  })
})

it('has at least 300 rows, all different', () => {
  const all = sections.flatMap(({ title, rows }) => rows.map((row) => `${title}: ${row}`))
  expect(new Set(all).size).toBe(all.length)
  expect(all.length).toBeGreaterThanOrEqual(300)
})
