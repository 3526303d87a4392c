// What is said of an execution that could not start, or did not end as it should.
import type { FailureWords } from '../../model/failure.ts';
import { bytesText } from '../../text/bytes-text.ts';
import { listText } from '../../text/list-text.ts';
import { visibleText } from '../../text/visible-text.ts';

/** @param error the system's name for it, such as `ENOENT` */
export interface NotStartedFacts {
  readonly benchmark: string;
  readonly error: string;
}

export function stdinNotOpened(facts: NotStartedFacts & { readonly file: string }): FailureWords {
  return {
    message: `${named(facts)} cannot open its standard input ${visibleText(facts.file)} (${errorText(facts.error)}).`,
    hint: 'Correct "stdin" of this benchmark in retarget.json, or create the file.',
    configurable: true,
  };
}

export function directoryNotEntered(
  facts: NotStartedFacts & { readonly folder: string },
): FailureWords {
  return {
    message: `${named(facts)} cannot run in its directory ${visibleText(facts.folder)} (${errorText(facts.error)}).`,
    hint: 'Correct "directory" of this benchmark in retarget.json, or create the folder.',
    configurable: true,
  };
}

export function notPinned(
  facts: NotStartedFacts & { readonly core: number | undefined; readonly isSupported: boolean },
): FailureWords {
  return {
    message: `${named(facts)} cannot be pinned to core ${facts.core ?? '?'} (${errorText(facts.error)}).`,
    hint: facts.isSupported
      ? 'Choose a core that this process may use (`taskset -cp $$` lists them), or measure without pinning.'
      : 'Pinning needs Linux and the compiled runner. Measure without pinning.',
  };
}

export function executableMissing(facts: NotStartedFacts): FailureWords {
  return {
    message: `${named(facts)} cannot start: its executable, or the loader that it names, is missing (${errorText(facts.error)}).`,
    hint: 'Check the link flags. This also happens when the executable names a dynamic loader that does not exist on this machine.',
  };
}

export function argumentsTooLong(facts: Pick<NotStartedFacts, 'benchmark'>): FailureWords {
  return {
    message: `${named(facts)} cannot start: its arguments and environment are longer than the system allows (E2BIG).`,
    hint: 'Pass long input through "stdin" or a file.',
  };
}

export function notExecutable(facts: NotStartedFacts): FailureWords {
  return {
    message: `${named(facts)} cannot start: the program is not executable (${errorText(facts.error)}).`,
    hint: 'Check that the build links a program for this system (not an object or a shared library), and that the file system allows execution.',
  };
}

/** @param variant as `variantText` has it */
export interface EndedFacts {
  readonly benchmark: string;
  readonly variant: string;
}

/** @param limit milliseconds @param printed bytes */
export function timedOut(
  facts: EndedFacts & { readonly limit: number; readonly printed: number },
): FailureWords {
  const printed = facts.printed < 1024 * 1024 ? '' : ` after printing ${bytesText(facts.printed)}`;
  return {
    message: `${built(facts)} did not finish within ${Number((facts.limit / 1000).toFixed(3))} s and was killed${printed}.`,
    hint: 'Give it less work, or raise "timeLimit" of this benchmark in retarget.json. A program that waits for input or prints endlessly never finishes.',
    configurable: true,
  };
}

export function endedBySignal(facts: EndedFacts & { readonly signal: string }): string {
  const meaning = SIGNALS[facts.signal];
  const shown = meaning === undefined ? facts.signal : `${facts.signal} (${meaning})`;
  return `${built(facts)} was terminated by ${shown}.`;
}

export function skippedTest(facts: EndedFacts & { readonly code: number }): FailureWords {
  return {
    message: `${built(facts)} ended with exit code ${facts.code}, which tells CTest that the test was skipped.`,
    hint: 'Its output says what is missing. Under "benchmarks" in retarget.json, list ways to run the program that work.',
    configurable: true,
  };
}

export function endedWithUsage(facts: EndedFacts & { readonly code: number }): string {
  return `${built(facts)} ended with exit code ${facts.code} and printed its usage.`;
}

/** @param left files that an earlier run left, where it complained of existing ones */
export function endedWithCode(
  facts: EndedFacts & { readonly code: number; readonly left: readonly string[] },
): string {
  const after =
    facts.left.length === 0 ? '' : `, after an earlier run had left ${namesText(facts.left)}`;
  return `${built(facts)} ended with exit code ${facts.code}${after}.`;
}

export function endedOtherwise(
  facts: EndedFacts & { readonly code: number; readonly before: number },
): string {
  return `${built(facts)} ended with exit code ${facts.code}, but with ${facts.before} in an earlier run of the same executable.`;
}

export function endedUnlikeBaseline(
  facts: EndedFacts & { readonly code: number; readonly expected: number },
): FailureWords {
  return {
    message: `${built(facts)} ended with exit code ${facts.code}, the baseline with ${facts.expected}.`,
    hint: 'Its code may be miscompiled for this target, depend on undefined behavior, or compare floating-point numbers exactly.',
  };
}

/** The code has instructions that this machine lacks, or traps on purpose. */
export function illegalInstruction({ isBaseline }: { readonly isBaseline: boolean }): string {
  return isBaseline
    ? "The code uses instructions that this machine does not have, or traps on purpose. Choose a lower baseline. The project's own flags and assembly can also use such instructions."
    : 'The code uses instructions that this machine does not have, or traps on purpose. Remove this target on this machine.';
}

export function allowExitCode(): string {
  return 'If this exit code is expected, add "check": { "output": "exit-code" } to this benchmark in retarget.json.';
}

/** @param written files that an earlier run left; may be none */
export function removeBeforeRuns({ written }: { readonly written: readonly string[] }): string {
  const command = JSON.stringify(['rm', '-f', ...(written.length === 0 ? ['FILE'] : written)]);
  const left =
    written.length === 0
      ? 'If a file from an earlier run changes what it does'
      : `An earlier run left ${namesText(written)}. If that changes what it does`;
  return `${left}, remove it before each run with "prepare": ${command} in this benchmark in retarget.json. Otherwise make the program end the same way each time, for example with a fixed random seed.`;
}

export function runByHand({ hasInput }: { readonly hasInput: boolean }): string {
  const input = hasInput
    ? ''
    : ' Its standard input is empty; if it reads any, name a file with "stdin".';
  return `Build the executable and run it directly to see why.${input}`;
}

/** @param isSurrounded what lies beside the project's own executable is linked there */
export function ranElsewhere({
  folder,
  isSurrounded,
}: {
  readonly folder: string;
  readonly isSurrounded: boolean;
}): string {
  return isSurrounded
    ? `It ran in a copy of its folder, ${visibleText(folder)}, with links to everything next to the project's executable, up to the project's folder. If it looks for files elsewhere relative to its executable, pass their paths in "args" or "env" in retarget.json.`
    : `It ran from ${visibleText(folder)}, with no other files next to it. If it looks for files next to its executable, pass their paths in "args" or "env" in retarget.json.`;
}

/** A build by hand does more than make the program: it copies what tests read, and makes what they start. */
export function unbuiltFolder({ folder }: { readonly folder: string }): string {
  const shown = visibleText(folder);
  return `It uses ${shown}, where Retarget only builds generated sources. Files from other build steps (POST_BUILD) and other programs are missing there. If that is the cause, build them once: \`cmake --build ${shown}\`.`;
}

export function ranWithoutArguments(): string {
  return 'It ran without arguments. Give it arguments, for example in "args" of a benchmark in retarget.json.';
}

export function printedUsage(): string {
  return 'It printed its usage. Correct its arguments, for example in "args" of this benchmark in retarget.json.';
}

export interface PrepareFacts {
  readonly benchmark: string;
  readonly command: readonly string[];
}

/** @param error the system's name for it */
export function prepareNotStarted(facts: PrepareFacts & { readonly error: string }): FailureWords {
  return preparing(facts, `cannot start (${errorText(facts.error)})`);
}

export function prepareFailed(facts: PrepareFacts & { readonly code: number }): FailureWords {
  return preparing(facts, `ended with exit code ${facts.code}`);
}

export function prepareKilled(facts: PrepareFacts & { readonly signal: string }): FailureWords {
  return preparing(facts, `was terminated by ${facts.signal}`);
}

/** @param limit milliseconds */
export function prepareTimedOut(facts: PrepareFacts & { readonly limit: number }): FailureWords {
  return preparing(facts, `did not finish within ${facts.limit / 1000} s and was killed`);
}

function preparing({ benchmark, command }: PrepareFacts, what: string): FailureWords {
  return {
    message: `${named({ benchmark })}: its "prepare" command (${visibleText(command.join(' '))}) ${what}.`,
    hint: 'Correct "prepare" of this benchmark in retarget.json: a program and its arguments, one string each. It runs without a shell, in the same folder as the benchmark.',
    configurable: true,
  };
}

function named({ benchmark }: { readonly benchmark: string }): string {
  return `Benchmark "${visibleText(benchmark)}"`;
}

function built({ benchmark, variant }: EndedFacts): string {
  return `${named({ benchmark })} built for ${variant}`;
}

function namesText(names: readonly string[]): string {
  return listText(names.map(visibleText));
}

/** The system's error name with its meaning, where it is a common one. */
function errorText(error: string): string {
  const meaning = ERRORS[error];
  return meaning === undefined ? error : `${error}: ${meaning}`;
}

const ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  ENOTDIR: 'not a folder',
  EISDIR: 'is a folder',
  ENOEXEC: 'not a program for this system',
  EINVAL: 'no such core, or not allowed',
  ENOTSUP: 'not supported here',
};

const SIGNALS: Readonly<Record<string, string>> = {
  SIGILL: 'illegal instruction',
  SIGSEGV: 'invalid memory access',
  SIGFPE: 'arithmetic error',
  SIGABRT: 'abort',
  SIGBUS: 'bus error',
  SIGKILL: 'killed by the system or another process, perhaps because memory ran out',
};
