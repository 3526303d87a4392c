// Which keys can still come to an object of retarget.json, given those that are there.
import {
  benchmarkConflicts,
  cargoConflicts,
  checkConflicts,
  type Conflicts,
  type Written,
} from '../config/key-conflicts.ts';
import type { JsonPath } from '../config/places.ts';
import { refusals } from './refused-keys.ts';

/** A key that may come, with the values that matter: those of a list of words, or any. */
export interface PossibleKey {
  readonly key: string;
  readonly values: readonly unknown[];
}

/**
 * The keys that fit: each is valid beside what is written, or becomes so with one more key.
 * @param path of the object in the document
 * @param possible keys that the schema knows and the object does not have
 */
export function fittingKeys(
  path: JsonPath,
  written: Written,
  possible: readonly PossibleKey[],
): readonly string[] {
  const conflicts = conflictsAt(path);
  const before = conflicts(written).length;
  const fits = (more: Written): boolean => conflicts({ ...written, ...more }).length <= before;
  const additions = ({ key, values }: PossibleKey): Written[] =>
    values.map((value) => ({ [key]: value }));
  const others = possible.flatMap(additions);
  return possible
    .filter((one) =>
      additions(one).some(
        (added) => fits(added) || others.some((other) => fits({ ...other, ...added })),
      ),
    )
    .map(({ key }) => key);
}

function conflictsAt(path: JsonPath): Conflicts {
  const shape = path.map((step) => (typeof step === 'number' ? '[]' : step)).join('.');
  return CONFLICTS[shape] ?? (() => []);
}

const CONFLICTS: Readonly<Record<string, Conflicts>> = {
  'programs.[]': (written) => refusals(written).map(({ words }) => words),
  'programs.[].cargo': cargoConflicts,
  'programs.[].benchmarks.[]': benchmarkConflicts,
  'programs.[].benchmarks.[].check': checkConflicts,
};
