// The program that a benchmark has run before each execution: by the same executor, in the same surroundings, untimed.
import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import { excerpt } from './execution-failure.ts';
import type { Execution, Executor, Outcome } from './executor.ts';
import * as say from './messages/execution.ts';

/** Bytes of what it says that are kept. */
const KEPT = 64 * 1024;

export interface Prepared {
  /** Nanoseconds of CPU time that it took. */
  readonly cpuTime: number;
  readonly failure?: Failure;
}

/**
 * Runs it to its end; what it leaves running is killed, as with the program itself.
 * @throws as the executor does
 */
export async function prepare(
  benchmark: Benchmark,
  surroundings: Pick<Execution, 'env' | 'mark' | 'directory' | 'timeLimit'>,
  executor: Executor,
  signal?: AbortSignal,
): Promise<Prepared> {
  const [name, ...args] = benchmark.prepare ?? [];
  if (name === undefined) return { cpuTime: 0 };
  const program = await found(name, surroundings);
  const outcome = await executor.execute(
    { ...surroundings, program, argv: [name, ...args], capture: 'both', keep: KEPT },
    signal,
  );
  const cpuTime = outcome.state === 'ran' ? outcome.user + outcome.system : 0;
  const failure = failureOf(benchmark, outcome);
  return { cpuTime, ...(failure === undefined ? {} : { failure }) };
}

/** The absolute path of a program: looked up on PATH, or from the folder it runs in where its name is a path. */
async function found(
  name: string,
  { env, directory }: Pick<Execution, 'env' | 'directory'>,
): Promise<string> {
  if (name.includes('/')) return resolve(directory, name);
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(resolve(directory, folder), name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return resolve(directory, name);
}

function failureOf(
  { name, prepare: command = [], timeLimit }: Benchmark,
  outcome: Outcome,
): Failure | undefined {
  const facts = { benchmark: name, command };
  if (outcome.state === 'not-started') {
    return {
      code: 'benchmark-crashed',
      ...say.prepareNotStarted({ ...facts, error: outcome.error }),
    };
  }
  const failed = { code: 'benchmark-crashed', ...excerpt(outcome) } as const;
  const { end } = outcome;
  switch (end.kind) {
    case 'exit':
      return end.code === 0
        ? undefined
        : { ...failed, ...say.prepareFailed({ ...facts, code: end.code }) };
    case 'signal':
      return { ...failed, ...say.prepareKilled({ ...facts, signal: end.signal }) };
    case 'timeout':
      return { ...failed, ...say.prepareTimedOut({ ...facts, limit: timeLimit }) };
  }
}
