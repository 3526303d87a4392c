// Why a comparison is inconclusive, in words: beside its interval, since an interval without 1 seems to say otherwise.
import type { BenchmarkResult, Comparison, Run } from '../model/run.ts';
import { fewestRounds } from '../model/significance.ts';
import { counted } from '../text/plural.ts';

export interface VerdictReason {
  /** A few words, for a table's row. */
  readonly brief: string;
  /** A sentence, with what would decide it. */
  readonly sentence: string;
}

/** Nothing where another verdict, or no interval, needs no explanation. */
export function inconclusiveReason(
  run: Pick<Run, 'programs' | 'settings'>,
  { rounds, stopped }: Pick<BenchmarkResult, 'rounds' | 'stopped'>,
  { verdict, speedup, tail }: Pick<Comparison, 'verdict' | 'speedup' | 'tail'>,
): VerdictReason | undefined {
  if (verdict !== 'inconclusive' || speedup === undefined) return undefined;
  if (tail !== undefined) {
    const [often, rarely] = [tail.slow, tail.baselineSlow].sort((a, b) => b - a);
    return {
      brief: `slow in ${often} of ${tail.rounds} rounds`,
      sentence: `Undecided: one of the two took far longer than its median in ${often} of ${tail.rounds} rounds and the other in ${rarely}; the interval leaves these rounds out. By the means of all rounds the speedup is ${tail.meanSpeedup.toPrecision(3)}x.`,
    };
  }
  if (speedup.low <= 1 && speedup.high >= 1) {
    const goal = `${Number((run.settings.precision * 100).toPrecision(2))} %`;
    return {
      brief: 'interval too wide',
      sentence: `Undecided: the interval holds 1 and is wider than the precision of ${goal} that was asked for. A larger budget makes it narrower.`,
    };
  }
  const tested = run.programs
    .flatMap(({ benchmarks }) => benchmarks.flatMap(({ comparisons }) => comparisons))
    .filter(({ pValue }) => pValue !== undefined).length;
  const more = moreRounds(stopped);
  const fewest = fewestRounds(tested);
  if (rounds < fewest) {
    const count = tested === 1 ? 'a comparison needs' : `${tested} comparisons need`;
    return {
      brief: `too few rounds (${rounds} of ${fewest})`,
      sentence: `Undecided: the interval excludes 1, but ${count} at least ${fewest} rounds, and this benchmark had ${rounds}. ${more}${tested === 1 ? '' : ' or fewer targets'} decides it.`,
    };
  }
  // A single comparison needs no correction: the test takes in rounds that the interval sets aside.
  if (tested <= 1) {
    return {
      brief: 'may be chance',
      sentence: `Undecided: the interval excludes 1, but over all rounds, disturbed ones too, the difference may be chance. ${more} decides it.`,
    };
  }
  return {
    brief: `may be chance (${counted(tested, 'comparison')})`,
    sentence: `Undecided: the interval excludes 1, but among ${counted(tested, 'comparison')} a few look different by chance, so each needs more evidence. ${more} or fewer targets decides it.`,
  };
}

/** What gives a benchmark more rounds: one that ended because its intervals were narrow does not want a budget. */
function moreRounds(stopped: BenchmarkResult['stopped']): string {
  return stopped === 'precision' ? 'A smaller precision' : 'A larger budget';
}
