// Why a comparison is inconclusive, in words: beside its interval, since an interval without 1 seems to say otherwise.
import type { BenchmarkResult, Comparison, Run } from '../model/run.ts';
import { fewestRounds } from '../model/significance.ts';
import * as say from './messages/verdicts.ts';

/** Nothing where another verdict, or no interval, needs no explanation. */
export function inconclusiveReason(
  run: Pick<Run, 'programs' | 'settings'>,
  { rounds, stopped }: Pick<BenchmarkResult, 'rounds' | 'stopped'>,
  { verdict, speedup, tail }: Pick<Comparison, 'verdict' | 'speedup' | 'tail'>,
): say.VerdictReason | undefined {
  if (verdict !== 'inconclusive' || speedup === undefined) return undefined;
  if (tail !== undefined) {
    const [often = 0, rarely = 0] = [tail.slow, tail.baselineSlow].sort((a, b) => b - a);
    const { meanSpeedup } = tail;
    return say.oneSideSlow({ often, rarely, rounds: tail.rounds, meanSpeedup });
  }
  if (speedup.low <= 1 && speedup.high >= 1) return say.intervalTooWide(run.settings);
  const comparisons = run.programs
    .flatMap(({ benchmarks }) => benchmarks.flatMap((benchmark) => benchmark.comparisons))
    .filter(({ pValue }) => pValue !== undefined).length;
  const more = { needs: stopped === 'precision' ? 'precision' : 'budget', comparisons } as const;
  const fewest = fewestRounds(comparisons);
  return rounds < fewest ? say.tooFewRounds({ ...more, rounds, fewest }) : say.mayBeChance(more);
}
