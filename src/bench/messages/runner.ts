// What is said of the timing helper, the executor without it, and the folder that executables run in.
import type { FailureWords } from '../../model/failure.ts';
import type { Remedy } from '../../model/remedy.ts';

/** @param failure the message of why the compiled runner is not available */
export function timedByNode({ failure }: { readonly failure: string }): string {
  return `Timed by Node.js because the compiled runner is not available. ${failure} Each wall time includes about a millisecond of overhead, and varies more. CPU time, memory and counters are not measured (recorded as 0).`;
}

export function noCounters(): string {
  return 'This system provides no hardware counters: cycles, instructions and cache misses are not recorded.';
}

/** @param end how the process ended: an exit code, a signal or an error */
export type EndFacts =
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'exit'; readonly code: number | undefined };

export function runnerNotCompiled(facts: {
  readonly compiler: string;
  readonly end: EndFacts;
}): FailureWords {
  return {
    message: `${facts.compiler} could not compile the runner (${endText(facts.end)}).`,
    hint: "Install the C library's headers (Debian: apt-get install libc6-dev; macOS: xcode-select --install).",
  };
}

export function runnerNotStarted(facts: { readonly path: string; readonly end: EndFacts }): string {
  return `The runner ${facts.path} did not start (${endText(facts.end)}).`;
}

export function runnerBusy(): string {
  return 'The runner was asked to run two programs at once.';
}

export function runnerClosed(): string {
  return 'The runner was closed while the program ran.';
}

export function runnerEnded({ end }: { readonly end: EndFacts }): string {
  if (end.kind !== 'signal') return `The runner ended while the program ran (${endText(end)}).`;
  const what = end.signal === 'SIGSTOP' ? 'stopped' : 'killed';
  return `The runner was ${what} while the program ran (${end.signal}).`;
}

/** Of its limits, priority or cores, which programs after it would inherit. */
export function runnerChanged(): string {
  return 'The program changed the limits, priority or cores of the runner.';
}

/** @param milliseconds since the program should have ended */
export function runnerSilent({ milliseconds }: { readonly milliseconds: number }): string {
  return `The runner did not answer within ${milliseconds / 1000} s after the program's time limit.`;
}

export function runnerMisspoke({ line }: { readonly line: string }): string {
  return `The runner gave an unexpected answer: ${JSON.stringify(line.slice(0, 80))}.`;
}

export function runnerRefused({ error }: { readonly error: string }): string {
  return `The runner could not start a program (${error}).`;
}

export function runnerCutShort({ answer }: { readonly answer: string }): string {
  return `The runner's answer is incomplete: ${answer}`;
}

/** What is said of any loss of the runner while it ran a program. */
export const LOST_RUNNER_ADVICE = {
  hint: 'The runner is the parent process of the program. A program that signals its parent, or uses up memory, processes or file descriptors, can take it down. A new runner measures the other benchmarks.',
} as const satisfies Pick<FailureWords, 'hint'>;

/** What a caller may do where there is no runner. */
export const RUNNER_ADVICE = {
  hint: 'Try again. If it persists, clear the cache to build the runner again.',
  remedies: [{ kind: 'clear-cache' }],
} as const satisfies Pick<FailureWords, 'hint' | 'remedies'>;

/** As `ProcessEnd` has it, of a process that ended. */
export function processEnd({
  spawnError,
  signal,
  exitCode,
}: {
  readonly spawnError?: string | undefined;
  readonly signal?: string | undefined;
  readonly exitCode?: number | undefined;
}): EndFacts {
  if (spawnError !== undefined) return { kind: 'error', error: spawnError };
  return signal === undefined ? { kind: 'exit', code: exitCode } : { kind: 'signal', signal };
}

function endText(end: EndFacts): string {
  switch (end.kind) {
    case 'error':
      return end.error;
    case 'signal':
      return end.signal;
    case 'exit':
      return `exit code ${end.code ?? 'unknown'}`;
  }
}

/** @param variant as `variantText` has it @param error the system's name for it */
export function builtFileGone(facts: {
  readonly what: 'executable' | 'library';
  readonly variant: string;
  readonly file: string;
  readonly error: string;
}): FailureWords {
  return {
    message: `The ${facts.what} built for ${facts.variant} no longer exists: ${facts.file} (${facts.error}).`,
    hint: 'Build it again. Something may have removed it during the measurement.',
  };
}

/** A folder of the cache that cannot be written. */
export function stageUnwritable({ folder }: { readonly folder: string }): {
  readonly what: string;
  readonly hint: string;
  readonly hintWhenFull: string;
  readonly remedies: readonly Remedy[];
} {
  return {
    what: `The folder ${folder}, in which executables are measured,`,
    hint: 'Make it writable, or choose another cache folder.',
    hintWhenFull: 'Free some space on this file system, or choose another cache folder.',
    remedies: [{ kind: 'set', what: 'cache' }],
  };
}
