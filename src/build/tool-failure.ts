// A compiler's or linker's complaint as a failure: its own words kept, and the first place it names.
import type { Failure, FailureWords, Place } from '../model/failure.ts';
import type { Library, PreparedProgram, Unit } from '../model/program.ts';
import type { Target } from '../model/target.ts';
import type { ProcessResult } from '../process/run-process.ts';
import { undefinedSymbols } from '../toolchain/clang-link.ts';
import { missingRuntimeHint } from '../toolchain/missing-runtime.ts';
import { isOfRust } from '../toolchain/rust-names.ts';
import { refusalHint } from '../toolchain/clang-refusals.ts';
import { isAbsolute, resolve } from 'node:path';
import {
  baselineLacks,
  COMPILER_CRASHED,
  failsForCpu,
  featureMissing,
  flagsRemoved,
  headerMissing,
  irUnreadable,
  moreCharacters,
  noCodeGenerated,
  notCompiled,
  notCompiledFor,
  precompiledHeader,
  targetLacks,
  type ErrorPlace,
} from './messages/compiling.ts';
import {
  noMain,
  notLinked,
  rustLibraryMissing,
  symbolsUndefined,
  undefinedNames,
} from './messages/linking.ts';

/** Characters of a tool's output kept in a failure; the first errors matter most. */
const MAX_DETAILS = 16_384;

type Advice = Omit<FailureWords, 'message'>;

export function compileFailure(
  { source, directory, removed }: Unit,
  result: ProcessResult,
  major?: number,
): Failure {
  const { stderr } = result;
  const place = firstError(stderr, directory) ?? { file: source };
  const words = notCompiled({ source, place: placeOf(source, place) });
  return {
    code: 'compile-failed',
    ...withRemoved(
      { ...words, ...(knownAdvice(stderr, major) ?? missingFeature(stderr)) },
      isSlip(stderr) ? [] : removed,
    ),
    place,
    details: shortened(stderr),
  };
}

/** What to do, where the compiler's words are known whatever the CPU. */
function knownAdvice(stderr: string, major?: number): Advice | undefined {
  const runtime = missingRuntimeHint(stderr, major);
  return runtime === undefined
    ? (missingHeader(stderr) ?? precompiled(stderr) ?? refusalHint(stderr))
    : { hint: runtime };
}

/**
 * Whether a front end's complaint is the same whatever the CPU: a header or file that is missing, or what clang does not take.
 * @param failure as `compileFailure` says it
 */
export function isSameForEveryCpu({ code, details = '' }: Failure): boolean {
  return (
    code === 'compile-failed' &&
    precompiled(details) === undefined &&
    (/error: no such file or directory: '/u.test(details) || knownAdvice(details) !== undefined)
  );
}

/** The line alone where it is the source's own. */
function placeOf(source: string, { file, line }: Place): ErrorPlace {
  return line === undefined ? {} : { line, ...(file === source ? {} : { file }) };
}

/** A header that is not found lies in a folder that nobody named, or has to be made or installed. */
function missingHeader(stderr: string): Advice | undefined {
  const header = /: fatal error: '(?<header>[^'\n]+)' file not found/u.exec(stderr)?.groups?.[
    'header'
  ];
  return header === undefined ? undefined : headerMissing({ header });
}

function precompiled(stderr: string): Advice | undefined {
  return /error: precompiled file '|is not a (?:valid )?precompiled/u.test(stderr)
    ? precompiledHeader()
    : undefined;
}

/** Intrinsics of a CPU that no target is: clang names the feature that they need. */
function missingFeature(stderr: string): Advice | undefined {
  const feature = /(?:requires|needs) target feature '?(?<feature>[\w.+-]+)/u.exec(stderr)
    ?.groups?.['feature'];
  return feature === undefined ? undefined : featureMissing({ feature });
}

/** A flag that was taken out can be what the unit needs to compile. */
function withRemoved<W extends Advice>(words: W, removed: Unit['removed']): W {
  const flags = [...new Set(removed.filter(canMatter).map(({ flag }) => flag))];
  if (flags.length === 0) return words;
  const chosen = removed.filter(({ reason }) => reason === 'target').map(({ flag }) => flag);
  const said = flagsRemoved({ flags, targets: [...new Set(chosen)] });
  return { ...words, hint: `${words.hint ?? ''} ${said}`.trim() };
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
  const { code, place, details } = failure;
  const has = new Set(target.features);
  const lacks = compiles?.features.some((feature) => !has.has(feature)) ?? false;
  const isBaseline = name === others.baseline?.name;
  const advice = (): Advice => {
    if (compiles === undefined || !lacks) return failsForCpu({ target: name, isBaseline });
    return isBaseline ? baselineLacks({ compiles: compiles.name }) : targetLacks();
  };
  return {
    code,
    message: notCompiledFor({
      ...{ source, target: name, compiles: compiles?.name },
      place: place === undefined ? {} : placeOf(source, place),
    }),
    ...withRemoved(knownAdvice(details ?? '') ?? advice(), removed),
    ...(place === undefined ? {} : { place }),
    ...(details === undefined ? {} : { details }),
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
  const { source } = unit;
  const readable = unit.language !== 'ir' || !/<neutral-ir>:\d+:\d+: error:/u.test(result.stderr);
  const refused = refusalHint(result.stderr);
  const words = noCodeGenerated({ source, target });
  return {
    code: readable ? 'compile-failed' : 'bitcode-damaged',
    ...(!readable
      ? irUnreadable({ source })
      : refused === undefined
        ? words
        : { message: words.message, ...refused }),
    place: { file: source },
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
      ...rustLibraryMissing({ name }),
      details: undefinedNames({ symbols: rust }),
    };
  }
  const details = shortened(result.stderr);
  if (isProgram && missing.some((symbol) => /^_?main$/u.test(symbol))) {
    return {
      ...{ code: 'no-main', details },
      ...noMain({ name, sources: units.map(({ source }) => source) }),
    };
  }
  if (missing.length > 0) {
    return { code: 'link-failed', ...symbolsUndefined({ name, symbols: missing }), details };
  }
  const runtime = missingRuntimeHint(result.stderr, major);
  const known = runtime === undefined ? refusalHint(result.stderr) : { hint: runtime };
  const words = notLinked({ name, isProgram });
  return {
    code: 'link-failed',
    ...(known === undefined ? words : { message: words.message, ...known }),
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
  return words === '' ? [COMPILER_CRASHED, ...steps].join('\n') : words;
}

function shortened(text: string): string {
  const trimmed = withoutStack(text).trim();
  return trimmed.length <= MAX_DETAILS
    ? trimmed
    : `${trimmed.slice(0, MAX_DETAILS)}\n${moreCharacters({ count: trimmed.length - MAX_DETAILS })}`;
}
