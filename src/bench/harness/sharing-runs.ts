// Rows that one way to run the program has all results of: the same executions measure each of them.
import type { Benchmark } from '../../model/program.ts';

interface Row {
  readonly benchmark: Benchmark;
}

/** In their order. @param name what the executions that several share are told by */
export function sharingRuns<R extends Row>(
  rows: readonly R[],
  { name }: Benchmark,
): readonly (R & { readonly sharing?: Benchmark })[] {
  const runOf = ({ benchmark }: Row): string => benchmark.args.join('\0');
  const runs = new Map<string, { readonly sharing: Benchmark; readonly isAlone: boolean }>();
  for (const row of rows) {
    const known = runs.get(runOf(row));
    const sharing = known?.sharing ?? { ...row.benchmark, name };
    runs.set(runOf(row), { sharing, isAlone: known === undefined });
  }
  return rows.map((row) => {
    const run = runs.get(runOf(row));
    return run === undefined || run.isAlone ? row : { ...row, sharing: run.sharing };
  });
}
