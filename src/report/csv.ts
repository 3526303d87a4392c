// A run as CSV (RFC 4180, lines ending in \n): one row per comparison, or one per sample.
import { stringify } from 'csv-stringify/sync';
import type { BenchmarkResult, Comparison, Run, Sample } from '../model/run.ts';
import { measuredFor, shownSpeedup } from './comparison-facts.ts';
import { departing } from './verification-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { variantId, variantOfTarget } from '../model/variant.ts';

type Cell = string | number | undefined;
export type Row = Readonly<Record<string, Cell>>;

const COMPARISON_COLUMNS = [
  'run',
  'program',
  'benchmark',
  'target',
  'baseline',
  'verdict',
  'speedup',
  'speedup_low',
  'speedup_high',
  'p_value',
  'median',
  'spread',
  'unit',
  'peak_memory_bytes',
  'rounds',
  'identical_to',
  'failure',
  'asking_share',
  'asking_share_low',
  'asking_share_high',
  'bitcode_only',
  'own_program',
  'objects_compared',
  'objects_departing',
  'program_index',
  'benchmark_index',
  'target_index',
] as const;

/**
 * One row per program, benchmark and target, full precision: the interval is 95 %, `spread` the median absolute deviation, `unit`
 * (`ns` for times) that of median and spread. Code identical to the baseline's has no speedup. `asking_share` is the factor of the
 * speedup that comes from files that look at the target, `bitcode_only` 1 where their code was not made for it. `own_program` says how
 * the baseline stands to the project's own program: `same`, `different` or `not compared`. Of the program's objects `objects_compared` were compared with direct builds; `objects_departing` of the target's are other code.
 * The indices are the places in the JSON's `programs`, `benchmarks` and `comparisons`, from 0: names are written so that they steer nothing.
 */
export function csvReport(run: Run): string {
  const rows = run.programs.flatMap((program, programIndex) =>
    program.benchmarks.flatMap((result, benchmarkIndex) =>
      result.comparisons.map((comparison, targetIndex) => ({
        run: run.id,
        program: program.name,
        benchmark: result.benchmark.name,
        target: comparison.target,
        baseline: run.baseline,
        ...comparisonCells(result, comparison),
        bitcode_only: run.settings.bitcodeOnly === true ? 1 : 0,
        own_program: program.ownProgram?.state,
        objects_compared: program.verification?.compared,
        objects_departing:
          program.verification === undefined ? undefined : departing(program, comparison.target),
        program_index: programIndex,
        benchmark_index: benchmarkIndex,
        target_index: targetIndex,
      })),
    ),
  );
  return csv(rows, COMPARISON_COLUMNS);
}

function comparisonCells(result: BenchmarkResult, comparison: Comparison): Row {
  const speedup = shownSpeedup(result, comparison);
  const measured = measuredFor(result, comparison);
  const { metric } = result.benchmark;
  return {
    verdict: comparison.verdict,
    speedup: speedup?.estimate,
    speedup_low: speedup?.low,
    speedup_high: speedup?.high,
    p_value: comparison.pValue,
    median: measured?.median,
    spread: measured?.spread,
    unit: metric.kind === 'output' ? (metric.unit ?? '') : 'ns',
    peak_memory_bytes: measured?.peakMemory,
    rounds: result.rounds,
    identical_to: comparison.identicalTo,
    failure: comparison.failure?.message,
    asking_share: speedup === undefined ? undefined : measured?.askingShare?.estimate,
    asking_share_low: speedup === undefined ? undefined : measured?.askingShare?.low,
    asking_share_high: speedup === undefined ? undefined : measured?.askingShare?.high,
  };
}

const SAMPLE_COLUMNS = [
  'run',
  'program',
  'benchmark',
  'target',
  'round',
  'position',
  'wall_ns',
  'user_ns',
  'system_ns',
  'peak_memory_bytes',
  'value',
  'variant',
  'program_index',
  'benchmark_index',
] as const;

/** One row per timed execution of what stands for a target, in the order they ran; hardware counters follow as columns `counter_<name>`. */
export function csvSamples(run: Run): string {
  const counters = new Set<string>();
  const targetOf = new Map(
    run.targets.map(({ name }) => [variantId(variantOfTarget(name, run.settings)), name]),
  );
  const rows = run.programs.flatMap((program, programIndex) =>
    program.benchmarks.flatMap(({ benchmark, samples }, benchmarkIndex) =>
      samples.flatMap((sample): Row[] => {
        const target = targetOf.get(sample.variant);
        if (target === undefined) return [];
        const counted = counterCells(sample);
        for (const name of Object.keys(counted)) counters.add(name);
        return [
          {
            run: run.id,
            program: program.name,
            benchmark: benchmark.name,
            target,
            round: sample.round,
            position: sample.position,
            wall_ns: sample.wall,
            user_ns: sample.user,
            system_ns: sample.system,
            peak_memory_bytes: sample.peakMemory,
            value: sample.value,
            variant: sample.variant,
            program_index: programIndex,
            benchmark_index: benchmarkIndex,
            ...counted,
          },
        ];
      }),
    ),
  );
  return csv(rows, [...SAMPLE_COLUMNS, ...[...counters].sort()]);
}

function counterCells({ counters }: Sample): Row {
  return Object.fromEntries(
    Object.entries(counters ?? {}).map(([name, count]) => [`counter_${visibleText(name)}`, count]),
  );
}

export function csv(rows: readonly Row[], columns: readonly string[]): string {
  // Arrays rather than objects: csv-stringify reads dots in a column's name as a path.
  const cells = rows.map((row) => columns.map((column) => cellText(row[column])));
  return stringify([[...columns], ...cells]);
}

function cellText(cell: Cell): string | number {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : '';
  const text = visibleText(cell ?? '');
  return FORMULA.test(text) ? `'${text}` : text;
}

/**
 * What a spreadsheet would compute, and perhaps run: the quote keeps it text. A name such as `-9 a.txt` that calls nothing stays as
 * the JSON has it.
 */
const FORMULA = /^(?:[=\uff1d]|[-+@\uff0d\uff0b\uff20].*[(|!])/u;
