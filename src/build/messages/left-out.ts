// What is said of units that do not compile and were left out of a link.
import { listText } from '../../text/list-text.ts';
import { plural } from '../../text/plural.ts';

/** Names before the rest is only counted. */
const SHOWN = 5;

/** @param failure the message of why the unit does not compile @param others further units that are needed in the same way */
export function failingUnitNeeded(facts: {
  readonly failure: string;
  readonly program: string;
  readonly symbols: readonly string[];
  readonly others: number;
}): string {
  const { failure, program, symbols, others } = facts;
  const more = others === 0 ? '' : ` The same is true of ${others} more.`;
  return `${failure} ${program} needs it: undefined ${plural(symbols.length, 'symbol', 'symbols')} ${listText(symbols, SHOWN)}.${more}`;
}

/** @param failure as above @param symbols that would be taken from a library */
export function failingUnitReplaced(facts: {
  readonly failure: string;
  readonly program: string;
  readonly symbols: readonly string[];
}): string {
  return `${facts.failure} Without it, ${facts.program} would take ${listText(facts.symbols, SHOWN)} from a library instead.`;
}

/** The program takes symbols from another place than a unit that does not compile. */
export function nameOwnSources(facts: {
  readonly program: string;
  readonly symbols: number;
}): string {
  return `If ${facts.program} takes ${plural(facts.symbols, 'this', 'these')} from another source, name all of its own sources in "units", without "main", in retarget.json.`;
}

/** @param units their names */
export function unitsLeftOut({ units }: { readonly units: string }): string {
  return `Left out, because they do not compile: ${units}.`;
}
