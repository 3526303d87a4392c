// A compiler's or linker's complaint as a failure: its own words kept, and the first place it names.
import type { Failure, Place } from '../model/failure.ts';
import type { Program, Unit } from '../model/program.ts';
import type { ProcessResult } from '../process/run-process.ts';
import { undefinedSymbols } from '../toolchain/clang-link.ts';
import { isAbsolute, resolve } from 'node:path';

/** Characters of a tool's output kept in a failure; the first errors matter most. */
const MAX_DETAILS = 16_384;
const SHOWN_SYMBOLS = 5;

export function compileFailure(source: string, directory: string, result: ProcessResult): Failure {
  const place = firstError(result.stderr, directory) ?? { file: source };
  return {
    code: 'compile-failed',
    message: `${source} does not compile${place.line === undefined ? '' : ` (${place.file}:${place.line})`}.`,
    hint: "The compiler's own words are below; the flags come from the project's configuration.",
    place,
    details: shortened(result.stderr),
  };
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
      ? "The compiler's own words are below; other targets may not be affected."
      : "The compiler's own words are below; the text may be cut short, or of a newer LLVM.",
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
      message: `${program.name} has no main function: none of its ${program.units.length} units defines one.`,
      hint: 'Add the source that defines main to "sources", or profile a program that has one.',
      details,
    };
  }
  if (missing.length === 0) {
    return {
      code: 'link-failed',
      message: `${program.name} could not be linked.`,
      hint: 'The linker\'s own words are below; the link line is "link" in retarget.json.',
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
