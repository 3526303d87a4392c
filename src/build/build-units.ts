// Every unit of a program and of its libraries, each built once however many of them hold it.
import type { PreparedProgram, Unit } from '../model/program.ts';

/** What one and the same object comes from: `removed` only tells about the flags. */
export function unitKey(unit: Unit): string {
  const { source, given, language, preprocessed, directory, flags } = unit;
  return JSON.stringify([source, given ?? null, language, preprocessed ?? null, directory, flags]);
}

/** By key, the program's own first. */
export function distinctUnits({ units, libraries = [] }: PreparedProgram): Map<string, Unit> {
  const distinct = new Map<string, Unit>();
  for (const unit of [units, ...libraries.map((library) => library.units)].flat()) {
    const key = unitKey(unit);
    if (!distinct.has(key)) distinct.set(key, unit);
  }
  return distinct;
}

/** Links for each target: the executable's, and one for each shared library. */
export function linksOf({ libraries = [] }: PreparedProgram): number {
  return 1 + libraries.filter(({ link }) => link !== undefined).length;
}
