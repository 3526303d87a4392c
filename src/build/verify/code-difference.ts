// Two objects' code and data, function by function and variable by variable: which are not the same in both.
import type { FunctionDifference } from '../../model/verification.ts';
import type { ListedFunction } from '../../toolchain/disassembly.ts';

export interface DifferentFunction {
  readonly difference: FunctionDifference;
  readonly retargeted?: ListedFunction;
  readonly direct?: ListedFunction;
}

/** In the order of the retargeted object; behind them those that only the direct build has. */
export function codeDifferences(
  retargeted: readonly ListedFunction[],
  direct: readonly ListedFunction[],
): DifferentFunction[] {
  const others = byName(direct);
  const found: DifferentFunction[] = [];
  for (const [key, ours] of byName(retargeted)) {
    const theirs = others.get(key);
    others.delete(key);
    const difference = differenceOf(ours, theirs);
    if (difference === undefined) continue;
    found.push({
      difference,
      retargeted: ours,
      ...(theirs === undefined ? {} : { direct: theirs }),
    });
  }
  for (const theirs of others.values()) {
    if (theirs.code.length === 0) continue;
    const { name, section } = theirs;
    found.push({
      difference: { name, directSection: section, kind: 'missing' },
      direct: theirs,
    });
  }
  return found;
}

/** By name; of several with one name (in several sections, or local ones) each by its place among them. */
function byName(functions: readonly ListedFunction[]): Map<string, ListedFunction> {
  const times = new Map<string, number>();
  const named = new Map<string, ListedFunction>();
  for (const each of functions) {
    const time = (times.get(each.name) ?? 0) + 1;
    times.set(each.name, time);
    named.set(JSON.stringify([each.name, time]), each);
  }
  return named;
}

function differenceOf(
  ours: ListedFunction,
  theirs: ListedFunction | undefined,
): FunctionDifference | undefined {
  const { name, section } = ours;
  if (theirs === undefined) {
    return ours.code.length === 0 ? undefined : { name, section, kind: 'added' };
  }
  const directSection = theirs.section;
  if (!isSameCode(ours.code, theirs.code)) {
    return { name, section, directSection, kind: ours.isData === true ? 'data' : 'code' };
  }
  if (section === directSection) return undefined;
  return { name, section, directSection, kind: 'section' };
}

function isSameCode(ours: readonly string[], theirs: readonly string[]): boolean {
  return ours.length === theirs.length && ours.every((line, at) => line === theirs[at]);
}

/** Functions as text for people to read, each under its name and section. */
export function listingText(functions: readonly (ListedFunction | undefined)[]): string {
  return functions
    .flatMap((each) =>
      each === undefined
        ? []
        : [`${each.name}  (${each.section})\n${each.code.map((line) => `    ${line}\n`).join('')}`],
    )
    .join('\n');
}
