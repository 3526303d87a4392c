// What is said of programs that hold many benchmarks: lists that are empty or are none, filters, names that repeat.
import type { FailureWords } from '../../model/failure.ts';
import { listText } from '../../text/list-text.ts';
import { visibleText } from '../../text/visible-text.ts';

/** Names before the rest is only counted. */
const SHOWN_NAMES = 4;

/** @param failure the message of why its benchmarks are not listed */
export function measuredWhole(facts: {
  readonly harness: string;
  readonly failure: string;
}): string {
  return `It uses ${facts.harness} but does not list its benchmarks, so it is measured as a whole. ${facts.failure}`;
}

export function listsNoBenchmarks({ harness }: { readonly harness: string }): FailureWords {
  return {
    message: `The program does not list benchmarks: when asked to run one, it does not respond like ${harness}.`,
  };
}

export function emptyList({ harness }: { readonly harness: string }): FailureWords {
  return {
    message: `The program lists no benchmarks (${harness}).`,
    hint: 'Check that it registers benchmarks, and that "args" of this benchmark in retarget.json does not exclude all of them.',
    configurable: true,
  };
}

export function filterMatchesNothing(facts: {
  readonly program: string;
  readonly filter: string;
  readonly names: readonly string[];
}): FailureWords {
  const names = listText(facts.names.map(visibleText), SHOWN_NAMES);
  return {
    message: `No benchmark of ${visibleText(facts.program)} matches the filter ${JSON.stringify(facts.filter)}.`,
    hint: `It lists ${names}. Correct "filter" in retarget.json.`,
    configurable: true,
  };
}

export function repeatedNames({ names }: { readonly names: readonly string[] }): string {
  const shown = names.map((name) => JSON.stringify(visibleText(name)));
  return `It prints ${listText(shown, SHOWN_NAMES)} more than once. Lines with the same name are distinguished only by their order, so they are mixed up if the order changes between targets or runs. Let (?<name>...) in "metric" capture more of the line, or print a different name for each.`;
}

/** A bench with a main of its own that lists nothing and prints other text in each run. */
export function unlistedBench({ benchmark }: { readonly benchmark: string }): string {
  return `It lists no benchmarks and its output changes from run to run, so it is timed as a whole and only its exit code is checked. If ${visibleText(benchmark)} prints its own times, measure those with "metric" under "benchmarks" in retarget.json.`;
}
