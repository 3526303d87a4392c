// Keys of retarget.json that cannot stand beside each other: validation refuses them, and completion does not offer them.
import type * as z from 'zod';

export type Written = Readonly<Record<string, unknown>>;

export interface KeyConflict {
  /** The key that is refused; absent where the object as a whole is. */
  readonly key?: string;
  readonly message: string;
}

/** What is wrong with the keys of one object, whatever is wrong with their values. */
export type Conflicts = (written: Written) => readonly KeyConflict[];

/** What a harness decides is refused beside it, and its filter without it, rather than ignored. */
export const benchmarkConflicts: Conflicts = ({ name, harness, filter, metric, check }) => {
  if (harness === undefined) {
    return filter === undefined ? [] : [{ key: 'filter', message: '"filter" requires "harness"' }];
  }
  return given({ name, metric, check }).map((key) => ({
    key,
    message: `the harness sets "${key}" for each of its benchmarks; remove the key`,
  }));
};

export const checkConflicts: Conflicts = ({ output = 'exact', tolerance, absolute, files }) => [
  ...(output === 'numbers' ? [] : given({ absolute, tolerance })).map((key) => ({
    key,
    message: `"${key}" requires "output": "numbers"`,
  })),
  ...(output === 'exit-code' && files !== undefined
    ? [
        {
          key: 'files',
          message: '"output": "exit-code" compares no files; remove either "output" or "files"',
        },
      ]
    : []),
];

export const cargoConflicts: Conflicts = ({ bin, example, bench }) =>
  given({ bin, example, bench }).length === 1
    ? []
    : [{ message: 'expected one of "bin", "example" and "bench"' }];

function given(keys: Written): string[] {
  return Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [key]));
}

/** For a schema's `superRefine`. */
export function refusing(conflicts: Conflicts) {
  return (written: Written, context: z.RefinementCtx): void => {
    for (const { key, message } of conflicts(written)) {
      context.addIssue({ code: 'custom', path: key === undefined ? [] : [key], message });
    }
  };
}
