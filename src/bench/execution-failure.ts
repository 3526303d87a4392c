// What an execution that did not go well means to its user, as a failure.
import { dirname } from 'node:path';
import type { Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { VariantIdentity } from '../model/variant.ts';
import { variantText } from '../text/variant-text.ts';
import { visibleText } from '../text/visible-text.ts';
import type { NotStarted, Ran } from './executor.ts';
import * as say from './messages/execution.ts';
import type { Stage } from './stage.ts';
import { usageIn } from './usage-text.ts';

const EXCERPT_LINES = 20;

/** Why a program could not be started. */
export function startFailure(outcome: NotStarted, benchmark: Benchmark, pin?: number): Failure {
  const { error } = outcome;
  const facts = { benchmark: benchmark.name, error };
  switch (outcome.step) {
    case 'stdin':
      return {
        code: 'benchmark-missing',
        ...say.stdinNotOpened({ ...facts, file: benchmark.stdin ?? '' }),
        ...(benchmark.stdin === undefined ? {} : { place: { file: benchmark.stdin } }),
      };
    case 'directory':
      return {
        code: 'benchmark-missing',
        ...say.directoryNotEntered({ ...facts, folder: benchmark.directory }),
        ...hinted(unbuiltHint(benchmark)),
        place: { file: benchmark.directory },
      };
    case 'pin':
      return {
        code: 'usage',
        ...say.notPinned({ ...facts, core: pin, isSupported: error !== 'ENOTSUP' }),
        remedies: [{ kind: 'set', what: 'pin' }],
      };
    case 'program':
      if (error === 'ENOENT' || error === 'ENOTDIR') {
        return { code: 'benchmark-missing', ...say.executableMissing(facts) };
      }
      return {
        code: 'benchmark-not-executable',
        ...(error === 'E2BIG' ? say.argumentsTooLong(facts) : say.notExecutable(facts)),
      };
  }
}

function hinted(hint: string | undefined): Pick<Failure, 'hint'> {
  return hint === undefined ? {} : { hint };
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
  const facts = { benchmark: benchmark.name, variant: variantText(variant) };
  const details = excerpt(ran);
  switch (end.kind) {
    case 'timeout':
      return {
        code: 'benchmark-timeout',
        ...say.timedOut({
          ...{ ...facts, limit: benchmark.timeLimit },
          printed: ran.stdout.total + ran.stderr.total,
        }),
        ...details,
      };
    case 'signal':
      return {
        code: 'benchmark-crashed',
        message: say.endedBySignal({ ...facts, signal: end.signal }),
        ...(end.signal === 'SIGILL'
          ? illegalInstruction(variant.target, isBaseline)
          : byHand(benchmark, elsewhere(ran, stage))),
        ...details,
      };
    case 'exit': {
      const { code } = end;
      if (code === (expected ?? 0)) return undefined;
      if (expected === undefined)
        return codeFailure(ran, code, benchmark, { facts, stage, written });
      if (isBaseline) {
        return {
          code: 'benchmark-unstable-output',
          message: say.endedOtherwise({ ...facts, code, before: expected }),
          hint: say.removeBeforeRuns({ written }),
          configurable: true,
          ...details,
        };
      }
      return {
        code: 'output-differs',
        ...say.endedUnlikeBaseline({ ...facts, code, expected }),
        ...details,
      };
    }
  }
}

/** Of the baseline's first run. The caller allows any code it keeps to, where only exit codes are compared. */
function codeFailure(
  ran: Ran,
  code: number,
  benchmark: Benchmark,
  {
    facts,
    stage,
    written,
  }: { readonly facts: say.EndedFacts } & Required<Pick<Expectation, 'stage' | 'written'>>,
): Failure | undefined {
  const { output, succeeds, skipCode } = benchmark.check;
  if (output === 'exit-code' && succeeds !== true) return undefined;
  const crashed = { code: 'benchmark-crashed', ...excerpt(ran) } as const;
  if (code === skipCode) return { ...crashed, ...say.skippedTest({ ...facts, code }) };
  const usage = usageIn(ran, benchmark);
  const unbuilt = unbuiltHint(benchmark) ?? [];
  if (usage !== undefined) {
    return {
      code: 'benchmark-crashed',
      message: say.endedWithUsage({ ...facts, code }),
      hint: [usage.hint, unbuilt].flat().join(' '),
      remedies: usage.remedies,
      configurable: true,
      details: usage.lines,
    };
  }
  const minds = mindsFiles(ran);
  const run = byHand(benchmark, [unbuilt, elsewhere(ran, stage)].flat());
  return {
    ...crashed,
    message: say.endedWithCode({ ...facts, code, left: minds ? written : [] }),
    ...run,
    hint: [
      run.hint,
      ...(minds ? [say.removeBeforeRuns({ written })] : []),
      say.allowExitCode(),
    ].join(' '),
    configurable: true,
  };
}

/** Whether what it says is of a file that is there already. */
function mindsFiles({ stderr, stdout }: Ran): boolean {
  return [stderr, stdout].some(({ bytes }) =>
    /already exists|file exists|overwrit/iu.test(bytes.subarray(-16 * 1024).toString('utf8')),
  );
}

function illegalInstruction(
  target: string,
  isBaseline: boolean,
): Pick<Failure, 'hint' | 'remedies'> {
  const explain = { kind: 'explain-target', target } as const;
  return {
    hint: say.illegalInstruction({ isBaseline }),
    remedies: isBaseline ? [{ kind: 'set', what: 'baseline' }, explain] : [explain],
  };
}

/** To run the executable by hand, where it has to be left: those that were measured are gone. */
function byHand(
  { stdin }: Benchmark,
  before: readonly string[],
): Required<Pick<Failure, 'hint' | 'remedies' | 'configurable'>> {
  return {
    hint: [...before, say.runByHand({ hasInput: stdin !== undefined })].join(' '),
    remedies: [
      { kind: 'keep-executables' },
      ...(stdin === undefined ? [{ kind: 'set', what: 'stdin' } as const] : []),
    ],
    configurable: true,
  };
}

/** A program that looks for files around its executable, where it does not find all that its own would. */
function elsewhere(
  { stdout, stderr }: Ran,
  { path, isSurrounded }: Expectation['stage'],
): string[] {
  const folder = dirname(path);
  const isNamed = [stdout, stderr].some(({ bytes }) => bytes.includes(folder));
  return isSurrounded && !isNamed ? [] : [say.ranElsewhere({ folder, isSurrounded })];
}

function unbuiltHint({ unbuilt }: Benchmark): string | undefined {
  return unbuilt === undefined ? undefined : say.unbuiltFolder({ folder: unbuilt });
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
