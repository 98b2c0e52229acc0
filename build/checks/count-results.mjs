/** What a step came to. `failed` is at least 1 when its program ended badly, even if it could not say why. */
const counts = (passed, failed, skipped) => ({ passed, failed, skipped })

/** A step without tests of its own counts as one. */
export const countStep = (exitCode) => (exitCode === 0 ? counts(1, 0, 0) : counts(0, 1, 0))

function atLeastOneFailure(result, exitCode) {
  return exitCode !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result
}

/** Reads vitest's JSON report. A file that could not even be loaded holds no tests, and counts as one failure. */
export function countVitest(report, exitCode) {
  if (report === undefined) return counts(0, 1, 0)
  const unloadable = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0)
  return atLeastOneFailure(counts(report.numPassedTests, report.numFailedTests + unloadable, skipped), exitCode)
}

/** Reads Playwright's JSON report. A flaky test is a failed one. */
export function countPlaywright(report, exitCode) {
  if (report === undefined) return counts(0, 1, 0)
  const { expected, unexpected, flaky, skipped } = report.stats
  return atLeastOneFailure(counts(expected, unexpected + flaky, skipped), exitCode)
}

/** The sum of all steps, and the sentence that ends a run. */
export function summarize(results) {
  const sum = (name) => results.reduce((total, result) => total + result[name], 0)
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  return { failed, line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}` }
}
