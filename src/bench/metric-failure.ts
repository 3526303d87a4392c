// Why an output holds no number to judge an execution by, as a failure.
import type { Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import { bytesText } from '../text/bytes-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { failureInOutput, SEARCHED } from './metric.ts';

const SHOWN_LINES = 5;

/** What the output itself says went wrong. */
export function saidFailure(
  { name, metric }: Benchmark,
  target: string,
  output: string,
): Failure | undefined {
  const said = metric.kind === 'output' ? failureInOutput(metric, output) : undefined;
  if (said === undefined) return undefined;
  return {
    code: 'benchmark-crashed',
    message: `Benchmark "${visibleText(name)}" built for ${target} says that it has no result: ${said}`,
    hint: 'Run it by itself to see why; "filter" beside "harness" in retarget.json leaves benchmarks out.',
  };
}

/** @param missing as `valueInOutput` says it, with its hint if it has one */
export function missingValue(
  { name }: Pick<Benchmark, 'name'>,
  target: string,
  missing: string,
  output: string,
  hint?: string,
): Failure {
  const what = hint === undefined ? 'no value' : 'no clear value';
  return {
    code: 'metric-missing',
    message: `Benchmark "${visibleText(name)}" built for ${target} printed ${what} to measure: ${missing}.`,
    hint:
      hint ??
      `Correct "metric" of this benchmark in retarget.json: "pattern" is a regular expression whose first group captures a number above zero in the first ${bytesText(SEARCHED)} of standard output, or of standard error where it does not occur there.`,
    details: output === '' ? '(it printed nothing)' : firstLines(output),
  };
}

/** The first lines of an output, safe to show. */
export function firstLines(output: string, most = SHOWN_LINES): string {
  const lines = output.split('\n', most + 1);
  const shown = lines.slice(0, most).map((line) => visibleText(line.slice(0, 200)));
  if (lines.length > most) shown.push('…');
  return shown.join('\n');
}
