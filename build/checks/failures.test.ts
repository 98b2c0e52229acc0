import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../setup/project.mjs'
import { countPlaywright, countStep, countVitest } from './count-results.mjs'
import { describeFailures } from './failures.mjs'

const lastLinesOfALog = 28
const tableLines = 9
const secondTryLines = 4

function vitestReport(failed: readonly string[], error = 'AssertionError: expected 1 to be 2') {
  const tests = failed.map((fullName) => ({ status: 'failed', fullName, failureMessages: [error] }))
  return {
    numPassedTests: 1,
    numFailedTests: failed.length,
    numPendingTests: 0,
    testResults: [
      { name: path.join(projectRoot, 'storage-core/x.test.ts'), status: 'failed', assertionResults: [{ status: 'passed', fullName: 'fine' }, ...tests] },
    ],
  }
}

const step = (name: string, result: ReturnType<typeof countStep>) => ({ ...result, name })

describe('what failed, at the end of a run', () => {
  it('says nothing when nothing failed', () => {
    expect(describeFailures([step('types', countStep(0, 'all is well'))])).toEqual([])
  })

  it('names a failed test in full, with its step, its file and the first lines of its error, without colours or frames in packages', () => {
    const error = '\u001b[31mAssertionError: expected 1 to be 2\u001b[0m\n    at storage-core/x.test.ts:3:1\n    at run (/x/node_modules/vitest/a.js:1:1)'
    const lines = describeFailures([step('unit', countVitest(vitestReport(['PutObject keeps the bytes'], error), 1))])
    expect(lines).toEqual([
      'FAILED unit: storage-core/x.test.ts: PutObject keeps the bytes',
      '    AssertionError: expected 1 to be 2',
      '        at storage-core/x.test.ts:3:1',
    ])
  })

  it.each([1, 2, 5, 14, 15, 400])('fits with the table into the last lines of a log, however many failed (%i)', (count) => {
    const names = Array.from({ length: count }, (_, index) => `test ${index}`)
    const lines = describeFailures([step('unit', countVitest(vitestReport(names, 'line\n'.repeat(100)), 1))])
    expect(lines.length).toBeLessThanOrEqual(lastLinesOfALog - tableLines - secondTryLines)
    expect(lines.filter((line) => line.startsWith('FAILED')).length).toBe(count > 14 ? 13 : count)
    expect(lines.at(-1)?.startsWith('and ')).toBe(count > 14)
  })

  it('names a file that could not be loaded, and a hook that failed after its tests passed', () => {
    const report = {
      numPassedTests: 1,
      numFailedTests: 0,
      numPendingTests: 0,
      testResults: [
        { name: path.join(projectRoot, 'a.test.ts'), status: 'failed', message: 'Cannot find module x', assertionResults: [] },
        { name: path.join(projectRoot, 'b.test.ts'), status: 'failed', message: 'afterAll broke', assertionResults: [{ status: 'passed', fullName: 'fine' }] },
      ],
    }
    const result = countVitest(report, 1)
    expect(result.failed).toBe(2)
    expect(describeFailures([step('unit', result)])).toEqual([
      'FAILED unit: a.test.ts: could not be run',
      '    Cannot find module x',
      'FAILED unit: b.test.ts: could not be run',
      '    afterAll broke',
    ])
  })

  it('quotes a program that ended badly although no test failed, and one that left no report', () => {
    const passed = { numPassedTests: 1, numFailedTests: 0, numPendingTests: 0, testResults: [] }
    const output = 'ran 1 file\n\nUnhandled Rejection\nError: the socket broke'
    expect(describeFailures([step('unit', countVitest(passed, 1, output))])).toEqual([
      'FAILED unit: ended with code 1',
      '    Unhandled Rejection',
      '    Error: the socket broke',
    ])
    expect(describeFailures([step('types', countStep(1, 'src/x.ts(1,1): error TS1005'))])).toEqual([
      'FAILED types: ended with code 1',
      '    src/x.ts(1,1): error TS1005',
    ])
    expect(describeFailures([step('e2e', countPlaywright(undefined, 3, 'Fatal error'))])).toEqual([
      'FAILED e2e: wrote no report, ended with code 3',
      '    Fatal error',
    ])
  })

  it('names an end-to-end test with the titles around it', () => {
    const spec = {
      title: 'opens a bucket',
      file: 'e2e/specs/x.spec.ts',
      tests: [{ status: 'unexpected', results: [{ errors: [{ message: 'Error: not visible' }] }] }],
    }
    const report = {
      stats: { expected: 0, unexpected: 1, flaky: 0, skipped: 0 },
      suites: [{ title: 'x.spec.ts', suites: [{ title: 'the list', specs: [spec] }] }],
    }
    expect(describeFailures([step('e2e', countPlaywright(report, 1))])).toEqual([
      'FAILED e2e: e2e/specs/x.spec.ts: the list opens a bucket',
      '    Error: not visible',
    ])
  })
})
