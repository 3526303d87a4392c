// How a program is run, judged and checked where whoever asks for the profile says so, whichever benchmarks it has.
import { FailureError } from '../model/failure.ts';
import type { Benchmark, Program, WayOfRun } from '../model/program.ts';
import { harnessDecides as harnessDecidesWords } from './messages/projects.ts';

/**
 * The program with every benchmark run so; one whose benchmarks are not known yet keeps it until they are.
 * @throws {FailureError} `usage` where a harness decides how a benchmark is judged
 */
export function withWayOfRun<Of extends Program>(program: Of, way: WayOfRun): Of {
  const changed = changedProgram(program, way);
  return program.preparation === undefined
    ? changed
    : { ...program, whenPrepared: { ...program.whenPrepared, way } };
}

function changedProgram<Of extends Program>(program: Of, way: WayOfRun): Of {
  const isJudged = way.metric !== undefined || way.check !== undefined;
  const benchmarks = program.benchmarks.map((benchmark): Benchmark => {
    if (isJudged && benchmark.harness !== undefined) throw harnessDecides(benchmark.name);
    const whole = { ...benchmark, ...way };
    // As cargo runs its benches.
    const isBench = isJudged && program.harness === 'cargo-bench';
    return isBench && !whole.args.includes('--bench')
      ? { ...whole, args: ['--bench', ...whole.args] }
      : whole;
  });
  // A framework would decide both: the program is run whole, as it was said.
  const isNamed = isJudged && benchmarks.length > 0;
  return { ...program, benchmarks, ...(isNamed ? { benchmarksNamed: true } : {}) };
}

function harnessDecides(name: string): FailureError {
  return new FailureError({
    code: 'usage',
    ...harnessDecidesWords(name),
  });
}
