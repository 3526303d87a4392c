// A bench with a main of its own that lists nothing: run as it is, unless it prints other times each time, as divan does.
import type { Benchmark, Metric } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import type { Ran } from '../executor.ts';
import { unlistedBench } from '../messages/harnesses.ts';
import { valueInOutput } from '../metric.ts';
import { differencesBetween } from '../output-check.ts';
import { ENDS_WELL } from './harness-protocol.ts';
import { treeTimes, type PrintedTime } from './tree-table.ts';

/** A variable of divan's, whose name is in every program with it. */
export const DIVAN = 'DIVAN_SAMPLE_COUNT';

export interface OwnMain {
  readonly benchmarks: readonly { readonly benchmark: Benchmark; readonly seconds?: number }[];
  readonly warnings: readonly Warning[];
}

/** Runs a benchmark once; nothing where it fails, which is told where it is measured. */
type Run = (benchmark: Benchmark) => Promise<Ran | undefined>;

export async function ownMain(
  template: Benchmark,
  words: ReadonlySet<string>,
  run: Run,
): Promise<OwnMain> {
  const whole: OwnMain = { benchmarks: [{ benchmark: template }], warnings: [] };
  const first = await run(template);
  if (first === undefined) return whole;
  const again = await run(template);
  if (again === undefined) return whole;
  const outputs = [first, again].map(({ stdout }) => stdout.bytes.toString('utf8'));
  const seconds = first.wall / 1e9;
  const rows = treeTimes(outputs[0] ?? '').filter(({ metric }) =>
    outputs.every((output) => isRead(metric, output)),
  );
  const isFiltered = words.has(DIVAN) && (await takesFilter(rows[0], template, run));
  if (rows.length > 0) {
    const benchmarks = rows.map((row) => ({
      benchmark: {
        ...{ ...template, name: row.path.join('/'), metric: row.metric, check: ENDS_WELL },
        args: isFiltered ? [...template.args, ...filterOf(row)] : template.args,
      },
      seconds: isFiltered ? seconds / rows.length : seconds,
    }));
    return { benchmarks, warnings: [] };
  }
  const differences = differencesBetween(first.stdout, again.stdout, template.check);
  if (differences === undefined) return whole;
  return {
    benchmarks: [{ benchmark: { ...template, check: ENDS_WELL } }],
    warnings: [
      {
        code: 'harness-unlisted',
        message: unlistedBench({ benchmark: template.name }),
      },
    ],
  };
}

function isRead(metric: Metric, output: string): boolean {
  return metric.kind === 'output' && 'value' in valueInOutput(metric, output);
}

/** A benchmark by its path, as divan takes it; how many threads run it is no part of that. */
function filterOf({ root, path }: PrintedTime): string[] {
  return ['--exact', [root, ...path.filter((name) => !/^t=\d+$/u.test(name))].join('::')];
}

async function takesFilter(
  row: PrintedTime | undefined,
  template: Benchmark,
  run: Run,
): Promise<boolean> {
  if (row === undefined) return false;
  const ran = await run({ ...template, args: [...template.args, ...filterOf(row)] });
  return ran !== undefined && isRead(row.metric, ran.stdout.bytes.toString('utf8'));
}
