import { describe, expect, it } from 'vitest'
import { countPlaywright, countStep, countVitest, summarize } from './count-results.mjs'
import { describeSecondTries } from './failures.mjs'
import type { VitestReport } from './reports.ts'

const vitestReport = (overrides: Partial<VitestReport> = {}): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults: [] }],
  ...overrides,
})

describe('the sum of a test run', () => {
  it('counts a step without tests of its own as one', () => {
    expect(countStep(0)).toEqual({ passed: 1, failed: 0, skipped: 0, failures: [], secondTries: [] })
    expect(countStep(2)).toMatchObject({ passed: 0, failed: 1, skipped: 0 })
  })

  it('counts a test file that could not be loaded as a failure', () => {
    const report = vitestReport({ testResults: [{ name: 'a.test.ts', status: 'failed', message: 'SyntaxError', assertionResults: [] }] })
    expect(countVitest(report, 1)).toMatchObject({ passed: 3, failed: 1, skipped: 0 })
  })

  it('never calls a run green whose program ended badly', () => {
    expect(countVitest(vitestReport(), 1).failed).toBe(1)
    expect(countVitest(undefined, 0).failed).toBe(1)
    expect(countPlaywright({ stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 } }, 1).failed).toBe(1)
    expect(countPlaywright(undefined, 0).failed).toBe(1)
  })

  it('names an end-to-end test that passed at its second try, and fails one that did not', () => {
    const spec = (title: string, status: string) => ({ title, file: 'a.spec.ts', tests: [{ status, results: [{ errors: [{ message: 'too early' }] }] }] })
    const report = { stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 0 }, suites: [{ specs: [spec('opens', 'flaky'), spec('closes', 'unexpected')] }] }
    const result = countPlaywright(report, 1)
    expect(result).toMatchObject({ passed: 3, failed: 1, failures: [{ name: 'closes' }], secondTries: [{ name: 'opens' }] })
    expect(describeSecondTries([{ ...result, name: 'e2e' }])).toEqual(['SECOND TRY e2e: a.spec.ts: opens'])
  })

  it('ends with one line, and mentions skipped tests only when there are any', () => {
    expect(summarize([countStep(0), countVitest(vitestReport(), 0)])).toEqual({ failed: 0, line: '4 passed, 0 failed' })
    expect(summarize([countVitest(vitestReport({ numPendingTests: 2 }), 0)]).line).toBe('3 passed, 0 failed, 2 skipped')
  })
})
