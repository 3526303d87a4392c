// A compiler's or linker's complaint as a failure: its own words kept, and the first place it names.
import type { Failure, Place } from '../model/failure.ts';
import type { Program, Unit } from '../model/program.ts';
import type { ProcessResult } from '../process/run-process.ts';
import { undefinedSymbols } from '../toolchain/clang-link.ts';
import { isAbsolute, resolve } from 'node:path';

/** Characters of a tool's output kept in a failure; the first errors matter most. */
const MAX_DETAILS = 16_384;
const SHOWN_SYMBOLS = 5;

export function compileFailure(
  { source, directory, removed }: Unit,
  result: ProcessResult,
): Failure {
  const place = firstError(result.stderr, directory) ?? { file: source };
  return {
    code: 'compile-failed',
    message: `${source} does not compile${place.line === undefined ? '' : ` (${place.file}:${place.line})`}.`,
    hint: `Correct it as the compiler says; its flags come from the project's configuration.${removedHint(removed)}`,
    place,
    details: shortened(result.stderr),
  };
}

/** A flag that was taken out can be what the unit needs to compile. */
function removedHint(removed: Unit['removed']): string {
  const flags = [...new Set(removed.filter(canMatter).map(({ flag }) => flag))];
  if (flags.length === 0) return '';
  const targets = removed.filter(({ reason }) => reason === 'target').map(({ flag }) => flag);
  const advice =
    targets.length === 0
      ? ''
      : ` Code that uses intrinsics which ${[...new Set(targets)].join(' ')} switched on needs them on its own functions, such as __attribute__((target("avx2"))); they are kept.`;
  return ` Taken out, since each target sets them or a retarget cannot keep them: ${flags.join(' ')}.${advice}`;
}

/** What only says what to write, and where, makes no source compile. */
function canMatter({ reason }: Unit['removed'][number]): boolean {
  return reason === 'target' || reason === 'unsupported' || reason === 'lto';
}

/** A unit that got through its front end but whose code cannot be generated for one target. */
export function codegenFailure(unit: Unit, target: string, result: ProcessResult): Failure {
  const readable = unit.language !== 'ir' || !/<neutral-ir>:\d+:\d+: error:/u.test(result.stderr);
  return {
    code: readable ? 'compile-failed' : 'bitcode-damaged',
    message: readable
      ? `${unit.source} compiles, but no code could be generated for ${target}.`
      : `${unit.source} is not IR that this LLVM can read.`,
    hint: readable
      ? 'Leave this target away, or correct what the compiler names; other targets may not be affected.'
      : 'Make it again with this LLVM or an older one; the text may be cut short, or of a newer LLVM.',
    place: { file: unit.source },
    details: shortened(result.stderr),
  };
}

export function linkFailure(program: Program, result: ProcessResult): Failure {
  const missing = undefinedSymbols(result.stderr);
  const details = shortened(result.stderr);
  if (missing.some((symbol) => /^_?main$/u.test(symbol))) {
    return {
      code: 'no-main',
      message: `${program.name} has no main function: ${program.units.length === 1 ? `${program.units[0]?.source ?? ''} does not define one` : `none of its ${program.units.length} units defines one`}.`,
      hint: 'Add the source that defines main to "sources", or profile a program that has one.',
      details,
    };
  }
  if (missing.length === 0) {
    return {
      code: 'link-failed',
      message: `${program.name} could not be linked.`,
      hint: 'Correct what the linker names; the link line is "link" in retarget.json.',
      details,
    };
  }
  const shown = missing.slice(0, SHOWN_SYMBOLS).join(', ');
  const rest = missing.length > SHOWN_SYMBOLS ? ` and ${missing.length - SHOWN_SYMBOLS} more` : '';
  return {
    code: 'link-failed',
    message: `${program.name} could not be linked: undefined ${missing.length === 1 ? 'symbol' : 'symbols'} ${shown}${rest}.`,
    hint: 'Add the missing sources to "sources", or the library to "link" in retarget.json, such as ["-lm", "-lpthread"].',
    details,
  };
}

function firstError(stderr: string, directory: string): Place | undefined {
  const match = /^(?<file>.+?):(?<line>\d+):(?<column>\d+): (?:fatal )?error: /mu.exec(stderr);
  const { file, line, column } = match?.groups ?? {};
  if (file === undefined) return undefined;
  return {
    file: isAbsolute(file) ? file : resolve(directory, file),
    line: Number(line),
    column: Number(column),
  };
}

function shortened(text: string): string {
  const trimmed = text.trim();
  return trimmed.length <= MAX_DETAILS
    ? trimmed
    : `${trimmed.slice(0, MAX_DETAILS)}\n[${trimmed.length - MAX_DETAILS} more characters]`;
}
