// What a command's arguments and options ask for, as the engine takes it: one reading for all commands that build.
import type { ProfileRequest } from '../model/request.ts';
import type { VerifyChoice } from '../model/verification.ts';
import { splitCommand } from '../flags/command-line.ts';
import type { CommandContext } from './context.ts';
import { settingsIn } from './settings-variable.ts';

/** As commander names and reads them; a command without one of these options leaves it out. */
export interface RequestOptions {
  readonly runName?: string;
  readonly program?: readonly string[];
  readonly benchmark?: readonly string[];
  readonly alone?: boolean;
  readonly cmakeOption?: readonly string[];
  readonly targets?: readonly string[];
  readonly baseline?: string;
  readonly llvm?: string;
  readonly bitcodeOnly?: boolean;
  readonly args?: readonly string[];
  /** Seconds. */
  readonly budget?: number;
  readonly precision?: number;
  readonly pin?: number;
  readonly seed?: number;
  readonly trustRecord?: boolean;
  readonly verify?: VerifyChoice;
  /** False with `--no-asking-share`. */
  readonly askingShare?: boolean;
  readonly metric?: string;
  readonly check?: string;
  readonly tolerance?: number;
  readonly absolute?: number;
  readonly ignoreLine?: readonly string[];
  /** Seconds. */
  readonly timeLimit?: number;
  readonly stdin?: string;
  /** A command, quoted as on a command line. */
  readonly prepare?: string;
}

/** @throws {FailureError} `usage` where the environment holds settings that say nothing */
export function requestOf(
  paths: readonly string[],
  options: RequestOptions,
  { env }: Pick<CommandContext, 'env'>,
): ProfileRequest {
  const { program, cmakeOption, llvm, args, ignoreLine, prepare, runName } = options;
  const { targets, baseline, budget, precision, pin, seed, verify } = options;
  const { bitcodeOnly, askingShare, trustRecord, benchmark: benchmarks, alone } = options;
  const { metric, check, tolerance, absolute, timeLimit, stdin } = options;
  const words = prepare === undefined ? [] : splitCommand(prepare);
  return {
    paths: paths.length === 0 ? ['.'] : paths,
    ...{ benchmarks, alone },
    ...{
      programs: program,
      cmakeOptions: cmakeOption,
      toolchain: llvm,
      arguments: args,
      name: runName,
    },
    ...{ targets, baseline, budget, precision, pin, seed, verify, bitcodeOnly, askingShare },
    trustRecord,
    way: {
      ...{ metric, check, tolerance, absolute, ignoreLines: ignoreLine, timeLimit, stdin },
      prepare: words.length === 0 ? undefined : words,
    },
    settings: settingsIn(env),
  };
}
