// A built program as the run keeps it, before anything is measured.
import type { BuiltProgram } from '../build/build-program.ts';
import type { Failure } from '../model/failure.ts';
import type { ProgramResult } from '../model/run.ts';
import type { AskingProgram } from './bitcode-variants.ts';

export function programResult({
  program,
  variants,
  bitcode = [],
  facts,
  failure,
}: BuiltProgram & Partial<AskingProgram>): ProgramResult {
  return {
    name: program.name,
    variants: [...variants, ...bitcode].map(({ variant }) => variant),
    build: facts,
    benchmarks: [],
    overall: [],
    ...(failure === undefined ? {} : { failure }),
  };
}

/** A program that nothing was built of, because its build tool did not say what it consists of. */
export function unpreparedResult(name: string, failure: Failure): ProgramResult {
  return { name, variants: [], benchmarks: [], overall: [], failure };
}
