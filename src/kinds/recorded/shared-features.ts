// Flags for features of a CPU among all files of a recorded program.
import type { Library, Unit } from '../../model/program.ts';
import { withOwnFeatures } from '../../flags/own-features.ts';

/** Feature flags that every file of program and libraries has are the project's choice; the others stay with their files. */
export function sharedFeatures(
  units: readonly Unit[],
  libraries: readonly Library[],
): (some: readonly Unit[]) => Unit[] {
  const all = [...units, ...libraries.flatMap((library) => library.units)];
  const whole = withOwnFeatures(all);
  const made = new Map(all.map((unit, at) => [unit, whole[at] ?? unit]));
  return (some) => some.map((unit) => made.get(unit) ?? unit);
}
