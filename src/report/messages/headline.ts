// The parts of the one sentence that says what a run found.
import { listText } from '../../text/list-text.ts';
import { counted, plural } from '../../text/plural.ts';
import { DEPARTS } from './notes.ts';

/** Targets, programs or benchmarks named before the rest is only counted. */
const LIMIT = 3;

export const INTERRUPTED = 'Interrupted. Results so far: ';
export const IN_PROGRESS = 'In progress. ';

/** @param host its brand @param bitcodeOnly of bitcode only @param unoptimized no program of it is optimized */
export function onHost(facts: {
  readonly host: string;
  readonly bitcodeOnly: boolean;
  readonly unoptimized: boolean;
}): string {
  const code = facts.bitcodeOnly ? ', from bitcode only' : '';
  const plain = facts.unoptimized ? ', without optimization' : '';
  return `On this ${facts.host}${code}${plain}: `;
}

export function runFailed({ message }: { readonly message: string }): string {
  return `The run failed: ${sentence(message)}`;
}

export function nothingMeasuredBecause({ message }: { readonly message: string }): string {
  return `Nothing was measured: ${sentence(message)}`;
}

/** Of a run under way. */
export function builtSoFar(facts: {
  readonly variants: number;
  readonly programs: number;
}): string {
  return facts.variants === 0
    ? 'Nothing is built yet.'
    : `${counted(facts.variants, 'variant')} of ${counted(facts.programs, 'program')} ${plural(facts.variants, 'is', 'are')} built. No benchmark has finished yet.`;
}

export function onlyBuilt(facts: {
  readonly variants: number;
  readonly programs: number;
  readonly targets: number;
}): string {
  return `Built ${counted(facts.variants, 'variant')} of ${counted(facts.programs, 'program')} for ${counted(facts.targets, 'target')}; nothing was measured.`;
}

export function notMeasured({ names }: { readonly names: readonly string[] }): string {
  return `not measured: ${listText(names, LIMIT)}`;
}

export function morePrograms({ count }: { readonly count: number }): string {
  return `and ${counted(count, 'more program')}`;
}

export function codeDeparts({ targets }: { readonly targets: readonly string[] }): string {
  return `the code for ${listText(targets, LIMIT)} is ${DEPARTS}`;
}

export function onlyBaseline({ baseline }: { readonly baseline: string }): string {
  return `only the baseline ${baseline} was measured`;
}

/** @param where such as ` overall` @param isOpen one of them may be faster after all; absent where none was compared */
export function noneFaster(facts: {
  readonly baseline: string;
  readonly where: string;
  readonly isOpen: boolean | undefined;
}): string {
  const { baseline, where, isOpen } = facts;
  if (isOpen === undefined) return `no target was compared with ${baseline}${where}`;
  return `no target is ${isOpen ? 'clearly ' : ''}faster than ${baseline}${where}`;
}

export function inBenchmark({ name }: { readonly name: string }): string {
  return ` in ${name}`;
}

export const OVERALL = ' overall';

export function nothingComparedIn({
  benchmarks,
}: {
  readonly benchmarks: readonly string[];
}): string {
  return `nothing was compared in ${listText(benchmarks, LIMIT)}`;
}

/** Faster in some benchmarks, broken in others. @param compared in how many it was compared */
export function partlyFaster(facts: {
  readonly target: string;
  readonly baseline: string;
  readonly wrong: readonly string[];
  readonly failed: readonly string[];
  readonly compared: number;
  readonly faster: number;
  readonly slower: readonly string[];
}): string {
  const { target, baseline, wrong, compared, faster, slower } = facts;
  const others = plural(compared, 'the other benchmark', `the other ${compared} benchmarks`);
  const where = compared === faster ? `in ${others}` : `of ${others},`;
  const often = compared === faster ? '' : ` in ${faster}`;
  const but = slower.length === 0 ? '' : ` and slower in ${listText(slower, LIMIT)}`;
  const has = wrong.length > 0 ? 'has ' : '';
  return `${target} ${has}${brokenIn(facts)}; ${where} it is faster than ${baseline}${often}${but}`;
}

export function moreLikewise({ count }: { readonly count: number }): string {
  return ` (the same for ${count} more)`;
}

/** @param ratio such as `1.42x` @param range such as `1.40 to 1.44` */
export function asFast(facts: {
  readonly target: string;
  readonly ratio: string;
  readonly baseline: string;
  readonly where: string;
}): string {
  return `${facts.target} is ${facts.ratio} as fast as ${facts.baseline}${facts.where}`;
}

export function butSlower({ benchmarks }: { readonly benchmarks: readonly string[] }): string {
  return benchmarks.length === 0 ? '' : ` but slower in ${listText(benchmarks, LIMIT)}`;
}

export function alsoFaster({ targets }: { readonly targets: readonly string[] }): string {
  return ` (${listText(targets, LIMIT)} ${plural(targets.length, 'is', 'are')} also faster)`;
}

export function moreNotFaster({ count }: { readonly count: number }): string {
  return ` (${count} more ${plural(count, 'is', 'are')} not faster)`;
}

/** Benchmarks that go both ways. @param brief they are counted, not named */
export function mixed(facts: {
  readonly faster: readonly string[];
  readonly slower: readonly string[];
  readonly brief: boolean;
}): string {
  const named = (verdict: string, benchmarks: readonly string[]): string[] =>
    benchmarks.length === 0
      ? []
      : [`${verdict} in ${facts.brief ? benchmarks.length : listText(benchmarks, LIMIT)}`];
  return `mixed results (${[...named('faster', facts.faster), ...named('slower', facts.slower)].join(', ')})`;
}

/** @param mixed of each of the targets */
export function mixedResults(facts: {
  readonly targets: readonly string[];
  readonly mixed: string;
}): string {
  return `${listText(facts.targets, LIMIT)} ${plural(facts.targets.length, 'has', 'have')} ${facts.mixed}`;
}

export function brokenIn(facts: {
  readonly wrong: readonly string[];
  readonly failed: readonly string[];
}): string {
  const { wrong, failed } = facts;
  return [
    ...(wrong.length === 0 ? [] : [`wrong output in ${listText(wrong, LIMIT)}`]),
    ...(failed.length === 0 ? [] : [`failed in ${listText(failed, LIMIT)}`]),
  ].join(' and ');
}

export function identicalCode({ to }: { readonly to: string | undefined }): string {
  return `identical code${to === undefined ? '' : ` to ${to}`}`;
}

/** Many benchmarks with few rounds each: their mean can be far from 1 where none is certain after its correction. */
export function significantInNone(facts: {
  readonly ratio: string;
  readonly range: string;
}): string {
  return `${facts.ratio}${facts.range}, but not significant in any single benchmark`;
}

export const CANNOT_RUN_HERE = 'cannot run here';
export const NOT_MEASURED = 'not measured';

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
