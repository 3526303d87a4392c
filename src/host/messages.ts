// What this room says about a host: notes for readers of its numbers.
import { listText } from '../text/list-text.ts';

/** More names than this do not make a sentence; the list of the host's features has them all. */
const LISTED = 12;

export function virtualMachine({ hypervisor }: { hypervisor: string }): string {
  return `This is a virtual machine (${hypervisor}). The hypervisor decides which CPU features are visible, and the load of other guests can disturb measurements.`;
}

/** LLVM knows a CPU by this name, with other features. @param lacks features of that CPU that are not here */
export function nameDisagrees(words: {
  readonly name: string;
  readonly lacks: readonly string[];
  readonly has: readonly string[];
}): string {
  const { name, lacks, has } = words;
  const differences = [
    ...(lacks.length === 0 ? [] : [`it lacks ${listText(lacks, LISTED)}`]),
    ...(has.length === 0 ? [] : [`it also has ${listText(has, LISTED)}`]),
  ];
  return `LLVM identifies this CPU as ${name}, but ${differences.join(' and ')}. The features decide what runs here, not the name.`;
}

/** @param level the highest psABI level whose features are all here */
export function loaderDisagrees(words: {
  readonly level: string | undefined;
  readonly loader: string;
}): string {
  return `The features of this host reach ${words.level ?? 'no psABI level'}, but the C library's loader accepts ${words.loader}.`;
}

export type MissingFact = 'brand' | 'caches' | 'frequencies';

const FACT_WORDS: Readonly<Record<MissingFact, string>> = {
  brand: "the CPU's brand",
  caches: 'cache sizes',
  frequencies: 'clock frequencies',
};

export function factsMissing(facts: readonly MissingFact[]): string {
  return `This system does not report ${listText(facts.map((fact) => FACT_WORDS[fact]))}.`;
}
