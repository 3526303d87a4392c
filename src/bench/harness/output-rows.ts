// One row for each benchmark that a program prints, by a pattern with names.
import { FailureError, type Failure } from '../../model/failure.ts';
import type { Benchmark, OutputMetric } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import type { Ran } from '../executor.ts';
import * as say from '../messages/harnesses.ts';
import {
  MOST_ROWS,
  namesRows,
  repeatedNames,
  rowsInOutput,
  SEARCHED,
  searchedStream,
} from '../metric.ts';
import { missingValue } from '../metric-failure.ts';
import { askHarness, type HarnessContext } from './ask-harness.ts';

export type HarnessRow =
  | {
      readonly benchmark: Benchmark;
      /** Seconds that one execution takes at least, where the framework decides it. */
      readonly seconds?: number;
      /** The benchmark whose executions are samples of this row, and of all others that name it. */
      readonly sharing?: Benchmark;
    }
  /** It stands for benchmarks that could not be listed. */
  | { readonly benchmark: Benchmark; readonly failure: Failure };

export interface HarnessRows {
  readonly rows: readonly HarnessRow[];
  readonly warnings: readonly Warning[];
}

/** A benchmark as it is, or where its metric has names one for each that the baseline prints, all of the same executions. */
export async function outputRows(
  template: Benchmark,
  taken: readonly HarnessRow[],
  context: HarnessContext,
): Promise<HarnessRows> {
  const { metric } = template;
  const only = (row: HarnessRow): HarnessRows => ({ rows: [row], warnings: [] });
  if (metric.kind !== 'output' || !namesRows(metric)) return only({ benchmark: template });
  const asked = await askHarness({ ...template, metric: { kind: 'wall' } }, context);
  if ('failure' in asked) return only({ benchmark: template, failure: asked.failure });
  try {
    return printedRows(template, metric, taken, {
      ran: asked.ran,
      target: context.contestant.target,
    });
  } catch (error) {
    if (error instanceof FailureError) return only({ benchmark: template, failure: error.failure });
    throw error;
  }
}

/** @throws {FailureError} where the pattern takes too long. */
function printedRows(
  template: Benchmark,
  metric: OutputMetric,
  taken: readonly HarnessRow[],
  { ran, target }: { readonly ran: Ran; readonly target: string },
): HarnessRows {
  const { bytes } = searchedStream(metric, ran);
  const output = bytes.subarray(0, SEARCHED).toString('utf8');
  const names = rowsInOutput(metric, output);
  if (names.length === 0 || names.length > MOST_ROWS) {
    const missing =
      names.length === 0
        ? ({ why: 'no-names', pattern: metric.pattern } as const)
        : ({ why: 'many-names', most: MOST_ROWS } as const);
    const failure = missingValue(template, target, missing, output);
    return { rows: [{ benchmark: template, failure }], warnings: [] };
  }
  const rows: HarnessRow[] = [];
  for (const name of names) {
    const row = { ...template, name, metric: { ...metric, row: name } };
    rows.push({ benchmark: unlike([...taken, ...rows], row, template), sharing: template });
  }
  return { rows, warnings: repeatedWarning(template, repeatedNames(metric, output)) };
}

function repeatedWarning({ name }: Benchmark, repeated: readonly string[]): readonly Warning[] {
  if (repeated.length === 0) return [];
  return [
    {
      code: 'repeated-names',
      message: say.repeatedNames({ names: repeated }),
      benchmark: name,
    },
  ];
}

/** Names differ within a program: the second of a name is told by the way that it is run. */
export function unlike(
  rows: readonly HarnessRow[],
  row: Benchmark,
  template: Benchmark,
): Benchmark {
  const taken = (name: string): boolean => rows.some(({ benchmark }) => benchmark.name === name);
  if (!taken(row.name)) return row;
  for (let count = 1; ; count++) {
    const name = `${template.name}: ${row.name}${count === 1 ? '' : ` (${count})`}`;
    if (!taken(name)) return { ...row, name };
  }
}
