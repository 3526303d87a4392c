// Whether a run is what was asked for: everything built, everything measured, every output right.
import type { ProgramResult, Run } from '../model/run.ts';
import { standing } from '../model/variant.ts';

/** Whether every target that this host can run was built and measured rightly. */
export function isClean({ state, failure, programs, baseline }: Run): boolean {
  return (
    state === 'finished' &&
    failure === undefined &&
    !programs.some(
      (program) =>
        didNotBuild(program, baseline) || baselineDidNotRun(program) || hasWrongVariant(program),
    )
  );
}

/** Whether a program has nothing to compare with, because it or its baseline was not built. */
export function didNotBuild({ failure, variants }: ProgramResult, baseline: string): boolean {
  return (
    failure !== undefined ||
    variants.some(({ target, state }) => target === baseline && state === 'failed')
  );
}

/** Whether some benchmark compared nothing, because it or its baseline did not run. */
export function baselineDidNotRun({ benchmarks }: ProgramResult): boolean {
  return benchmarks.some(
    ({ failure, comparisons }) =>
      failure !== undefined ||
      comparisons.some(
        ({ verdict, failure: why }, index) =>
          index === 0 && verdict !== 'baseline' && why !== undefined,
      ),
  );
}

/** Whether a target that was tried was not built, failed or gave wrong output. */
export function hasWrongVariant({ variants, benchmarks }: ProgramResult): boolean {
  return (
    standing(variants).some(({ state }) => state === 'failed') ||
    benchmarks.some(({ comparisons }) =>
      comparisons.some(({ verdict }) => verdict === 'wrong output' || verdict === 'failed'),
    )
  );
}
