// How the baseline differs from the program that the project's own build makes: clauses, which reports put into sentences.
import { listText } from '../../text/list-text.ts';
import { counted } from '../../text/plural.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { End } from '../executor.ts';

/** Names before the rest is only counted. */
const SHOWN = 4;

export type OwnEnd = Exclude<End, { readonly kind: 'timeout' }>;

interface BenchmarkFacts {
  readonly benchmark: string;
}

export function endsOtherwise(
  facts: BenchmarkFacts & { readonly own: OwnEnd; readonly variant: OwnEnd },
): string {
  return `${withBenchmark(facts)} the project's program ends with ${endText(facts.own)}, the baseline with ${endText(facts.variant)}`;
}

/** @param file absent for the standard output @param line the first that differs; absent where it is not known */
export interface OutputFacts extends BenchmarkFacts {
  readonly file: string | undefined;
  readonly line?:
    | {
        readonly number: number;
        readonly own: string | undefined;
        readonly variant: string | undefined;
      }
    | undefined;
}

export function printsOtherwise(facts: OutputFacts): string {
  const { file, line } = facts;
  const what = file === undefined ? 'the output' : visibleText(file);
  return line === undefined
    ? `${withBenchmark(facts)} ${what} differs`
    : `${withBenchmark(facts)} line ${line.number} of ${what} is ${lineText(line.own)} in the project's program, ${lineText(line.variant)} in the baseline`;
}

/** The same where that is to be expected. */
export function printsOtherwiseBecause(
  facts: OutputFacts & { readonly otherCompiler: boolean; readonly targetFlags: boolean },
): string {
  const reasons = [
    ...(facts.otherCompiler ? ['a different compiler built it'] : []),
    ...(facts.targetFlags ? ['it is built with CPU flags that the baseline does not have'] : []),
  ];
  return `${printsOtherwise(facts)} (${listText(reasons)})`;
}

export function libraryNotFound(facts: { readonly name: string; readonly own: string }): string {
  return `the loader does not find ${visibleText(facts.name)} for the baseline, but uses ${visibleText(facts.own)} for the project's program`;
}

export function libraryNotLoaded(facts: { readonly name: string; readonly own: string }): string {
  return `the project's program loads ${visibleText(facts.own)}, the baseline does not load ${visibleText(facts.name)}`;
}

export function builtLibraryReplaced(facts: {
  readonly name: string;
  readonly taken: string;
}): string {
  return `the baseline loads ${visibleText(facts.taken)} instead of the ${visibleText(facts.name)} that was built for it`;
}

export function otherLibrary(facts: { readonly own: string; readonly taken: string }): string {
  return `the project's program loads ${visibleText(facts.own)}, the baseline loads ${visibleText(facts.taken)}`;
}

export function exportsMissing({ names }: { readonly names: readonly string[] }): string {
  return `the project's program exports names that the baseline does not: ${namesText(names)}`;
}

export function exportsAdded({ names }: { readonly names: readonly string[] }): string {
  return `the baseline exports names that the project's program does not: ${namesText(names)}`;
}

/** What a section holds, in entries where their size is known. */
export type SectionSize =
  { readonly unit: 'nothing' } | { readonly unit: 'entry' | 'byte'; readonly count: number };

export function sectionDiffers(facts: {
  readonly name: string;
  readonly own: SectionSize;
  readonly variant: SectionSize;
}): string {
  return `section ${visibleText(facts.name)} holds ${sizeText(facts.own)} in the project's program, ${sizeText(facts.variant)} in the baseline`;
}

/** Why the two were not compared. */
export type NotTried =
  { readonly why: 'not-started'; readonly error: string } | { readonly why: 'timeout' | 'lost' };

export function notTried(facts: {
  readonly which: 'own' | 'variant';
  readonly because: NotTried;
}): string {
  const who = facts.which === 'own' ? 'it' : 'the baseline';
  switch (facts.because.why) {
    case 'timeout':
      return `${who} did not finish in time`;
    case 'lost':
      return `${who} took down the runner`;
    case 'not-started':
      return `${who} could not start (${facts.because.error})`;
  }
}

export function bothEndBadly({ end }: { readonly end: OwnEnd }): string {
  return `both end with ${endText(end)}`;
}

export function behaviorChanges(): string {
  return 'its behavior changes from run to run';
}

function withBenchmark({ benchmark }: BenchmarkFacts): string {
  return `with benchmark "${visibleText(benchmark)}",`;
}

function endText(end: OwnEnd): string {
  return end.kind === 'exit' ? `exit code ${end.code}` : end.signal;
}

function lineText(line: string | undefined): string {
  return line === undefined ? 'missing' : `"${line}"`;
}

function sizeText(size: SectionSize): string {
  switch (size.unit) {
    case 'nothing':
      return 'nothing';
    case 'entry':
      return counted(size.count, 'entry', 'entries');
    case 'byte':
      return counted(size.count, 'byte');
  }
}

function namesText(names: readonly string[]): string {
  return listText(names.map(visibleText), SHOWN);
}
