// What to build for, as data: the answer that a run gives to the question it was made for.
import type { Interval, Run } from '../model/run.ts';
import { isCompared } from './standing.ts';
import { comparedPrograms, targetSums, type Place, type TargetSum } from './target-sum.ts';
import { areUnoptimised } from './without-optimisation.ts';

/** What a recommended target gains. */
export interface Gain {
  readonly target: string;
  /** Absent where it is of several programs, or only of some benchmarks. */
  readonly speedup?: Interval;
  readonly scope:
    | { readonly kind: 'overall' }
    | { readonly kind: 'benchmark'; readonly name: string }
    | {
        readonly kind: 'programs';
        readonly faster: number;
        readonly all: number;
        /** The least and the most that one of these gains. */
        readonly between: readonly Interval[];
      }
    /** Faster in these, and neither faster nor slower overall. */
    | { readonly kind: 'some'; readonly benchmarks: readonly string[] };
  /** Benchmarks in which it is slower. */
  readonly slower: readonly Place[];
  /** In some benchmark nothing is decided yet. */
  readonly open: boolean;
  readonly onlyHere: boolean;
}

export type Recommendation =
  /** Nothing was compared with anything: the headline says why. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'only-baseline' }
  | { readonly kind: 'unoptimized' }
  | ({ readonly kind: 'build' } & Gain)
  | {
      readonly kind: 'stay';
      readonly why: 'identical code' | 'none faster' | 'cannot run' | 'failed' | 'wrong';
    }
  /** The best gain is smaller than what was asked about. @see RunSettings.precision */
  | { readonly kind: 'too-little'; readonly target: string; readonly speedup: Interval }
  | { readonly kind: 'undecided'; readonly target: string; readonly speedup?: Interval };

/** Gains closer than this factor count as one: the target that asks less of a CPU is named then. */
const CLOSE = 1.01;

/**
 * One answer for the whole run. A target is recommended by these rules, first that fits:
 *
 * 1. Faster in some benchmark or overall, slower in none, right output everywhere. Of those that differ by less than the run's
 *    precision the one with the fewest features, since it runs on the most machines; `native` only where no other is such a target.
 * 2. Faster overall and slower in some benchmark, which are named.
 *
 * Otherwise the baseline stays, or nothing is decided yet.
 */
export function recommendationOf(run: Run): Recommendation {
  const programs = comparedPrograms(run);
  if (run.failure !== undefined || programs.length === 0) return { kind: 'nothing' };
  const sums = targetSums(run);
  if (sums.length === 0) return { kind: 'only-baseline' };
  if (areUnoptimised(run, programs)) return { kind: 'unoptimized' };
  const chosen = choose(run, sums);
  if (chosen === undefined) return withoutGain(sums);
  const { precision } = run.settings;
  if (chosen.speedup !== undefined && chosen.speedup.high <= 1 + precision) {
    return { kind: 'too-little', target: chosen.target, speedup: chosen.speedup };
  }
  return { kind: 'build', ...gainOf(run, chosen) };
}

/** Whether its whole result is right, and something in it is faster. */
export function isUsable({ wrong, failed, faster }: TargetSum): boolean {
  return wrong.length + failed.length === 0 && faster.length > 0;
}

/** Whether a target is faster than the baseline as a whole: in some program, and slower in none. */
function isFasterOverall({ outcomes }: TargetSum): boolean {
  return (
    outcomes.includes('faster') &&
    !outcomes.some((outcome) => outcome === 'slower' || outcome === 'mixed')
  );
}

function choose({ settings }: Run, sums: readonly TargetSum[]): TargetSum | undefined {
  const usable = sums.filter(isUsable);
  const safe = usable.filter(({ slower }) => slower.length === 0);
  const lossy = usable.filter((sum) => sum.slower.length > 0 && isFasterOverall(sum));
  const groups = [safe, lossy].map((group) => {
    const portable = group.filter(({ onlyHere }) => !onlyHere);
    return portable.length > 0 ? portable : group;
  });
  const group = groups.find((each) => each.length > 0) ?? [];
  const best = Math.max(...group.map(({ rank }) => rank));
  const close = Math.max(CLOSE, 1 + settings.precision);
  return group
    .filter(({ rank }) => rank * close >= best)
    .sort((a, b) => a.features - b.features || b.rank - a.rank)[0];
}

function gainOf(run: Run, sum: TargetSum): Gain {
  const { target, speedup, slower, open, onlyHere } = sum;
  const results = comparedPrograms(run).flatMap(({ benchmarks }) => benchmarks.filter(isCompared));
  const [only] = results;
  const facts = { target, slower, open: open.length > 0, onlyHere };
  if (results.length === 1 && only !== undefined) {
    const scope = { kind: 'benchmark', name: only.benchmark.name } as const;
    return { ...facts, ...(speedup === undefined ? {} : { speedup }), scope };
  }
  if (!isFasterOverall(sum)) {
    return { ...facts, scope: { kind: 'some', benchmarks: sum.faster.map(({ name }) => name) } };
  }
  if (speedup !== undefined) return { ...facts, speedup, scope: { kind: 'overall' } };
  const faster = sum.outcomes.filter((outcome) => outcome === 'faster').length;
  const sorted = sum.gains.toSorted((a, b) => a.estimate - b.estimate);
  const between = [...sorted.slice(0, 1), ...sorted.slice(1).slice(-1)];
  return { ...facts, scope: { kind: 'programs', faster, all: sum.outcomes.length, between } };
}

function withoutGain(sums: readonly TargetSum[]): Recommendation {
  const [best] = sums
    .filter(({ outcomes }) => outcomes.includes('inconclusive'))
    .sort((a, b) => b.rank - a.rank);
  if (best !== undefined) {
    const { target, speedup } = best;
    return { kind: 'undecided', target, ...(speedup === undefined ? {} : { speedup }) };
  }
  const all = (outcome: TargetSum['outcomes'][number]): boolean =>
    sums.every(({ outcomes }) => outcomes.every((each) => each === outcome));
  if (all('identical code')) return { kind: 'stay', why: 'identical code' };
  if (sums.some(({ compared }) => compared > 0)) return { kind: 'stay', why: 'none faster' };
  if (all('cannot run')) return { kind: 'stay', why: 'cannot run' };
  const failed = sums.every((sum) => sum.failed.length > 0 && sum.wrong.length === 0);
  return { kind: 'stay', why: failed ? 'failed' : 'wrong' };
}
