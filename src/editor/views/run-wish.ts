// What a row below a run stands for, as a profile is asked for it again.
import type { RunSummary } from '../../model/run-summary.ts';
import type { PagePlace } from '../../protocol/page-messages.ts';
import type { RunOutline } from '../../protocol/server-requests.ts';

/** What `retarget.profile` takes. */
export interface RunWish {
  readonly path: string;
  readonly programs: readonly string[];
  readonly benchmarks?: readonly string[];
  readonly targets?: readonly string[];
}

/** @param place a program of the run, or more exactly a benchmark or a target in it; without it, the whole run */
export function runWish(
  { project }: Pick<RunSummary, 'project'>,
  { programs }: Pick<RunOutline, 'programs'>,
  place?: Pick<PagePlace, 'program' | 'target'> & Partial<Pick<PagePlace, 'benchmark'>>,
): RunWish {
  const program = place && programs[place.program];
  if (place === undefined || program === undefined) {
    return { path: project, programs: programs.map(({ name }) => name) };
  }
  const { benchmark, target } = place;
  const named = benchmark === undefined ? undefined : program.benchmarks[benchmark]?.name;
  return {
    ...{ path: project, programs: [program.name] },
    ...(named === undefined ? {} : { benchmarks: [named] }),
    ...(target === undefined ? {} : { targets: [target] }),
  };
}
