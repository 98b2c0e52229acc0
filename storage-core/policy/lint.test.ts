import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PolicyDocument, Statement } from './document.ts'
import { evaluate } from './evaluate.ts'
import { type FindingCode, lintPolicy, type PolicyFinding } from './lint.ts'
import { parsePolicy, printPolicy } from './parse-policy.ts'
import { requests } from './test-support/policy-arbitraries.ts'

const bucket = { name: 'data', ownerId: '1000' }
const nowMs = Date.UTC(2026, 5)
const reading: Statement = { Effect: 'Allow', Principal: ['1001'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:*:data/*'] }

function lint(...statements: readonly Partial<Statement>[]): PolicyFinding[] {
  const document: PolicyDocument = { Version: '1', Statement: statements.map((statement) => ({ ...reading, ...statement })) }
  // What is linted has to be a policy that OSS takes.
  return lintPolicy({ document: parsePolicy(printPolicy(document), { kind: 'bucket', bucket }), bucket, nowMs })
}

const codes = (findings: readonly PolicyFinding[]) => findings.map(({ code }) => code)
const find = (findings: readonly PolicyFinding[], code: FindingCode) => findings.find((finding) => finding.code === code)

describe('lintPolicy', () => {
  it('finds nothing in a policy that does what it says', () => {
    expect(lint({}, { Effect: 'Deny', Action: ['oss:DeleteObject'] })).toEqual([])
    expect(lint({ Action: ['oss:ListObjects', 'oss:GetObject'], Resource: ['acs:oss:*:*:data', 'acs:oss:*:*:data/*'] })).toEqual([])
  })

  it('offers the names that an unknown action may have meant', () => {
    const finding = find(lint({ Action: ['oss:GetObject', 'oss:PutObjects'] }), 'unknown-action')
    expect(finding).toMatchObject({ severity: 'error', statement: 0, element: 'Action', value: 'oss:PutObjects' })
    expect(finding?.fixes[0]).toMatchObject({ kind: 'replace-value', value: 'oss:PutObject' })
    expect(finding?.fixes[0]?.document.Statement[0]?.Action).toEqual(['oss:GetObject', 'oss:PutObject'])
    expect(finding?.fixes.at(-1)?.document.Statement[0]?.Action).toEqual(['oss:GetObject'])
  })

  it('sees an action for objects beside the bucket alone, and the other way round', () => {
    const objects = find(lint({ Resource: ['acs:oss:*:*:data'] }), 'action-needs-objects')
    expect(objects?.fixes[0]?.document.Statement[0]?.Resource).toEqual(['acs:oss:*:*:data', 'acs:oss:*:*:data/*'])
    const list = find(lint({ Action: ['oss:ListObjects'] }), 'action-needs-bucket')
    expect(list?.fixes[0]).toMatchObject({ kind: 'add-resource', value: 'acs:oss:*:*:data' })
    expect(codes(lint({ Action: ['oss:ListBuckets'] }))).toEqual(['action-of-the-service'])
  })

  it('takes a fix to the end: the fixed document no longer has the finding', () => {
    for (const change of [
      { Resource: ['acs:oss:*:*:data'] },
      { Action: ['oss:ListObjects'] },
      { Action: ['oss:GetObject', 'oss:PutObjects'] },
      { Condition: { StringEquals: { 'oss:Prefix': ['logs/*'] } } },
    ]) {
      for (const { code, fixes } of lint(change)) {
        expect(fixes.length).toBeGreaterThan(0)
        for (const { document } of fixes) {
          const again = lintPolicy({ document: parsePolicy(printPolicy(document), { kind: 'bucket', bucket }), bucket, nowMs })
          expect(codes(again)).not.toContain(code)
        }
      }
    }
  })

  it('names a resource of another bucket, which only a draft can have', () => {
    const document: PolicyDocument = { Version: '1', Statement: [{ ...reading, Resource: ['acs:oss:*:*:date/logs/*'] }] }
    const finding = find(lintPolicy({ document, bucket, nowMs }), 'foreign-resource')
    expect(finding?.fixes[0]).toMatchObject({ kind: 'replace-value', value: 'acs:oss:*:*:data/logs/*' })
  })

  it('finds conditions that no request meets', () => {
    expect(codes(lint({ Condition: { NumericEquals: { 'acs:SecureTransport': ['1'] } } }))).toEqual(['condition-never-met'])
    expect(codes(lint({ Condition: { DateLessThan: { 'acs:CurrentTime': ['2026-01-01T00:00:00Z'] } } }))).toEqual(['condition-expired'])
    expect(codes(lint({ Condition: { DateLessThan: { 'acs:CurrentTime': ['2027-01-01T00:00:00Z'] } } }))).toEqual([])
    expect(codes(lint({ Condition: { DateGreaterThan: { 'acs:CurrentTime': ['2026-01-01T00:00:00Z'] } } }))).toEqual([])
    const wild = find(lint({ Condition: { StringEquals: { 'acs:UserAgent': ['curl/*'] } } }), 'wildcard-compared-exactly')
    expect(wild?.fixes[0]?.document.Statement[0]?.Condition).toEqual({ StringLike: { 'acs:UserAgent': ['curl/*'] } })
  })

  it('names the Deny that makes an Allow idle', () => {
    const deny: Partial<Statement> = { Effect: 'Deny', Principal: ['*'], Action: ['oss:Get*'], Resource: ['*'] }
    expect(find(lint({}, deny), 'shadowed-by-deny')).toMatchObject({ statement: 0, because: 1 })
    expect(codes(lint({}, { ...deny, Condition: { Bool: { 'acs:SecureTransport': ['false'] } } }))).not.toContain('shadowed-by-deny')
    // For everyone does not mean the owner.
    expect(codes(lint({ Principal: ['1000'] }, deny))).not.toContain('shadowed-by-deny')
  })

  it('names the later of two statements that say the same, and the narrower of two that do not', () => {
    expect(lint({}, {})).toMatchObject([{ code: 'redundant', statement: 1, because: 0 }])
    expect(lint({}, { Action: ['oss:GetObject', 'oss:PutObject'] })).toMatchObject([{ code: 'redundant', statement: 0, because: 1 }])
  })

  it('warns of what is open to everyone and of rights to give rights', () => {
    expect(codes(lint({ Principal: ['*'] }))).toEqual(['public-read'])
    expect(codes(lint({ Principal: ['*'], Action: ['oss:PutObject'] }))).toEqual(['public-write'])
    expect(codes(lint({ Action: ['oss:PutObjectAcl'] }))).toEqual(['grants-permissions'])
    expect(codes(lint({ Action: ['oss:*'], Resource: ['*'] }))).toEqual(['grants-everything'])
    expect(codes(lint({ Principal: ['1000'], Action: ['oss:*'], Resource: ['*'] }))).toEqual([])
  })

  it('warns when the account itself could no longer change the policy', () => {
    const finding = find(lint({ Effect: 'Deny', Principal: ['1000', '1001'], Action: ['oss:*'], Resource: ['*'] }), 'locks-out-owner')
    expect(finding?.fixes[0]).toMatchObject({ kind: 'exempt-owner' })
    expect(finding?.fixes[0]?.document.Statement[0]?.Principal).toEqual(['1001'])
    expect(codes(lint({ Effect: 'Deny', Principal: ['*'], Action: ['oss:*'], Resource: ['*'] }))).not.toContain('locks-out-owner')
  })

  it('warns before a policy is full', () => {
    const keys = Array.from({ length: 47 }, (_, index) => `acs:oss:*:*:data/${index}/${'x'.repeat(30)}`)
    const statements = Array.from({ length: 5 }, (_, index) => ({ Principal: [`${2000 + index}`], Resource: keys }))
    expect(find(lint(...statements), 'nearly-full')?.value).toMatch(/^\d+\/16384$/)
  })

  it('calls nothing idle that decides something', { timeout: 60_000 }, () => {
    let removed = 0
    fc.assert(
      fc.property(requests, (request) => {
        const policy = request.bucket?.policy
        if (request.bucket === undefined || policy === undefined) return
        const { name, ownerId } = request.bucket
        const before = evaluate(request).allowed
        for (const { code, fixes } of lintPolicy({ document: policy, bucket: { name, ownerId }, nowMs: request.facts.timeMs })) {
          const idle = code === 'shadowed-by-deny' || code === 'redundant' || code === 'condition-never-met' || code === 'condition-expired'
          const fix = fixes.find(({ kind }) => kind === 'remove-statement')
          if (!idle || fix === undefined) continue
          removed += 1
          expect(evaluate({ ...request, bucket: { ...request.bucket, policy: fix.document } }).allowed).toBe(before)
        }
      }),
      { numRuns: 1500 },
    )
    expect(removed).toBeGreaterThan(100)
  })

  it('calls no action idle that some request is let in by', () => {
    let removed = 0
    fc.assert(
      fc.property(requests, (request) => {
        const policy = request.bucket?.policy
        if (request.bucket === undefined || policy === undefined) return
        const { name, ownerId } = request.bucket
        const before = evaluate(request).allowed
        const dead = new Set<FindingCode>(['unknown-action', 'action-needs-objects', 'action-needs-bucket', 'action-of-the-service'])
        for (const { code, fixes } of lintPolicy({ document: policy, bucket: { name, ownerId }, nowMs })) {
          const fix = fixes.find(({ kind }) => kind === 'remove-value' || kind === 'remove-statement')
          if (!dead.has(code) || fix === undefined) continue
          removed += 1
          expect(evaluate({ ...request, bucket: { ...request.bucket, policy: fix.document } }).allowed).toBe(before)
        }
      }),
      { numRuns: 1000 },
    )
    expect(removed).toBeGreaterThan(100)
  })
})
