// One build in a process of its own, with what it and its compilers cost.
import { join } from 'node:path';
import type { Executor } from '../../src/bench/executor.ts';
import type { BuildMode, WorkerAnswer } from './build-worker.ts';
import { environment } from './environment.ts';

export interface TimedBuild extends WorkerAnswer {
  /** Milliseconds of CPU time of every compiler and linker. */
  readonly compilers: number;
}

/** @param place absolute path of a folder with a cache of its own: the same one again finds what was built before. */
export async function timedBuild(
  mode: BuildMode,
  configuration: string,
  place: string,
  { executor, targets }: { readonly executor: Executor; readonly targets: readonly string[] },
): Promise<TimedBuild> {
  const worker = join(import.meta.dirname, 'build-worker.mjs');
  const outcome = await executor.execute({
    program: process.execPath,
    argv: [process.execPath, worker, mode, configuration, place, ...targets],
    env: environment(),
    directory: process.cwd(),
    timeLimit: 3_600_000,
    capture: 'both',
    keep: 65_536,
  });
  if (outcome.state !== 'ran' || outcome.end.kind !== 'exit' || outcome.end.code !== 0) {
    throw new Error(`the build worker failed: ${JSON.stringify(outcome)}`);
  }
  const answer = JSON.parse(outcome.stdout.bytes.toString('utf8')) as WorkerAnswer;
  // The kernel counts a process's CPU time together with that of the children it waited for.
  return { ...answer, compilers: (outcome.user + outcome.system) / 1e6 - answer.ownCpu };
}
