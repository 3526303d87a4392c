// What a run or a failure means to whoever started the command: its exit code.
import type { Failure, FailureCode } from '../model/failure.ts';
import type { ProgramResult, Run } from '../model/run.ts';
import { baselineDidNotRun, didNotBuild, hasWrongVariant } from '../report/soundness.ts';

export const EXIT = {
  done: 0,
  /** Done, but a threshold failed or a variant was wrong or failed. */
  findings: 1,
  usage: 2,
  toolchain: 3,
  build: 4,
  baseline: 5,
  /** A defect of Retarget's own (EX_SOFTWARE of sysexits.h). */
  internal: 70,
  interrupted: 130,
} as const;

const FAILURE_EXIT: Readonly<Record<FailureCode, number>> = {
  usage: EXIT.usage,
  'config-invalid': EXIT.usage,
  'project-empty': EXIT.usage,
  'program-unclear': EXIT.usage,
  'target-unknown': EXIT.usage,
  'target-cannot-run': EXIT.baseline,
  'input-missing': EXIT.usage,
  'toolchain-missing': EXIT.toolchain,
  'toolchain-too-old': EXIT.toolchain,
  'toolchain-broken': EXIT.toolchain,
  'bitcode-too-new': EXIT.build,
  'bitcode-damaged': EXIT.build,
  'bitcode-foreign': EXIT.build,
  'compile-failed': EXIT.build,
  'link-failed': EXIT.build,
  'no-main': EXIT.build,
  'benchmark-missing': EXIT.baseline,
  'benchmark-not-executable': EXIT.baseline,
  'benchmark-crashed': EXIT.baseline,
  'benchmark-timeout': EXIT.baseline,
  'benchmark-unstable-output': EXIT.baseline,
  'metric-missing': EXIT.baseline,
  'runner-failed': EXIT.baseline,
  'output-differs': EXIT.findings,
  'run-missing': EXIT.usage,
  'run-damaged': EXIT.usage,
  'run-too-new': EXIT.usage,
  'runs-differ': EXIT.usage,
  'folder-read-only': EXIT.usage,
  'disk-full': EXIT.usage,
  busy: EXIT.usage,
  system: EXIT.usage,
  untrusted: EXIT.usage,
  interrupted: EXIT.interrupted,
  internal: EXIT.internal,
};

/** The exit code of a command that ended with a failure instead of a result. */
export function exitCodeOfFailure({ code }: Pick<Failure, 'code'>): number {
  // A stored run may hold a newer version's failure code.
  return (FAILURE_EXIT as Readonly<Record<string, number>>)[code] ?? EXIT.findings;
}

/**
 * The exit code of a profile that has a run. What kept it from measuring outranks what was measured.
 * @param thresholdsFailed whether some speedup was below `--fail-below`.
 */
export function exitCodeOfRun(run: Run, thresholdsFailed = false): number {
  if (run.state === 'interrupted') return EXIT.interrupted;
  if (run.failure !== undefined) return exitCodeOfFailure(run.failure);
  return exitCodeOfPrograms(run.programs, run.baseline, thresholdsFailed);
}

/** As `exitCodeOfRun`, for programs that may have been built only. */
export function exitCodeOfPrograms(
  programs: readonly ProgramResult[],
  baseline: string,
  thresholdsFailed = false,
): number {
  if (programs.some((program) => didNotBuild(program, baseline))) return EXIT.build;
  if (programs.some(baselineDidNotRun)) return EXIT.baseline;
  return thresholdsFailed || programs.some(hasWrongVariant) ? EXIT.findings : EXIT.done;
}
