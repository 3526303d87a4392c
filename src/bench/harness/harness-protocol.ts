// What a framework of benchmarks is asked and how it answers: one list, then one benchmark at a time.
import type { Benchmark } from '../../model/program.ts';

/** What an executable's bytes say of the framework in it. */
export interface HarnessTraits {
  /** Which of the words that the protocol looks for are in the executable. */
  readonly words: ReadonlySet<string>;
}

export interface HarnessProtocol {
  /** Whose benchmarks these are, in messages. */
  readonly name: string;
  /** Words to look for in the executable. */
  readonly words: readonly string[];
  /** Ways to ask for the list, in order: a later one is tried where the one before fails. */
  readonly listArgs: (template: Benchmark) => readonly (readonly string[])[];
}

/** It lists names when it is asked for them. */
export interface ListingProtocol extends HarnessProtocol {
  /** From the arguments that got the list those that list nothing: what is printed all the same is no name. */
  readonly emptyListArgs?: (list: readonly string[]) => readonly string[];
  /** Seconds that one execution takes at least, about: what a budget is held against. */
  readonly seconds: (traits: HarnessTraits) => number;
  /** Names in what was printed, in order; nothing where it is no list at all. */
  readonly namesIn: (output: string) => readonly string[] | undefined;
  /** The benchmark of that name. @param list the arguments that got the list. */
  readonly row: (
    name: string,
    template: Benchmark,
    list: readonly string[],
    traits: HarnessTraits,
  ) => Benchmark;
}

/** It lists nothing: one execution shows by its results which benchmarks there are. */
export interface PrintingProtocol extends HarnessProtocol {
  /** A benchmark for each result in what was printed, in order. @param list the arguments that it was printed for. */
  readonly rowsIn: (
    output: string,
    template: Benchmark,
    list: readonly string[],
  ) => readonly Benchmark[];
}

/** A regular expression that matches this text only, as POSIX, ECMAScript and Rust understand it. */
export function exactly(text: string): string {
  return `^${text.replace(/[.^$*+?()[\]{}|\\]/gu, '\\$&')}$`;
}

/** Our own arguments, but for those that the user's set too. Arguments are `--flag` or `--flag=value`. */
export function unlessGiven(own: readonly string[], given: readonly string[]): string[] {
  const flag = (word: string): string => word.split('=', 1)[0] ?? word;
  const taken = new Set(given.map(flag));
  return own.filter((word) => !taken.has(flag(word)));
}

/** Arguments without those of these names. */
export function without(args: readonly string[], names: readonly string[]): string[] {
  return args.filter((word) => !names.includes(word.split('=', 1)[0] ?? word));
}

/** Text that a regular expression with the flag `m` takes for itself. */
export function quotedText(text: string): string {
  return text.replace(/[.^$*+?()[\]{}|\\/]/gu, '\\$&');
}

/** The check of programs whose output is times, counters and a date. */
export const ENDS_WELL = { output: 'exit-code', succeeds: true, ignoreLines: [] } as const;
