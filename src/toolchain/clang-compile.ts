// What clang is told to make neutral IR from a source, and an object from IR or assembly.
import { basename, extname, join } from 'node:path';
import { readOptions } from '../flags/options.ts';
import { HEADER_FOLDERS } from '../flags/question-flags.ts';
import type { Toolchain } from '../model/toolchain.ts';
import type { Unit } from '../model/program.ts';
import { withTarget, type FlaggedTarget } from './target-flags.ts';
import { sayMisfits } from './profile-misfits.ts';
import { SAY_UNHEEDED } from './unheeded.ts';

/** Words that stand for temporary files where a command line is stored or hashed. */
export const IR_WORD = '<neutral-ir>';
export const OBJECT_WORD = '<object>';
export const DEPENDENCIES_WORD = '<dependencies>';
export const TEXT_WORD = '<preprocessed>';

// Diagnostics go to people's logs and problem lists, never to a terminal of clang's own; and a project that is clean
// under its own compiler must not fail here because clang warns of something else.
// A crash leaves no files behind for a bug report. Whoever reads a diagnostic may stand in another folder than the compiler:
// a relative name would lead nowhere.
const PLAIN_DIAGNOSTICS = [
  '-fno-color-diagnostics',
  '-fdiagnostics-absolute-paths',
  '-fno-crash-diagnostics',
  '-Wno-error',
];

/** A target as command lines need it; without one, the CPU is the toolchain's own default. */
export type CompileTarget = FlaggedTarget | undefined;

/** The preprocessor alone: what a source says to a compiler that is told this target. Runs in `unit.directory`. */
export function preprocessArgv(
  toolchain: Toolchain,
  unit: Unit,
  target: CompileTarget,
  files: { readonly text: string; readonly dependencies: string },
): string[] {
  return [
    compiler(toolchain, unit),
    ...withTarget(toolchain, withHeadersAsText(unit.flags), target),
    ...PLAIN_DIAGNOSTICS,
    // As in a compile: macros that depend on the optimiser's level must be the same.
    '-Qunused-arguments',
    // Without line markers: one of them counts the predefined macros.
    ...['-E', '-P', '-MD', '-MF', files.dependencies, '-MT', 'unit'],
    ...['-o', files.text],
    ...['-x', unit.language === 'c++' ? 'c++' : 'c', sourceWord(unit)],
  ];
}

/**
 * The front end alone, at the user's -O level so that clang writes what the optimiser will read,
 * with the optimiser itself left for code generation. Runs in `unit.directory`.
 */
export function frontEndArgv(
  toolchain: Toolchain,
  unit: Unit,
  target: CompileTarget,
  files: { readonly ir: string; readonly dependencies: string },
): string[] {
  return [
    compiler(toolchain, unit),
    ...withTarget(toolchain, spoken(withHeadersAsText(unit.flags)), target),
    ...PLAIN_DIAGNOSTICS,
    ...SAY_UNHEEDED,
    ...sayMisfits(unit.flags),
    ...['-S', '-emit-llvm', '-Xclang', '-disable-llvm-passes'],
    // The optimiser meets the uses of a value in the order that a direct compile has in memory.
    ...['-Xclang', '-emit-llvm-uselists'],
    ...coverageFiles(unit),
    ...['-MD', '-MF', files.dependencies, '-MT', 'unit'],
    ...['-o', files.ir],
    ...['-x', unit.language === 'c++' ? 'c++' : 'c', sourceWord(unit)],
  ];
}

/**
 * The whole optimiser and code generation for one target, from neutral IR. The user's flags go along, as they
 * would in a direct compile: many (-fno-builtin, -funroll-loops, -fPIC, -mllvm) act here, not in the front end.
 * @param how.takesInFiles whether its inline assembly has `.incbin` or `.include`, which look into the folders of headers.
 */
export function codegenArgv(
  toolchain: Toolchain,
  unit: Unit,
  target: FlaggedTarget,
  files: { readonly ir: string; readonly object: string },
  { takesInFiles = false }: { readonly takesInFiles?: boolean } = {},
): string[] {
  const misfits = sayMisfits(unit.flags);
  return [
    compiler(toolchain, unit),
    ...withTarget(toolchain, misfits.length === 0 ? unit.flags : spoken(unit.flags), target),
    ...(takesInFiles ? assemblerFolders(unit.flags) : []),
    ...PLAIN_DIAGNOSTICS,
    ...misfits,
    // Include paths and defines have done their work: without this, clang warns of each.
    '-Qunused-arguments',
    ...['-c', '-o', files.object],
    ...['-x', 'ir', files.ir],
  ];
}

/** Folders of headers, in which the integrated assembler looks too: the driver leaves them away where its input is IR. */
function assemblerFolders(flags: readonly string[]): string[] {
  return readOptions(flags).flatMap(({ name, value }) =>
    HEADER_FOLDERS.has(name) && value !== undefined ? ['-Xclang', name, '-Xclang', value] : [],
  );
}

/**
 * The user's own compile for one target, from the source to the object in one step: what retargeted code is held against.
 * Runs in `unit.directory`.
 */
export function directArgv(
  toolchain: Toolchain,
  unit: Unit,
  target: FlaggedTarget,
  files: { readonly object: string; readonly dependencies: string },
): string[] {
  return [
    compiler(toolchain, unit),
    ...withTarget(toolchain, withHeadersAsText(unit.flags), target),
    ...PLAIN_DIAGNOSTICS,
    ...coverageFiles(unit),
    ...['-MD', '-MF', files.dependencies, '-MT', 'unit'],
    ...['-c', '-o', files.object],
    ...['-x', unit.language === 'c++' ? 'c++' : 'c', sourceWord(unit)],
  ];
}

/** Extensions that clang assembles without its preprocessor. */
const PLAIN_ASSEMBLY = /\.(?:s|asm)$/u;

/** Assembly is built as it is, once per target: `.S` files may ask which CPU they are built for. */
export function assembleArgv(
  toolchain: Toolchain,
  unit: Unit,
  target: FlaggedTarget,
  files: { readonly object: string; readonly dependencies: string },
): string[] {
  const preprocessed = unit.preprocessed ?? !PLAIN_ASSEMBLY.test(unit.source);
  return [
    toolchain.clang,
    ...withTarget(toolchain, unit.flags, target),
    ...PLAIN_DIAGNOSTICS,
    '-Qunused-arguments',
    ...['-MD', '-MF', files.dependencies, '-MT', 'unit'],
    ...['-c', '-o', files.object],
    ...['-x', preprocessed ? 'assembler-with-cpp' : 'assembler', sourceWord(unit)],
  ];
}

/**
 * The very word of the build: `__FILE__`, the names in debug information, and the keys of static functions in profiles are
 * made of it.
 */
function sourceWord({ given, source }: Unit): string {
  return given ?? source;
}

/**
 * Where an instrumented program leaves its counts, which clang derives from the object's name: beside where a build would put
 * that. The notes belong to the build, and are written again for nobody.
 */
function coverageFiles({ flags, directory, source }: Unit): string[] {
  if (!flags.some((flag) => /^(?:--?coverage|-fprofile-arcs|-ftest-coverage)$/u.test(flag)))
    return [];
  const counts = join(directory, `${basename(source, extname(source))}.gcda`);
  return ['-Xclang', `-coverage-data-file=${counts}`, '-Xclang', '-coverage-notes-file=/dev/null'];
}

/**
 * Without `-w`, which no other flag takes back: what clang ignores has to be heard of. What it silences may be an error by the
 * project's own flags or pragmas: `silencedArgv` is for that.
 */
function spoken(flags: readonly string[]): string[] {
  if (!isSilent(flags)) return [...flags];
  // Nobody reads the many warnings that it silences either.
  return flags.filter(
    (flag) => !/^(?:-w|--no-warnings|-W(?:all|extra|everything|pedantic)?|-pedantic)$/u.test(flag),
  );
}

function isSilent(flags: readonly string[]): boolean {
  return flags.some((flag) => flag === '-w' || flag === '--no-warnings');
}

/** A front end's command line with the `-w` of its project, which decides what is refused; nothing where there is none. */
export function silencedArgv(unit: Unit, argv: readonly string[]): string[] | undefined {
  return isSilent(unit.flags) ? [...argv, '-w'] : undefined;
}

/**
 * For `-include x.h`, clang's driver takes an x.h.pch or x.h.gch beside it, which was compiled for the CPU of the user's
 * own build; its inner compiler takes the header itself.
 */
function withHeadersAsText(flags: readonly string[]): string[] {
  return readOptions(flags).flatMap(({ name, value, words }) =>
    name === '-include' && value !== undefined ? ['-Xclang', '-include', '-Xclang', value] : words,
  );
}

function compiler(toolchain: Toolchain, unit: Unit): string {
  return unit.language === 'c++' ? (toolchain.clangxx ?? toolchain.clang) : toolchain.clang;
}
