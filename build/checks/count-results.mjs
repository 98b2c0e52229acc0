import path from 'node:path'
import { projectRoot } from '../setup/project.mjs'
import { excerpt, failure } from './failures.mjs'

/** @import { Counts, Failure, PlaywrightReport, PlaywrightSpec, PlaywrightSuite, VitestReport } from './reports.ts' */

/**
 * What a step came to. `failed` is at least 1 when its program ended badly, even if it could not say why; `failures` says
 * which tests those were, `secondTries` which passed only when tried again.
 * @param {number} passed
 * @param {number} failed
 * @param {number} skipped
 * @param {readonly Failure[]} failures
 * @param {readonly Failure[]} secondTries
 * @returns {Counts}
 */
const counts = (passed, failed, skipped, failures = [], secondTries = []) => ({ passed, failed, skipped, failures, secondTries })

/**
 * @param {number} exitCode
 * @param {string} why
 */
const badEnd = (exitCode, why) => failure(`ended with code ${exitCode}`, undefined, why)

/**
 * A step without tests of its own counts as one. `output` is what its program printed.
 * @param {number} exitCode
 */
export const countStep = (exitCode, output = '') =>
  exitCode === 0 ? counts(1, 0, 0) : counts(0, 1, 0, [badEnd(exitCode, excerpt(output, /error/i))])

/**
 * @param {Counts} result
 * @param {number} exitCode
 * @param {string} output
 * @returns {Counts}
 */
function atLeastOneFailure(result, exitCode, output) {
  if (exitCode === 0 || result.failed > 0) return result
  return { ...result, failed: 1, failures: [badEnd(exitCode, excerpt(output, /unhandled|^\s*\w*Error\b/i))] }
}

/**
 * @param {number} exitCode
 * @param {string} output
 */
const noReport = (exitCode, output) => counts(0, 1, 0, [failure(`wrote no report, ended with code ${exitCode}`, undefined, excerpt(output, /error/i))])

/** @param {string} file */
const relative = (file) => path.relative(projectRoot, file).replaceAll('\\', '/')

/**
 * Reads vitest's JSON report. A file that could not even be loaded holds no tests, and counts as one failure.
 * @param {VitestReport | undefined} report
 * @param {number} exitCode
 */
export function countVitest(report, exitCode, output = '') {
  if (report === undefined) return noReport(exitCode, output)
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0)
  const failedFiles = report.testResults.filter((file) => file.status === 'failed')
  const failures = failedFiles.flatMap((file) => {
    const tests = file.assertionResults.filter((test) => test.status === 'failed')
    if (tests.length === 0) return [failure('could not be run', relative(file.name), file.message || excerpt(output, /^\s*\w*Error\b/))]
    return tests.map((test) => failure(test.fullName, relative(file.name), (test.failureMessages ?? []).join('\n')))
  })
  const unrun = failedFiles.filter((file) => file.assertionResults.every((test) => test.status !== 'failed')).length
  return atLeastOneFailure(counts(report.numPassedTests, report.numFailedTests + unrun, skipped, failures), exitCode, output)
}

/**
 * Every spec of a Playwright report with its describes' titles in front.
 * @param {PlaywrightSuite} suite
 * @param {readonly string[]} titles
 * @returns {(PlaywrightSpec & { fullName: string })[]}
 */
function specsOf(suite, titles = []) {
  const below = (suite.suites ?? []).flatMap((child) => specsOf(child, [...titles, child.title ?? '']))
  return [...(suite.specs ?? []).map((spec) => ({ ...spec, fullName: [...titles, spec.title].join(' ') })), ...below]
}

/**
 * Reads Playwright's JSON report. A test that passed at its second try counts as passed, and is named.
 * @param {PlaywrightReport | undefined} report
 * @param {number} exitCode
 */
export function countPlaywright(report, exitCode, output = '') {
  if (report === undefined) return noReport(exitCode, output)
  const { expected, unexpected, flaky, skipped } = report.stats
  const specs = (report.suites ?? []).flatMap((suite) => specsOf(suite))
  /** @param {string} status */
  const having = (status) => specs.filter((spec) => spec.tests.some((test) => test.status === status))
  /** @param {PlaywrightSpec} spec */
  const errorOf = (spec) => spec.tests.flatMap((test) => test.results.flatMap((result) => result.errors.map((error) => error.message))).join('\n')
  /** @param {PlaywrightSpec & { fullName: string }} spec */
  const describe = (spec) => failure(spec.fullName, relative(path.resolve(report.config?.rootDir ?? projectRoot, spec.file)), errorOf(spec))
  const failures = [
    ...having('unexpected').map(describe),
    ...(report.errors ?? []).map((error) => failure('could not be run', error.location?.file && relative(error.location.file), error.message ?? '')),
  ]
  return atLeastOneFailure(counts(expected + flaky, unexpected, skipped, failures, having('flaky').map(describe)), exitCode, output)
}

/**
 * The sum of all steps, and the sentence that ends a run.
 * @param {readonly Counts[]} results
 */
export function summarize(results) {
  /** @param {'passed' | 'failed' | 'skipped'} name */
  const sum = (name) => results.reduce((total, result) => total + result[name], 0)
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  return { failed, line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}` }
}
