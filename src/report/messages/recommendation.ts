// What to build for, in one sentence, and what a reader would not expect, in one each.
import { listText } from '../../text/list-text.ts';
import { counted, plural } from '../../text/plural.ts';
import { DEPARTS, OTHER_PROGRAM } from './notes.ts';

/** Names before the rest is only counted. */
const LIMIT = 3;

export const SO_FAR = 'In progress. So far: ';

export const UNOPTIMIZED =
  'Enable optimization before choosing a target: this build is not optimized.';

export function onlyTarget({ baseline }: { readonly baseline: string }): string {
  return `Nothing to choose from: ${baseline} is the only target.`;
}

/** What a target gains, and what it costs. Ratios are such as `1.42x`. */
export interface GainWords {
  readonly target: string;
  readonly baseline: string;
  readonly ratio: string | undefined;
  readonly scope:
    | { readonly kind: 'overall' }
    | { readonly kind: 'benchmark'; readonly name: string }
    | { readonly kind: 'programs'; readonly faster: number; readonly all: number }
    | { readonly kind: 'some'; readonly benchmarks: readonly string[] };
  readonly slower: readonly string[];
  /** In some benchmark nothing is decided. */
  readonly open: boolean;
  readonly onlyHere: boolean;
}

/** `1.14x`, or `1.14x to 1.31x`; nothing of none. */
export function between(ratios: readonly string[]): string | undefined {
  return ratios.length === 0 ? undefined : [...new Set(ratios)].join(' to ');
}

/** `Build for x86-64-v3: 1.36x as fast as x86-64 overall, and no benchmark is slower.` */
export function buildFor(facts: GainWords): string {
  const { target, slower, scope, open, onlyHere } = facts;
  const named = listText(slower, LIMIT);
  const many = slower.length > LIMIT;
  const unless =
    slower.length > 0 && !many
      ? ` unless ${named} ${plural(slower.length, 'matters', 'matter')} most`
      : onlyHere
        ? ' if the program runs only on this CPU'
        : '';
  const clearly = open ? 'clearly ' : '';
  const cost =
    slower.length > 0
      ? `, but slower in ${many ? counted(slower.length, 'benchmark') : named}`
      : scope.kind === 'benchmark'
        ? ''
        : `, and no benchmark is ${clearly}slower`;
  return `Build for ${target}${unless}: ${gainText(facts)}${cost}.`;
}

function gainText({ baseline, ratio, scope }: GainWords): string {
  const than = ratio === undefined ? `faster than ${baseline}` : `${ratio} as fast as ${baseline}`;
  switch (scope.kind) {
    case 'overall':
      return `${than} overall`;
    case 'benchmark':
      return `${than} in ${scope.name}`;
    case 'programs':
      return scope.faster === scope.all
        ? `${than} in ${scope.all === 2 ? 'both programs' : `all ${counted(scope.all, 'program')}`}`
        : `${than} in ${scope.faster} of ${counted(scope.all, 'program')}`;
    case 'some':
      return `${than} in ${listText(scope.benchmarks, LIMIT)}`;
  }
}

/** @param others how many other targets there are */
export function stayWith(facts: {
  readonly baseline: string;
  readonly others: number;
  readonly why: 'identical code' | 'none faster' | 'cannot run' | 'failed' | 'wrong';
}): string {
  return `Stay with ${facts.baseline}: ${reasonToStay(facts)}.`;
}

function reasonToStay({ others, why }: Parameters<typeof stayWith>[0]): string {
  const every = plural(others, 'the other target', 'every other target');
  switch (why) {
    case 'identical code':
      return `${every} produces identical code`;
    case 'none faster':
      return `${plural(others, 'the other target is not', 'no other target is')} faster`;
    case 'cannot run':
      return `${plural(others, 'the other target cannot', 'no other target can')} run on this machine`;
    case 'failed':
      return `${every} failed`;
    case 'wrong':
      return `${plural(others, 'the other target', 'no other target')} ${plural(others, 'did not run', 'ran')} correctly`;
  }
}

/** @param gain and @param precision in percent, such as `0.6` and `2` */
export function tooLittle(facts: {
  readonly baseline: string;
  readonly target: string;
  readonly gain: string;
  readonly precision: string;
}): string {
  const { baseline, target, gain, precision } = facts;
  return `Stay with ${baseline}: the best target, ${target}, gains ${gain} %, less than the requested precision of ±${precision} %.`;
}

/** @param range such as `0.98 to 1.10` @param open the interval includes 1 */
export function undecided(facts: {
  readonly baseline: string;
  readonly target: string;
  readonly ratio: string | undefined;
  readonly range: string | undefined;
  readonly open: boolean;
}): string {
  const { baseline, target, ratio, range, open } = facts;
  if (ratio === undefined || range === undefined) {
    return `Undecided: no target is clearly faster than ${baseline}.`;
  }
  const why = open ? `the interval (${range}) includes 1` : 'the difference may be due to chance';
  return `Undecided: ${target} measured ${ratio} as fast as ${baseline}, but ${why}.`;
}

export function otherProgram({ programs }: { readonly programs: readonly string[] }): string {
  return `What was measured for ${listText(programs, LIMIT)} is ${OTHER_PROGRAM}.`;
}

export function broken(facts: {
  readonly targets: readonly string[];
  readonly wrong: readonly string[];
  readonly failed: readonly string[];
}): string {
  const { targets, wrong, failed } = facts;
  const parts = [
    ...(wrong.length === 0
      ? []
      : [`${plural(targets.length, 'changes', 'change')} the output of ${listText(wrong, LIMIT)}`]),
    ...(failed.length === 0 ? [] : [`failed in ${listText(failed, LIMIT)}`]),
  ];
  return `${listText(targets, LIMIT)} ${parts.join(' and ')}.`;
}

export function uncompared({ benchmarks }: { readonly benchmarks: readonly string[] }): string {
  return `Nothing was compared in ${listText(benchmarks, LIMIT)}, because the baseline failed there.`;
}

export function unmeasured({ programs }: { readonly programs: readonly string[] }): string {
  return `Not measured: ${listText(programs, LIMIT)}.`;
}

export function departs({ targets }: { readonly targets: readonly string[] }): string {
  return `The code for ${listText(targets, LIMIT)} is ${DEPARTS}.`;
}

/** @param loss in percent, such as `6` or `4 to 9` */
export function specificSlower(facts: {
  readonly files: readonly string[];
  readonly targets: readonly string[];
  readonly loss: string;
}): string {
  const { files, targets, loss } = facts;
  return `Your CPU-specific code (${listText(files, LIMIT)}) is ${loss} % slower than what the compiler generates without it, for ${listText(targets, LIMIT)}.`;
}

/** @param slower such as `sha256 (0.75x)` */
export function fasterWithLosses(facts: {
  readonly target: string;
  readonly ratio: string;
  readonly slower: readonly string[];
}): string {
  return `${facts.target} is faster overall (${facts.ratio}), but slower in ${listText(facts.slower, LIMIT)}.`;
}

export function fasterHere(facts: { readonly target: string; readonly ratio: string }): string {
  return `On this CPU alone, ${facts.target} gains more: ${facts.ratio}.`;
}

export function noMore(facts: {
  readonly targets: readonly string[];
  readonly than: string;
}): string {
  const { targets, than } = facts;
  return `${listText(targets, LIMIT)} ${plural(targets.length, 'needs', 'need')} more CPU features but ${plural(targets.length, 'is', 'are')} hardly faster than ${than}.`;
}

export function slowerIn(facts: {
  readonly target: string;
  readonly benchmark: string;
  readonly ratio: string;
}): string {
  return `${facts.target} slows ${facts.benchmark} down to ${facts.ratio}.`;
}

/** @param most such as `bits (3.15x)` */
export function mostOfIt(facts: {
  readonly most: string;
  readonly even: readonly string[];
}): string {
  const { most, even } = facts;
  const rest =
    even.length === 0
      ? ''
      : `; ${listText(even, LIMIT)} ${plural(even.length, 'does', 'do')} not change`;
  return `${most} gains the most${rest}.`;
}

export const BITCODE_ONLY =
  'This is from bitcode only: a rebuild with -march may gain more from files with CPU-specific code.';

export function cannotRun(facts: {
  readonly target: string;
  readonly missing: readonly string[];
}): string {
  return `${facts.target} cannot run here: this CPU lacks ${listText(facts.missing, LIMIT)}.`;
}

export function identical(facts: {
  readonly targets: readonly string[];
  readonly to: string;
}): string {
  const { targets, to } = facts;
  return `${listText(targets, LIMIT)} ${plural(targets.length, 'produces', 'produce')} the same code as ${to}.`;
}
