// The last line of `npm test`, from what vitest wrote down.

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }} Report vitest's JSON report
 */

/**
 * How many tests went which way. A file that could not be loaded, or an error outside every test, has no failed
 * test to show for it: it counts as one, so that a red run never reads `0 failed`.
 * @param {Report} report
 * @param {number} exitCode vitest's own
 * @returns {Tally}
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
 * @param {Tally} sum which is changed
 * @param {Readonly<Tally>} more
 */
export function addTally(sum, more) {
  sum.passed += more.passed;
  sum.failed += more.failed;
  sum.skipped += more.skipped;
}

/**
 * Such as `123 passed, 0 failed` or `120 passed, 1 failed, 2 skipped`.
 * @param {Tally} tally
 */
export function tallyLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
