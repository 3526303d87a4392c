// A run in one sentence: what the command line ends with, the editor shows and the Markdown report opens with.
import type { Failure } from '../model/failure.ts';
import type { Interval, ProgramResult, Run } from '../model/run.ts';
import { standing } from '../model/variant.ts';
import { rangeText, ratioText } from './format.ts';
import { hostName } from './run-setting.ts';
import { isCompared, standingOf } from './standing.ts';
import type { Standing } from './standing.ts';
import { otherProgramSentence } from './own-program-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { listText } from '../text/list-text.ts';
import * as say from './messages/headline.ts';
import { departing } from './verification-text.ts';
import { areUnoptimised } from './without-optimisation.ts';

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
 *   Where it is faster in others and no target is faster overall, the sentence says both, and in how many.
 * - Where nothing is faster, the sentence says so first; where nothing was compared, that.
 * - A geometric mean away from 1 with no benchmark that is certain by itself is told with that reserve.
 * - At most three targets are named as faster, the fastest three, in the run's order; of the others at most three kinds, wrong
 *   results before everything else. The rest is counted.
 * - Targets whose code is not what a direct build gives are named last.
 * - A benchmark whose baseline failed compared nothing: it is named as such, and its targets are not called anything.
 */
export function headline(run: Run): string {
  return visibleText(`${statePrefix(run)}${body(run)}${otherProgramSentence(run)}`);
}

function statePrefix(run: Run): string {
  if (run.state === 'interrupted') return say.INTERRUPTED;
  return run.state === 'running' ? say.IN_PROGRESS : '';
}

function body(run: Run): string {
  if (run.failure !== undefined) return say.runFailed(run.failure);
  const measured = run.programs.filter((program) => program.benchmarks.some(isCompared));
  if (measured.length === 0) return nothingMeasured(run);
  const [only] = measured;
  const host = say.onHost({
    host: hostName(run),
    bitcodeOnly: run.settings.bitcodeOnly === true,
    unoptimized: areUnoptimised(run, measured),
  });
  const failed = run.programs.filter(
    (program) => !measured.includes(program) && failuresOf(run, program).length > 0,
  );
  const names = failed.map(({ name }) => name);
  const unmeasured = names.length === 0 ? '' : `; ${say.notMeasured({ names })}`;
  const end = `${unmeasured}${departedClause(run, measured)}.`;
  if (only !== undefined && measured.length === 1) {
    const name = failed.length === 0 ? '' : `${only.name}: `;
    return `${host}${name}${programClause(run, only, true)}${end}`;
  }
  const clauses = measured
    .slice(0, LIMIT)
    .map((program) => `${program.name}: ${programClause(run, program, false)}`);
  const more = measured.length - clauses.length;
  return `${host}${clauses.join('; ')}${more > 0 ? `; ${say.morePrograms({ count: more })}` : ''}${end}`;
}

/** Targets whose numbers may be about other code than the user's own build gives. */
function departedClause({ targets }: Run, programs: readonly ProgramResult[]): string {
  const departed = targets.filter(({ name }) =>
    programs.some((program) => departing(program, name) > 0),
  );
  return departed.length === 0
    ? ''
    : `; ${say.codeDeparts({ targets: departed.map(({ name }) => name) })}`;
}

/** Why a program was not measured. */
function failuresOf({ baseline }: Run, program: ProgramResult): Failure[] {
  const variants = program.variants.filter(({ target }) => target === baseline);
  return [program, ...variants, ...program.benchmarks].flatMap(({ failure }) => failure ?? []);
}

function nothingMeasured(run: Run): string {
  const [failure] = run.programs.flatMap((program) => failuresOf(run, program));
  if (failure !== undefined) return say.nothingMeasuredBecause(failure);
  const variants = run.programs.flatMap((program) => standing(program.variants)).filter(isBuilt);
  const facts = { variants: variants.length, programs: run.programs.length };
  return run.state === 'running'
    ? say.builtSoFar(facts)
    : say.onlyBuilt({ ...facts, targets: run.targets.length });
}

function isBuilt({ state }: { readonly state: string }): boolean {
  return state === 'built';
}

function programClause(run: Run, program: ProgramResult, withRest: boolean): string {
  const standings = run.targets
    .filter(({ name }) => name !== run.baseline)
    .map(({ name }) => standingOf(program, name, run.baseline));
  if (standings.length === 0) return say.onlyBaseline(run);
  const measured = program.benchmarks.filter(isCompared);
  const [alone] = measured.length === 1 ? measured : [];
  const where = alone === undefined ? say.OVERALL : say.inBenchmark(alone.benchmark);
  const faster = standings.filter(({ outcome }) => outcome === 'faster');
  const partly = faster.length > 0 ? [] : standings.filter(isPartlyFaster);
  const rest = standings.filter(
    (standing) => standing.outcome !== 'faster' && !partly.includes(standing),
  );
  const wrong = standings.filter(({ outcome }) => outcome === 'wrong');
  const main =
    faster.length > 0
      ? fasterClause(faster, run.baseline, where)
      : partly.length > 0
        ? partlyClause(partly, run.baseline)
        : say.noneFaster({ baseline: run.baseline, where, isOpen: openness(rest) });
  // Where nothing is faster the rest is the news; wrong results are news always.
  const told = withRest || faster.length === 0 ? rest : wrong;
  const broken = program.benchmarks.filter((result) => result.failure !== undefined);
  const names = broken.map(({ benchmark }) => benchmark.name);
  const uncompared = names.length === 0 ? '' : `; ${say.nothingComparedIn({ benchmarks: names })}`;
  if (told.length === 0) return `${main}${uncompared}`;
  const isNews = faster.length + partly.length === 0;
  return `${main}${isNews ? ': ' : '; '}${restText(told, measured.length > 1)}${uncompared}`;
}

/** Faster in some benchmarks, but with wrong results in others. */
function isPartlyFaster({ outcome, faster }: Standing): boolean {
  return outcome === 'wrong' && faster.length > 0;
}

/** Wrong results first; then what the benchmarks with right ones say. */
function partlyClause(standings: readonly Standing[], baseline: string): string {
  const clauses = standings
    .slice(0, LIMIT)
    .map((standing) => say.partlyFaster({ ...standing, baseline, faster: standing.faster.length }));
  const more = standings.length - clauses.length;
  return `${clauses.join('; ')}${more > 0 ? say.moreLikewise({ count: more }) : ''}`;
}

/** Of targets none of which is faster: whether one may be after all; undefined where none was compared. */
function openness(standings: readonly Standing[]): boolean | undefined {
  return standings.every(({ compared }) => compared === 0) ? undefined : isOpen(standings);
}

/** Whether some target might be faster after all: nobody knows yet. */
export function isOpen(standings: readonly Pick<Standing, 'outcome'>[]): boolean {
  return standings.some(({ outcome }) => outcome === 'inconclusive');
}

/** What is told first where not everything can be. */
const RANK: Readonly<Record<Standing['outcome'], number>> = {
  wrong: 0,
  faster: 1,
  mixed: 1,
  slower: 2,
  inconclusive: 3,
  'no difference': 4,
  'identical code': 5,
  'cannot run': 6,
  unmeasured: 7,
};

/**
 * Targets that are not faster: those of which the same is to be said together, at most three kinds, the rest counted.
 * @param several whether they stand for several benchmarks
 */
function restText(standings: readonly Standing[], several: boolean): string {
  const mixed = standings.filter(({ outcome }) => outcome === 'mixed').length;
  const groups = new Map<string, { first: Standing; targets: string[]; words: string }>();
  for (const standing of standings) {
    const words = restWords(standing, { several, brief: mixed > 1 });
    // A range is one target's own.
    const key = standing.speedup === undefined ? words : JSON.stringify([standing.target, words]);
    const group = groups.get(key) ?? { first: standing, targets: [], words };
    group.targets.push(standing.target);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  const told = [...all]
    .sort(
      (a, b) =>
        RANK[a.first.outcome] - RANK[b.first.outcome] ||
        (b.first.speedup?.estimate ?? 0) - (a.first.speedup?.estimate ?? 0),
    )
    .slice(0, LIMIT);
  const clauses = all
    .filter((group) => told.includes(group))
    .map(({ first, targets, words }) =>
      first.outcome === 'mixed'
        ? say.mixedResults({ targets, mixed: words })
        : `${listText(targets, LIMIT)} ${words}`,
    );
  const untold = all.filter((group) => !told.includes(group));
  const more = untold.reduce((sum, { targets }) => sum + targets.length, 0);
  return `${clauses.join(', ')}${more > 0 ? say.moreNotFaster({ count: more }) : ''}`;
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
        ? say.asFast({ target: standing.target, ratio, baseline, where })
        : `${standing.target} ${ratio}`;
    return `${text}${range}${say.butSlower({ benchmarks: standing.slower })}`;
  });
  const others = faster.filter((standing) => !best.includes(standing));
  const also = others.map(({ target }) => target);
  return `${parts.join(', ')}${also.length > 0 ? say.alsoFaster({ targets: also }) : ''}`;
}

interface RestStyle {
  readonly several: boolean;
  /** Benchmarks are counted, not named. */
  readonly brief: boolean;
}

function restWords(standing: Standing, { several, brief }: RestStyle): string {
  const { outcome, speedup } = standing;
  const range = speedup === undefined ? '' : ` (${rangeText(speedup)})`;
  switch (outcome) {
    case 'faster':
      return `faster${range}`;
    case 'slower':
      return `slower${speedup === undefined ? '' : `, ${ratioText(speedup)}`}${range}`;
    case 'mixed':
      return say.mixed({ ...standing, brief });
    case 'wrong':
      return say.brokenIn(standing);
    case 'cannot run':
      return say.CANNOT_RUN_HERE;
    case 'unmeasured':
      return say.NOT_MEASURED;
    case 'identical code':
      return say.identicalCode({ to: standing.sameAs });
    case 'inconclusive':
      // Many benchmarks with few rounds each: their mean can be far from 1 where none is certain after its correction.
      if (several && speedup !== undefined && excludesOne(speedup)) {
        return say.significantInNone({ ratio: ratioText(speedup), range });
      }
      return `${outcome}${range}`;
    case 'no difference':
      return `${outcome}${range}`;
  }
}

function excludesOne({ low, high }: Interval): boolean {
  return low > 1 || high < 1;
}
