// Units that stand behind a program's main and do not compile: the link without them tells whether it needs them.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { FailureError } from '../model/failure.ts';
import type { PreparedProgram } from '../model/program.ts';
import { undefinedSymbols } from '../toolchain/clang-link.ts';
import { elfSymbols } from '../binary/elf-symbols.ts';
import { unitKey } from './build-units.ts';
import type { FailedUnit } from './compile-unit.ts';
import { definedIn } from './source-definitions.ts';
import {
  failingUnitNeeded,
  failingUnitReplaced,
  nameOwnSources,
  unitsLeftOut,
} from './messages/left-out.ts';
import { listText } from '../text/list-text.ts';

const MOST_SHOWN = 5;

/** Keys of units that are in inferred libraries alone: the program may do without them. */
export function dispensableUnits({ units, libraries = [] }: PreparedProgram): ReadonlySet<string> {
  if (!libraries.some(({ inferred }) => inferred === true)) return new Set();
  const keys = (inferred: boolean): string[] =>
    libraries
      .filter((library) => (library.inferred === true) === inferred)
      .flatMap((library) => library.units.map(unitKey));
  const needed = new Set([...units.map(unitKey), ...keys(false)]);
  return new Set(keys(true).filter((key) => !needed.has(key)));
}

/** The program without the units of these keys in its inferred libraries, as it was linked. */
export function withoutUnits(program: PreparedProgram, keys: ReadonlySet<string>): PreparedProgram {
  if (keys.size === 0) return program;
  return {
    ...program,
    libraries: (program.libraries ?? []).map((library) =>
      library.inferred === true
        ? { ...library, units: library.units.filter((each) => !keys.has(unitKey(each))) }
        : library,
    ),
  };
}

/**
 * What a link failed for that went without units: one of them, where its source names a symbol that is missing.
 * @returns the error itself where it is no link's, or nothing was left out.
 */
export async function withLeftOut(
  error: unknown,
  { name }: PreparedProgram,
  leftOut: readonly FailedUnit[],
): Promise<unknown> {
  const [first] = leftOut;
  if (!(error instanceof FailureError) || first === undefined) return error;
  const { failure } = error;
  const missing = undefinedSymbols(failure.details ?? '');
  if (failure.code !== 'link-failed' || missing.length === 0) return error;
  const suspects = await Promise.all(
    leftOut.map(async (each) => ({ each, named: await namedIn(each.unit.source, missing) })),
  );
  const guilty = suspects.filter(({ named }) => named.length > 0);
  const [{ each, named } = { each: first, named: [] }] = guilty;
  if (guilty.length === 0) {
    const hint = `${failure.hint ?? ''} ${unitsLeftOut({ units: unitNames(leftOut) })}`;
    return new FailureError(
      { ...failure, hint: hint.trim(), details: detailsOf(failure.details, first) },
      { cause: error },
    );
  }
  const others = guilty.length - 1;
  return new FailureError(
    {
      ...each.failure,
      message: failingUnitNeeded({
        ...{ failure: each.failure.message, program: name, symbols: named, others },
      }),
      hint: `${each.failure.hint ?? ''} ${nameOwnSources({ program: name, symbols: named.length })}`.trim(),
      configurable: true,
      details: detailsOf(failure.details, each),
    },
    { cause: error },
  );
}

/**
 * That a link does without a unit is no proof that the program does: a `qsort` of its own would be replaced by the C
 * library's. So none of the names that the objects take from elsewhere may be one that a unit left out defines.
 * @param objects absolute paths of all that is linked of the program's own
 * @throws {FailureError} compile-failed, naming the unit and its names.
 */
export async function assertNotReplaced(
  { name }: PreparedProgram,
  leftOut: readonly FailedUnit[],
  objects: readonly string[],
): Promise<void> {
  if (leftOut.length === 0) return;
  const tables = await Promise.all(objects.map((path) => elfSymbols(path)));
  const own = new Set(tables.flatMap((table) => table?.defined ?? []));
  const needed = new Set(tables.flatMap((table) => table?.needed ?? []));
  const elsewhere = [...needed].filter((symbol) => !own.has(symbol));
  for (const { unit, failure } of leftOut) {
    const replaced = await definedIn(unit.source, elsewhere);
    if (replaced.length === 0) continue;
    throw new FailureError({
      ...failure,
      message: failingUnitReplaced({
        ...{ failure: failure.message, program: name, symbols: replaced },
      }),
      hint: `${failure.hint ?? ''} ${nameOwnSources({ program: name, symbols: replaced.length })}`.trim(),
      configurable: true,
    });
  }
}

/** Units by name, for a sentence. */
export function unitNames(units: readonly FailedUnit[]): string {
  return listText([...new Set(units.map(({ unit }) => basename(unit.source)))], MOST_SHOWN);
}

/** Those of the symbols whose own name, without parameters and name spaces, is a word of the source. */
async function namedIn(source: string, symbols: readonly string[]): Promise<string[]> {
  const text = await readFile(source, 'utf8').catch(() => '');
  const words = new Set(text.match(/\w+/gu) ?? []);
  return symbols.filter((symbol) => {
    const name = /(\w+)\s*(?:\(|$)/u.exec(symbol)?.[1] ?? symbol;
    return words.has(name) || words.has(name.replace(/^_/u, ''));
  });
}

function detailsOf(linker: string | undefined, { failure }: FailedUnit): string {
  return [failure.details, linker].filter((words) => words !== undefined).join('\n\n');
}
