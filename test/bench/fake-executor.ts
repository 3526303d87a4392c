// An executor without processes: what each target "does" is told by the test, so that schedules can be tested exactly.
import { readFileSync } from 'node:fs';
import type { Execution, Executor, Outcome, Ran } from '../../src/bench/executor.ts';

export interface Call {
  /** What the staged executable holds: tests write each target's name into it. */
  readonly target: string;
  readonly execution: Execution;
}

export function ran(more: Partial<Ran> = {}): Ran {
  const empty = { bytes: Buffer.alloc(0), total: 0, restHash: '' };
  return {
    state: 'ran',
    end: { kind: 'exit', code: 0 },
    wall: 1e7,
    user: 8e6,
    system: 1e6,
    peakMemory: 2 ** 20,
    leftProcesses: 0,
    stdout: empty,
    stderr: empty,
    ...more,
  };
}

export function printing(text: string): Partial<Ran> {
  const bytes = Buffer.from(text);
  return { stdout: { bytes, total: bytes.length, restHash: '' } };
}

/** Answers with what `behave` returns for the target and the number of its call, from 0. */
export function fakeExecutor(
  behave: (target: string, call: number, execution: Execution) => Outcome,
  kind: Executor['kind'] = 'runner',
): Executor & { readonly calls: Call[] } {
  const calls: Call[] = [];
  return {
    kind,
    measuresCpu: kind === 'runner',
    calls,
    execute: (execution, signal) => {
      const target = readFileSync(execution.program, 'utf8');
      const count = calls.filter((call) => call.target === target).length;
      calls.push({ target, execution });
      const outcome = behave(target, count, execution);
      if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
      return Promise.resolve(outcome);
    },
    close: () => Promise.resolve(),
  };
}
