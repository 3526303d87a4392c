// What an execution that did not go well means to its user, as a failure.
import { dirname } from 'node:path';
import type { Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { VariantIdentity } from '../model/variant.ts';
import { bytesText } from '../text/bytes-text.ts';
import { variantText } from '../text/variant-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { unsteadyAdvice } from './check-failure.ts';
import type { NotStarted, Ran } from './executor.ts';
import type { Stage } from './stage.ts';
import { usageIn } from './usage-text.ts';

const EXCERPT_LINES = 20;

/** Why a program could not be started. */
export function startFailure(outcome: NotStarted, benchmark: Benchmark, pin?: number): Failure {
  const { error } = outcome;
  const who = `Benchmark "${visibleText(benchmark.name)}"`;
  switch (outcome.step) {
    case 'stdin':
      return {
        code: 'benchmark-missing',
        message: `${who}: its standard input ${visibleText(benchmark.stdin ?? '')} cannot be opened (${words(error)}).`,
        hint: 'Correct "stdin" of this benchmark in retarget.json, or make the file.',
        ...(benchmark.stdin === undefined ? {} : { place: { file: benchmark.stdin } }),
      };
    case 'directory':
      return {
        code: 'benchmark-missing',
        message: `${who}: its directory ${visibleText(benchmark.directory)} cannot be entered (${words(error)}).`,
        hint:
          unbuiltHint(benchmark) ??
          'Correct "directory" of this benchmark in retarget.json, or make the folder.',
        place: { file: benchmark.directory },
      };
    case 'pin':
      return {
        code: 'usage',
        message: `${who} cannot be pinned to core ${pin ?? '?'} (${words(error)}).`,
        hint:
          error === 'ENOTSUP'
            ? 'Pinning needs Linux and the compiled runner; leave "pin" away here.'
            : 'Choose a core that this process may use (see `taskset -cp $$`), or leave "pin" away.',
      };
    case 'program':
      if (error === 'ENOENT' || error === 'ENOTDIR') {
        return {
          code: 'benchmark-missing',
          message: `${who}: the program cannot be started because its executable, or the loader it names, is missing (${words(error)}).`,
          hint: 'Check the link flags: a dynamic loader or interpreter that is not on this machine has the same effect.',
        };
      }
      if (error === 'E2BIG') {
        return {
          code: 'benchmark-not-executable',
          message: `${who}: its arguments and environment are longer than the system allows (E2BIG).`,
          hint: 'Pass long inputs through "stdin" or a file.',
        };
      }
      return {
        code: 'benchmark-not-executable',
        message: `${who}: the program is not executable (${words(error)}).`,
        hint: 'Check that it links to a program (not an object or a shared library) for this system, and that the file system allows execution.',
      };
  }
}

export interface Expectation {
  readonly variant: VariantIdentity;
  readonly isBaseline: boolean;
  /** Exit code the baseline's first check ended with; absent in that check. */
  readonly exitCode: number | undefined;
  readonly stage: Pick<Stage, 'path' | 'isSurrounded'>;
  /** Files that earlier executions left where it runs. */
  readonly written?: readonly string[];
}

/** Why an end is a failure, or nothing. */
export function endFailure(
  ran: Ran,
  benchmark: Benchmark,
  { variant, isBaseline, exitCode: expected, stage, written = [] }: Expectation,
): Failure | undefined {
  const { end } = ran;
  const who = `Benchmark "${visibleText(benchmark.name)}" built for ${variantText(variant)}`;
  const details = excerpt(ran);
  switch (end.kind) {
    case 'timeout':
      return {
        code: 'benchmark-timeout',
        message: `${who} did not end within ${seconds(benchmark.timeLimit)} and was killed${printed(ran)}.`,
        hint: 'Give it less work, or raise "timeLimit" of this benchmark in retarget.json. A program that waits for input or prints without end never finishes.',
        ...details,
      };
    case 'signal':
      return {
        code: 'benchmark-crashed',
        message: `${who} ended by ${signalWords(end.signal)}.`,
        hint:
          end.signal === 'SIGILL'
            ? illegalInstructionHint(variant.target, isBaseline)
            : [...elsewhere(ran, stage), byItself(benchmark)].join(' '),
        ...details,
      };
    case 'exit':
      if (end.code === (expected ?? 0)) return undefined;
      if (expected === undefined) {
        // The caller allows any code the baseline keeps to, where only exit codes are compared.
        const { output, succeeds, skipCode } = benchmark.check;
        if (output === 'exit-code' && succeeds !== true) return undefined;
        if (end.code === skipCode) {
          return {
            code: 'benchmark-crashed',
            message: `${who} ended with exit code ${end.code}, by which this test of CTest says that it did not run.`,
            hint: 'Its output says what it lacks here. Ways to run the program that do work go into "benchmarks" in retarget.json.',
            ...details,
          };
        }
        const usage = usageIn(ran, benchmark);
        const minds = mindsFiles(ran);
        if (usage !== undefined) {
          return {
            code: 'benchmark-crashed',
            message: `${who} ended with exit code ${end.code} and printed its usage.`,
            hint: `${usage.hint}${unbuiltHint(benchmark) === undefined ? '' : ` ${unbuiltHint(benchmark) ?? ''}`}`,
            details: usage.lines,
          };
        }
        return {
          code: 'benchmark-crashed',
          message: `${who} ended with exit code ${end.code}${minds && written.length > 0 ? `, after a run before had left ${written.map(visibleText).join(', ')}` : ''}.`,
          hint: [
            ...[unbuiltHint(benchmark) ?? [], elsewhere(ran, stage), byItself(benchmark)].flat(),
            ...(minds ? [unsteadyAdvice(written)] : []),
            'If this code is right, put "check": { "output": "exit-code" } in this benchmark in retarget.json.',
          ].join(' '),
          ...details,
        };
      }
      if (isBaseline) {
        return {
          code: 'benchmark-unstable-output',
          message: `${who} ended with exit code ${end.code}, and with ${expected} the time before, of the same executable.`,
          hint: unsteadyAdvice(written),
          ...details,
        };
      }
      return {
        code: 'output-differs',
        message: `${who} ended with exit code ${end.code}, the baseline with ${expected}.`,
        hint: 'The program noticed a difference itself: its code is miscompiled for this target, depends on undefined behaviour, or compares floating point exactly.',
        ...details,
      };
  }
}

/** Whether what it says is of a file that is there already. */
function mindsFiles({ stderr, stdout }: Ran): boolean {
  return [stderr, stdout].some(({ bytes }) =>
    /already exists|file exists|overwrit/iu.test(bytes.subarray(-16 * 1024).toString('utf8')),
  );
}

function illegalInstructionHint(target: string, isBaseline: boolean): string {
  return isBaseline
    ? `The code uses instructions that this machine does not have, or was made to trap: choose a lower baseline with --baseline or "baseline" in retarget.json, or look at what ${target} needs with \`retarget host --explain ${target}\`. Flags and assembly of the project's own can ask for such instructions too.`
    : `The code uses instructions that this machine does not have: leave this target away here, or look at what it needs with \`retarget host --explain ${target}\`.`;
}

/** The system's error name with its meaning, where it is a common one. */
function words(error: string): string {
  const meaning = {
    ENOENT: 'no such file',
    EACCES: 'permission denied',
    ENOTDIR: 'not a folder',
    EISDIR: 'it is a folder',
    ENOEXEC: 'not a program of this system',
    EINVAL: 'no such core, or not allowed',
    ENOTSUP: 'not supported here',
  }[error];
  return meaning === undefined ? error : `${error}: ${meaning}`;
}

function signalWords(signal: string): string {
  const meaning = {
    SIGILL: 'illegal instruction',
    SIGSEGV: 'invalid memory access',
    SIGFPE: 'arithmetic error',
    SIGABRT: 'abort',
    SIGBUS: 'bus error',
    SIGKILL: 'killed from outside, perhaps for lack of memory',
  }[signal];
  return meaning === undefined ? signal : `${signal} (${meaning})`;
}

/** Where an executable is left that can be run by hand: those that were measured are gone. */
function byItself({ stdin }: Benchmark): string {
  const emptyInput =
    stdin === undefined
      ? ' Its standard input is empty: if it reads any, name a file with "stdin".'
      : '';
  return `Run it by itself to see why: \`retarget build --out DIR\` leaves it there.${emptyInput}`;
}

/** A program that looks for files around its executable, where it does not find all that its own would. */
function elsewhere(
  { stdout, stderr }: Ran,
  { path, isSurrounded }: Expectation['stage'],
): string[] {
  const folder = visibleText(dirname(path));
  const isNamed = [stdout, stderr].some(({ bytes }) => bytes.includes(dirname(path)));
  if (isSurrounded && !isNamed) return [];
  return [
    isSurrounded
      ? `It ran from ${folder}, which links to all that is beside the project's own executable, up to the project's folder and no higher: a file that it looks for elsewhere around its executable has to be named by "args" or "env" in retarget.json.`
      : `It ran from ${folder}, with no other files around it: those that a program looks for beside its executable have to be named by "args" or "env" in retarget.json.`,
  ];
}

/** A build by hand does more than make the program: it copies what tests read, and makes what they start. */
function unbuiltHint({ unbuilt }: Benchmark): string | undefined {
  if (unbuilt === undefined) return undefined;
  const folder = visibleText(unbuilt);
  return `It looks into ${folder}, where Retarget builds no more than the sources that are generated: what other steps of the build put there (POST_BUILD), and other programs, are missing. If that is why, make them once: \`cmake --build ${folder}\`.`;
}

function printed(ran: Ran): string {
  const total = ran.stdout.total + ran.stderr.total;
  return total < 1024 * 1024 ? '' : ` after printing ${bytesText(total)}`;
}

function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(3))} s`;
}

/** The last lines of what it said on standard error, or else on standard output. */
export function excerpt(ran: Ran): { readonly details?: string } {
  const source = ran.stderr.bytes.length > 0 ? ran.stderr.bytes : ran.stdout.bytes;
  const text = source
    .subarray(-16 * 1024)
    .toString('utf8')
    .trimEnd();
  if (text === '') return {};
  const lines = text.split('\n').slice(-EXCERPT_LINES);
  return { details: lines.map((line) => visibleText(line.slice(0, 300))).join('\n') };
}
