// Why an output holds no number to judge an execution by, as a failure.
import type { Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import { visibleText } from '../text/visible-text.ts';
import { noResult, PRINTED_NOTHING, valueMissing, type MissingValue } from './messages/metrics.ts';
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
    ...noResult({ benchmark: name, target, said }),
  };
}

/** @param missing as `valueInOutput` says it */
export function missingValue(
  { name }: Pick<Benchmark, 'name'>,
  target: string,
  missing: MissingValue,
  output: string,
): Failure {
  return {
    code: 'metric-missing',
    ...valueMissing({ benchmark: name, target, missing, searched: SEARCHED }),
    details: output === '' ? PRINTED_NOTHING : firstLines(output),
  };
}

/** The first lines of an output, safe to show. */
export function firstLines(output: string, most = SHOWN_LINES): string {
  const lines = output.split('\n', most + 1);
  const shown = lines.slice(0, most).map((line) => visibleText(line.slice(0, 200)));
  if (lines.length > most) shown.push('…');
  return shown.join('\n');
}
