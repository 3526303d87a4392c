// Some of a program's benchmarks, by their names: what a lens, a row of a tree or an option asks for.
import type { HarnessRow } from '../bench/harness/output-rows.ts';
import type { BenchmarkToMeasure, ProgramToMeasure } from '../model/measuring-plan.ts';
import { benchmarksUnknown } from './messages/given.ts';

/**
 * The rows that names stand for. A name that a row has is that row; any other stands for all rows in whose names it is
 * whole: `BM_sum` for `BM_sum/8` and `BM_sum<float>/8`, `parse` for `tests::parse` and `json/parse`.
 * @returns one row with its failure where a program has benchmarks and none is meant
 */
export function chosenRows(
  rows: readonly HarnessRow[],
  names: readonly string[] | undefined,
): readonly HarnessRow[] {
  if (names === undefined) return rows;
  const there = rows.map(({ benchmark }) => benchmark.name);
  const chosen = new Set(names.flatMap((name) => namesMeant(there, name)));
  const found = rows.filter((row) => 'failure' in row || chosen.has(row.benchmark.name));
  const [first] = rows;
  if (found.length > 0 || first === undefined) return found;
  return [
    {
      benchmark: first.benchmark,
      failure: { code: 'benchmark-missing', ...benchmarksUnknown({ names, there }) },
    },
  ];
}

/** Of several programs, those that have none of the names say nothing of it as long as another has one. */
export function onlyMeant(
  programs: readonly ProgramToMeasure[],
  names: readonly string[] | undefined,
): readonly ProgramToMeasure[] {
  const isMissing = ({ failure }: BenchmarkToMeasure): boolean =>
    failure?.code === 'benchmark-missing';
  const isSomewhere = programs.some(({ benchmarks }) => !benchmarks.every(isMissing));
  if (names === undefined || !isSomewhere) return programs;
  return programs.map((program) =>
    program.benchmarks.every(isMissing) ? { ...program, benchmarks: [] } : program,
  );
}

/** Those of the names that one stands for. */
function namesMeant(there: readonly string[], name: string): readonly string[] {
  if (there.includes(name)) return [name];
  const quoted = name.replace(/[.^$*+?()[\]{}|\\/]/gu, '\\$&');
  const whole = new RegExp(`(?:^|/|::)${quoted}(?:$|[/<]|::)`, 'u');
  return there.filter((each) => whole.test(each));
}
