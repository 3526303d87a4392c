// The values that one execution has for each of the rows that it is a sample of.
import type { Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { CapturedStream } from './executor.ts';
import { NOT_ASKED, SEARCHED, valuesInOutput, type FoundNumber } from './metric.ts';
import { missingValue, saidFailure } from './metric-failure.ts';

export type RowValue = { readonly value?: number } | { readonly failure: Failure };

/** One for each row, in order; without a value where its metric is a time. @param rows that share one pattern, if any */
export function rowValues(
  rows: readonly Benchmark[],
  target: string,
  stdout: CapturedStream,
): readonly RowValue[] {
  const metrics = rows.flatMap(({ metric }) => (metric.kind === 'output' ? [metric] : []));
  if (metrics.length < rows.length) return rows.map(() => ({}));
  const output = stdout.bytes.subarray(0, SEARCHED).toString('utf8');
  const values = valuesInOutput(metrics, output);
  return rows.map((row, index): RowValue => {
    const said = saidFailure(row, target, output);
    if (said !== undefined) return { failure: said };
    const found: FoundNumber = values[index] ?? NOT_ASKED;
    if ('value' in found) return found;
    return { failure: missingValue(row, target, found.missing, output) };
  });
}
