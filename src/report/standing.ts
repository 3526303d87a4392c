// What one target came to in one program over all its benchmarks: the facts behind a headline.
import type { BenchmarkResult, Comparison, Interval, ProgramResult } from '../model/run.ts';

/** What one target came to in one program, over all its benchmarks. */
export interface Standing {
  readonly target: string;
  /** The program's one speedup: its geometric mean, or its only benchmark's. Absent where a benchmark has none. */
  readonly speedup?: Interval;
  readonly outcome:
    | 'faster'
    | 'slower'
    | 'no difference'
    | 'inconclusive'
    | 'mixed'
    | 'identical code'
    | 'wrong'
    | 'cannot run'
    | 'unmeasured';
  /** Benchmarks by verdict, for outcomes that need naming. */
  readonly faster: readonly string[];
  readonly slower: readonly string[];
  readonly wrong: readonly string[];
  readonly failed: readonly string[];
  /** Benchmarks in which it was held against the baseline: it ran there, and its output was right. */
  readonly compared: number;
  /** With `identical code`: the target that was measured, unless it is the baseline. */
  readonly sameAs?: string;
}

const UNCOMPARED: ReadonlySet<Comparison['verdict']> = new Set([
  'wrong output',
  'failed',
  'cannot run',
] as const);

/** Whether a benchmark's targets were held against a baseline that ran. */
export function isCompared({ comparisons, failure }: BenchmarkResult): boolean {
  return comparisons.length > 0 && failure === undefined;
}

export function standingOf(program: ProgramResult, target: string, baseline: string): Standing {
  const found = program.benchmarks.filter(isCompared).flatMap(({ benchmark, comparisons }) => {
    const comparison = comparisons.find((each) => each.target === target);
    return comparison === undefined ? [] : [{ name: benchmark.name, comparison }];
  });
  const named = (match: (comparison: Comparison) => boolean): string[] =>
    found.filter(({ comparison }) => match(comparison)).map(({ name }) => name);
  const lists = {
    target,
    faster: named(({ verdict }) => verdict === 'faster'),
    slower: named(({ verdict }) => verdict === 'slower'),
    wrong: named(({ verdict }) => verdict === 'wrong output'),
    failed: named(({ verdict }) => verdict === 'failed'),
    compared: named(({ verdict }) => !UNCOMPARED.has(verdict)).length,
  };
  const comparisons = found.map(({ comparison }) => comparison);
  const [first] = comparisons;
  const all = (verdict: Comparison['verdict']): boolean =>
    comparisons.every((comparison) => comparison.verdict === verdict);
  if (first === undefined) return { ...lists, outcome: 'unmeasured' };
  if (lists.wrong.length + lists.failed.length > 0) return { ...lists, outcome: 'wrong' };
  if (all('cannot run')) return { ...lists, outcome: 'cannot run' };
  if (all('identical code')) {
    const to = first.identicalTo;
    const same = to === undefined || to === baseline ? {} : { sameAs: to };
    return { ...lists, outcome: 'identical code', ...same };
  }
  if (comparisons.length === 1) return single(lists, first);
  return several(
    lists,
    comparisons,
    program.overall.find((mean) => mean.target === target),
  );
}

type Lists = Omit<Standing, 'outcome' | 'speedup'>;

function single(lists: Lists, { verdict, speedup }: Comparison): Standing {
  const outcome =
    verdict === 'faster' || verdict === 'slower' || verdict === 'no difference'
      ? verdict
      : 'inconclusive';
  return { ...lists, outcome, ...(speedup === undefined ? {} : { speedup }) };
}

function several(
  lists: Lists,
  comparisons: readonly Comparison[],
  mean: { readonly speedup: Interval } | undefined,
): Standing {
  const speedup = mean?.speedup;
  const withMean = { ...lists, ...(speedup === undefined ? {} : { speedup }) };
  // A mean alone could be one lucky benchmark short of its correction: some verdict has to agree with it.
  if (speedup !== undefined && speedup.low > 1 && lists.faster.length > 0) {
    return { ...withMean, outcome: 'faster' };
  }
  if (speedup !== undefined && speedup.high < 1 && lists.slower.length > 0) {
    return {
      ...withMean,
      outcome: lists.faster.length > 0 ? 'mixed' : 'slower',
    };
  }
  if (lists.faster.length > 0 || lists.slower.length > 0) return { ...withMean, outcome: 'mixed' };
  const settled = comparisons.every(
    ({ verdict }) => verdict === 'no difference' || verdict === 'identical code',
  );
  return { ...withMean, outcome: settled ? 'no difference' : 'inconclusive' };
}
