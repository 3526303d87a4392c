// What one target came to over all of a run's programs: what a recommendation is made from.
import type { BenchmarkResult, Interval, ProgramResult, Run } from '../model/run.ts';
import { NATIVE, specOfTarget, type Target } from '../model/target.ts';
import { isCompared, standingOf, type Standing } from './standing.ts';

/** One benchmark in which a target was held against the baseline. */
export interface Place {
  /** The benchmark's name, behind its program's where there are several. */
  readonly name: string;
  readonly verdict: Standing['outcome'] | 'baseline';
  readonly speedup?: Interval;
}

export interface TargetSum {
  readonly target: string;
  /** Over one program: its mean, or its only benchmark's. Absent for several programs. */
  readonly speedup?: Interval;
  /** Geometric mean of the programs' speedups, for choosing only; 1 where there is none. */
  readonly rank: number;
  readonly outcomes: readonly Standing['outcome'][];
  /** Speedups of the programs that are faster as a whole. */
  readonly gains: readonly Interval[];
  readonly faster: readonly Place[];
  readonly slower: readonly Place[];
  readonly open: readonly Place[];
  readonly even: readonly Place[];
  readonly wrong: readonly string[];
  readonly failed: readonly string[];
  readonly compared: number;
  readonly sameAs?: string;
  /** How much it asks of a CPU. */
  readonly features: number;
  /** Its code may not run on any other kind of CPU. */
  readonly onlyHere: boolean;
}

/** Programs in which something was held against a baseline that ran. */
export function comparedPrograms(run: Pick<Run, 'programs'>): ProgramResult[] {
  return run.programs.filter(({ benchmarks }) => benchmarks.some(isCompared));
}

/** One for each target but the baseline, in the run's order. */
export function targetSums(run: Pick<Run, 'targets' | 'baseline' | 'programs'>): TargetSum[] {
  const programs = comparedPrograms(run);
  return run.targets
    .filter(({ name }) => name !== run.baseline)
    .map((target) => sumOf(run.baseline, programs, target));
}

function sumOf(baseline: string, programs: readonly ProgramResult[], target: Target): TargetSum {
  const standings = programs.map((program) => standingOf(program, target.name, baseline));
  const [only] = standings;
  const speedup = standings.length === 1 ? only?.speedup : undefined;
  const sameAs = standings.length === 1 ? only?.sameAs : undefined;
  const places = programs.flatMap((program) => placesOf(programs, program, target.name));
  const of = (verdict: Place['verdict']): Place[] =>
    places.filter((place) => place.verdict === verdict);
  const logs = standings.map((each) => Math.log(each.speedup?.estimate ?? 1));
  const named = (key: 'wrong' | 'failed'): string[] =>
    standings.flatMap((each, at) =>
      each[key].map((name) => placeName(programs, programs[at], name)),
    );
  return {
    target: target.name,
    ...(speedup === undefined ? {} : { speedup }),
    rank: Math.exp(logs.reduce((sum, log) => sum + log, 0) / Math.max(1, logs.length)),
    outcomes: standings.map(({ outcome }) => outcome),
    gains: standings.flatMap((each) => (each.outcome === 'faster' ? (each.speedup ?? []) : [])),
    ...{ faster: of('faster'), slower: of('slower'), open: of('inconclusive') },
    even: [...of('no difference'), ...of('identical code')],
    ...{ wrong: named('wrong'), failed: named('failed') },
    compared: standings.reduce((sum, { compared }) => sum + compared, 0),
    ...(sameAs === undefined ? {} : { sameAs }),
    features: target.features.length,
    onlyHere: specOfTarget(target).cpu === NATIVE,
  };
}

function placesOf(
  programs: readonly ProgramResult[],
  program: ProgramResult,
  target: string,
): Place[] {
  return program.benchmarks.filter(isCompared).flatMap((result: BenchmarkResult): Place[] => {
    const found = result.comparisons.find((each) => each.target === target);
    if (found === undefined) return [];
    const name = placeName(programs, program, result.benchmark.name);
    const { speedup } = found;
    return [{ name, verdict: placeVerdict(found.verdict), ...(speedup ? { speedup } : {}) }];
  });
}

function placeVerdict(verdict: BenchmarkResult['comparisons'][number]['verdict']) {
  return verdict === 'wrong output' || verdict === 'failed' ? 'wrong' : verdict;
}

function placeName(
  programs: readonly ProgramResult[],
  program: ProgramResult | undefined,
  benchmark: string,
): string {
  return programs.length > 1 ? `${program?.name ?? ''}/${benchmark}` : benchmark;
}
