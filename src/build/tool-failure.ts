// A compiler's or linker's complaint as a failure: its own words kept, and the first place it names.
import type { Failure, Place } from '../model/failure.ts';
import type { Library, PreparedProgram, Unit } from '../model/program.ts';
import type { Target } from '../model/target.ts';
import type { ProcessResult } from '../process/run-process.ts';
import { undefinedSymbols } from '../toolchain/clang-link.ts';
import { missingRuntimeHint } from '../toolchain/missing-runtime.ts';
import { isOfRust } from '../toolchain/rust-names.ts';
import { refusalHint } from '../toolchain/clang-refusals.ts';
import { isAbsolute, resolve } from 'node:path';
import { listText } from '../text/list-text.ts';

/** Characters of a tool's output kept in a failure; the first errors matter most. */
const MAX_DETAILS = 16_384;
const SHOWN_SYMBOLS = 5;

export function compileFailure(
  { source, directory, removed }: Unit,
  result: ProcessResult,
  major?: number,
): Failure {
  const place = firstError(result.stderr, directory) ?? { file: source };
  return {
    code: 'compile-failed',
    message: `${source} does not compile${whereText(source, place)}.`,
    hint: `${missingRuntimeHint(result.stderr, major) ?? knownHint(result.stderr) ?? missingFeatureHint(result.stderr) ?? 'Correct it, or the flags that it is compiled with, as the compiler says.'}${isSlip(result.stderr) ? '' : removedHint(removed)}`,
    place,
    details: shortened(result.stderr),
  };
}

/** What to do, where the compiler's words are known whatever the CPU. */
function knownHint(stderr: string): string | undefined {
  return (
    missingRuntimeHint(stderr) ??
    missingHeaderHint(stderr) ??
    precompiledHint(stderr) ??
    refusalHint(stderr)
  );
}

/**
 * Whether a front end's complaint is the same whatever the CPU: a header or file that is missing, or what clang does not take.
 * @param failure as `compileFailure` says it
 */
export function isSameForEveryCpu({ code, details = '' }: Failure): boolean {
  return (
    code === 'compile-failed' &&
    precompiledHint(details) === undefined &&
    (/error: no such file or directory: '/u.test(details) || knownHint(details) !== undefined)
  );
}

/** The line alone where it is the source's own. */
function whereText(source: string, { file, line }: Place): string {
  if (line === undefined) return '';
  return file === source ? ` (line ${line})` : ` (${file}:${line})`;
}

/** A header that is not found lies in a folder that nobody named, or has to be made or installed. */
function missingHeaderHint(stderr: string): string | undefined {
  const header = /: fatal error: '(?<header>[^'\n]+)' file not found/u.exec(stderr)?.groups?.[
    'header'
  ];
  return header === undefined
    ? undefined
    : `Name the folder that ${header} is in: "-I" and the folder in "flags" of retarget.json, such as ["-O2", "-Iinclude"]. A header that the project's own build makes has to be made first.`;
}

function precompiledHint(stderr: string): string | undefined {
  return /error: precompiled file '|is not a (?:valid )?precompiled/u.test(stderr)
    ? "The precompiled header was made for another CPU or by another compiler, and the header that it was made of is not beside it: switch precompiled headers off in the project's build."
    : undefined;
}

/** Intrinsics of a CPU that no target is: clang names the feature that they need. */
function missingFeatureHint(stderr: string): string | undefined {
  const feature = /(?:requires|needs) target feature '?(?<feature>[\w.+-]+)/u.exec(stderr)
    ?.groups?.['feature'];
  return feature === undefined
    ? undefined
    : `Choose targets, and a baseline, that have ${feature}: no CPU that it was compiled for has it.`;
}

/** A flag that was taken out can be what the unit needs to compile. */
function removedHint(removed: Unit['removed']): string {
  const flags = [...new Set(removed.filter(canMatter).map(({ flag }) => flag))];
  if (flags.length === 0) return '';
  const targets = removed.filter(({ reason }) => reason === 'target').map(({ flag }) => flag);
  const advice =
    targets.length === 0
      ? ''
      : ` Code that uses intrinsics which ${[...new Set(targets)].join(' ')} switched on compiles for targets that have them, so choose these, the baseline too; functions with features of their own, such as __attribute__((target("avx2"))), keep them.`;
  return ` Taken out, since each target sets them or a retarget cannot keep them: ${flags.join(' ')}.${advice}`;
}

/**
 * A front end's failure where the same unit compiles for another CPU, said of the target alone.
 * @param failure as `compileFailure` says it
 * @param others the baseline; and a target that does compile it, where the toolchain's default CPU does not.
 */
export function refusedFailure(
  { source, removed }: Unit,
  failure: Failure,
  target: Pick<Target, 'name' | 'features'>,
  others: {
    readonly baseline: Pick<Target, 'name'> | undefined;
    readonly compiles?: Pick<Target, 'name' | 'features'> | undefined;
  },
): Failure {
  const { name } = target;
  const { compiles } = others;
  const where = failure.place === undefined ? '' : whereText(source, failure.place);
  const has = new Set(target.features);
  const lacks = compiles?.features.some((feature) => !has.has(feature)) ?? false;
  const isBaseline = name === others.baseline?.name;
  const advice = !lacks
    ? `A build with ${name} as its CPU fails in the same way: correct what the compiler names, or choose ${isBaseline ? 'another baseline' : 'other targets'}.`
    : isBaseline
      ? `The baseline's CPU lacks what the code asks for: choose another baseline, such as ${compiles?.name ?? ''} ("baseline" in retarget.json, or --baseline).`
      : `This CPU lacks what the code asks for: leave the target away.`;
  return {
    ...failure,
    message: `${source} does not compile for ${name}${where}${compiles === undefined ? '' : `, as it does for ${compiles.name}`}.`,
    hint: `${knownHint(failure.details ?? '') ?? advice}${removedHint(removed)}`,
  };
}

/** Whether the first complaint is of grammar, which no flag changes. */
function isSlip(stderr: string): boolean {
  return /: error: (?<words>.*)/u.exec(stderr)?.groups?.['words']?.startsWith('expected ') ?? false;
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
      ? (refusalHint(result.stderr) ??
        'Leave this target away, or correct what the compiler names; other targets may not be affected.')
      : 'Make it again with this LLVM or an older one; the text may be cut short, or of a newer LLVM.',
    place: { file: unit.source },
    details: shortened(result.stderr),
  };
}

/** @param linked a program, or a shared library of the project: its own link line then came from its build tool. */
export function linkFailure(
  linked: PreparedProgram | Library,
  result: ProcessResult,
  major?: number,
): Failure {
  const { name, units } = linked;
  const isProgram = 'benchmarks' in linked;
  const missing = undefinedSymbols(result.stderr);
  const rust = missing.filter(isOfRust);
  if (rust.length > 0 && !('flagsFrom' in linked && linked.flagsFrom === 'cargo')) {
    return {
      code: 'link-failed',
      message: `${name} could not be linked: it holds Rust code, and Rust's standard library is missing.`,
      hint: 'Bitcode of a Rust program is not all of it. Profile the crate: in a folder with a Cargo.toml, Retarget builds it by cargo and links all that it needs. Bitcode of a #![no_std] library that needs none of it can be linked with a main function in C.',
      details: `Undefined, among others: ${listText(rust, SHOWN_SYMBOLS)}.`,
    };
  }
  const details = shortened(result.stderr);
  if (isProgram && missing.some((symbol) => /^_?main$/u.test(symbol))) {
    return {
      code: 'no-main',
      message: `${name} has no main function: ${units.length === 1 ? `${units[0]?.source ?? ''} does not define one` : `none of its ${units.length} units defines one`}.`,
      hint: 'Add the source that defines main to "sources", or profile a program that has one.',
      details,
    };
  }
  if (missing.length === 0) {
    return {
      code: 'link-failed',
      message: `${name} could not be linked.`,
      hint:
        missingRuntimeHint(result.stderr, major) ??
        refusalHint(result.stderr) ??
        (isProgram
          ? 'Correct what the linker names; the link line is "link" in retarget.json, or what the project\'s build tool says.'
          : "Correct what the linker names; the link line is what the project's build tool says."),
      details,
    };
  }
  return {
    code: 'link-failed',
    message: `${name} could not be linked: undefined ${missing.length === 1 ? 'symbol' : 'symbols'} ${listText(missing, SHOWN_SYMBOLS)}.`,
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

/** Whether the compiler ended by a crash of its own, whose report fills a page. */
export function isCrash(stderr: string): boolean {
  return CRASH.test(stderr);
}

const CRASH = /^(?:PLEASE submit a bug report|Stack dump:)/mu;

/** Without a page of the compiler's own stack; where it said nothing before, what it was at. */
function withoutStack(text: string): string {
  if (!isCrash(text)) return text;
  const words = (text.split(CRASH)[0] ?? '').trim();
  const steps = text.match(/^\d+\.\t(?!Program arguments).*$/gmu) ?? [];
  return words === '' ? ['The compiler crashed:', ...steps].join('\n') : words;
}

function shortened(text: string): string {
  const trimmed = withoutStack(text).trim();
  return trimmed.length <= MAX_DETAILS
    ? trimmed
    : `${trimmed.slice(0, MAX_DETAILS)}\n[${trimmed.length - MAX_DETAILS} more characters]`;
}
