// The last line of `npm test`, from what vitest wrote down.

/**
 * How many tests went which way. A file that could not be loaded, or an error outside every test, has no failed
 * test to show for it: it counts as one, so that a red run never reads `0 failed`.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *           testResults: { status: string, assertionResults: { status: string }[] }[] }} report vitest's JSON report
 * @param {number} exitCode vitest's own
 */
export function tallyOf(report, exitCode) {
  const unloadable = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + unloadable;
  return {
    passed: report.numPassedTests,
    failed: exitCode !== 0 ? Math.max(failed, 1) : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Such as `123 passed, 0 failed` or `120 passed, 1 failed, 2 skipped`.
 * @param {{ passed: number, failed: number, skipped: number }} tally
 */
export function tallyLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
