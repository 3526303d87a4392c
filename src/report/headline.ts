// A run in one sentence: what the command line ends with, the editor shows and the Markdown report opens with.
import type { Comparison, Interval, ProgramResult, Run } from '../model/run.ts';
import { countText, listText, rangeText, ratioText } from './format.ts';
import { hostName } from './run-notes.ts';
import { visibleText } from './visible-text.ts';

/** What one target came to in one program, over all its benchmarks. */
interface Standing {
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
  /** With `identical code`: the target that was measured, unless it is the baseline. */
  readonly sameAs?: string;
}

/** Targets, programs or benchmarks named before the rest is only counted. */
const LIMIT = 3;

/**
 * One sentence, whole, in visible characters, such as `On this AMD EPYC 9B14 (KVM): x86-64-v3 is 1.42x as fast as x86-64
 * overall (1.40 to 1.44), native 1.58x (1.55 to 1.61).` Ranges are 95 % intervals.
 *
 * - A target counts as faster or slower by its verdict where the program has one benchmark, and by its geometric mean's whole
 *   interval where it has several; "overall" says the latter. Benchmarks that go the other way are named.
 * - A target with wrong output or a failure in any benchmark is never called faster: it is named with that benchmark.
 * - Identical code is said as such and never as a ratio.
 * - Where nothing is faster, the sentence says so first.
 * - At most three targets are named as faster, the fastest three, in the run's order.
 */
export function headline(run: Run): string {
  return visibleText(`${statePrefix(run)}${body(run)}`);
}

function statePrefix(run: Run): string {
  if (run.state === 'interrupted') return 'Interrupted; of what was finished: ';
  return run.state === 'running' ? 'Not finished; so far: ' : '';
}

function body(run: Run): string {
  if (run.failure !== undefined) return `The run failed: ${sentence(run.failure.message)}`;
  const measured = run.programs.filter((program) =>
    program.benchmarks.some((result) => result.comparisons.length > 0),
  );
  if (measured.length === 0) return nothingMeasured(run);
  const [only] = measured;
  const host = `On this ${hostName(run)}: `;
  if (only !== undefined && measured.length === 1) {
    return `${host}${programClause(run, only, true)}.`;
  }
  const clauses = measured
    .slice(0, LIMIT)
    .map((program) => `${program.name}: ${programClause(run, program, false)}`);
  const more = measured.length - clauses.length;
  return `${host}${clauses.join('; ')}${more > 0 ? `; and ${countText(more, 'more program')}` : ''}.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function nothingMeasured(run: Run): string {
  const failed = run.programs.find((program) => program.failure !== undefined);
  const benchFailure = run.programs
    .flatMap((program) => program.benchmarks)
    .find((result) => result.failure !== undefined);
  const failure = failed?.failure ?? benchFailure?.failure;
  if (failure !== undefined) return `Nothing was measured: ${sentence(failure.message)}`;
  const built = run.programs.flatMap((program) => program.variants).filter(isBuilt).length;
  const programs = countText(run.programs.length, 'program');
  return `Built ${countText(built, 'variant')} of ${programs} for ${countText(run.targets.length, 'target')}; nothing was measured.`;
}

function isBuilt({ state }: { readonly state: string }): boolean {
  return state === 'built';
}

function programClause(run: Run, program: ProgramResult, withRest: boolean): string {
  const standings = run.targets
    .filter(({ name }) => name !== run.baseline)
    .map(({ name }) => standingOf(program, name, run.baseline));
  if (standings.length === 0) return `Only the baseline ${run.baseline} was measured`;
  const measured = program.benchmarks.filter((result) => result.comparisons.length > 0);
  const where = measured.length === 1 ? ` in ${measured[0]?.benchmark.name ?? ''}` : ' overall';
  const faster = standings.filter(({ outcome }) => outcome === 'faster');
  const rest = standings.filter(({ outcome }) => outcome !== 'faster').map(restClause);
  const wrong = standings.filter(({ outcome }) => outcome === 'wrong').map(restClause);
  const main =
    faster.length > 0
      ? fasterClause(faster, run.baseline, where)
      : `no target is faster than ${run.baseline}${where}`;
  // Where nothing is faster the rest is the news; wrong results are news always.
  const told = withRest || faster.length === 0 ? rest : wrong;
  if (told.length === 0) return main;
  return `${main}${faster.length > 0 ? '; ' : ': '}${told.join(', ')}`;
}

function fasterClause(faster: readonly Standing[], baseline: string, where: string): string {
  const best = [...faster]
    .sort((a, b) => (b.speedup?.estimate ?? 0) - (a.speedup?.estimate ?? 0))
    .slice(0, LIMIT);
  const named = faster.filter((standing) => best.includes(standing));
  const parts = named.map((standing, index) => {
    const { speedup } = standing;
    const ratio = speedup === undefined ? '' : ratioText(speedup);
    const range = speedup === undefined ? '' : ` (${rangeText(speedup)})`;
    const text =
      index === 0
        ? `${standing.target} is ${ratio} as fast as ${baseline}${where}${range}`
        : `${standing.target} ${ratio}${range}`;
    return `${text}${standing.slower.length === 0 ? '' : ` but slower in ${listText(standing.slower, LIMIT)}`}`;
  });
  const more = faster.length - named.length;
  return `${parts.join(', ')}${more > 0 ? ` (and ${more} more faster)` : ''}`;
}

function restClause(standing: Standing): string {
  const { target, outcome, speedup } = standing;
  const range = speedup === undefined ? '' : ` (${rangeText(speedup)})`;
  switch (outcome) {
    case 'faster':
      return `${target} faster${range}`;
    case 'slower':
      return `${target} slower${speedup === undefined ? '' : `, ${ratioText(speedup)}`}${range}`;
    case 'mixed':
      return `${target} mixed (${mixture(standing)})`;
    case 'wrong':
      return `${target} ${brokenText(standing)}`;
    case 'cannot run':
      return `${target} cannot run here`;
    case 'unmeasured':
      return `${target} not measured`;
    case 'identical code':
      return `${target} identical code${standing.sameAs === undefined ? '' : ` to ${standing.sameAs}`}`;
    case 'no difference':
    case 'inconclusive':
      return `${target} ${outcome}${range}`;
  }
}

function brokenText({ wrong, failed }: Standing): string {
  return [
    ...(wrong.length === 0 ? [] : [`wrong output in ${listText(wrong, LIMIT)}`]),
    ...(failed.length === 0 ? [] : [`failed in ${listText(failed, LIMIT)}`]),
  ].join(' and ');
}

function mixture({ faster, slower }: Standing): string {
  return [
    ...(faster.length === 0 ? [] : [`faster in ${listText(faster, LIMIT)}`]),
    ...(slower.length === 0 ? [] : [`slower in ${listText(slower, LIMIT)}`]),
  ].join(', ');
}

function standingOf(program: ProgramResult, target: string, baseline: string): Standing {
  const found = program.benchmarks.flatMap(({ benchmark, comparisons }) => {
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
