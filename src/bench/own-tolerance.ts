// What may differ between the project's own executable and the baseline's variant without one being another program: what
// another compiler, or flags for a CPU, make of the same code.
import { DEFAULT_TOLERANCE, type Benchmark } from '../model/program.ts';
import { compilersOf, type ElfProgram } from '../binary/elf-program.ts';
import type { CapturedStream } from './executor.ts';
import { outputDifferences, type OutputDifferences, type Outputs } from './outputs.ts';

/** Why the two may differ in such things. */
export interface Tolerance {
  readonly otherCompiler: boolean;
  /** The project's own is built with flags for a CPU, which the variant is built without. */
  readonly targetFlags: boolean;
  /** Versions that each compiler has, in the ways that programs print them. */
  readonly versions: { readonly own: readonly string[]; readonly variant: readonly string[] };
}

export function toleranceOf(
  own: ElfProgram | undefined,
  variant: ElfProgram | undefined,
  targetFlags: boolean,
): Tolerance {
  const both = own !== undefined && variant !== undefined;
  return {
    otherCompiler: both && compilersOf(own) !== compilersOf(variant),
    targetFlags,
    versions: {
      own: versionsIn(own?.compilers ?? ''),
      // Clang says of itself that it is this GCC.
      variant: [...versionsIn(variant?.compilers ?? ''), '4.2.1', '4.2'],
    },
  };
}

/**
 * Whether these differences are what another compiler or CPU makes of the same code: numbers that round otherwise, and what
 * a program prints of the compiler. Numbers with a fraction may be far apart in the end, so they are only told.
 */
export function isTolerated(
  benchmark: Benchmark,
  own: Outputs,
  variant: Outputs,
  tolerance: Tolerance,
): boolean {
  if (tolerance.targetFlags) return true;
  if (!tolerance.otherCompiler) return false;
  const { check } = benchmark;
  const [left, right] = withoutCompilers(own, variant, tolerance);
  const loose: Benchmark = {
    ...benchmark,
    check: {
      ...check,
      output: 'numbers',
      tolerance: Math.max(check.tolerance ?? 0, DEFAULT_TOLERANCE),
    },
  };
  const found = outputDifferences(loose, left, right);
  return found === undefined || isOfFractions(found);
}

function isOfFractions({ lines, binary }: OutputDifferences): boolean {
  return (
    binary === undefined &&
    lines.length > 0 &&
    lines.every(({ apart }) => apart?.every(({ isWhole }) => isWhole !== true) === true)
  );
}

const COMPILER = /gcc|g\+\+|gnu c|clang|llvm|\bicc\b|\bicx\b|intel\(r\)/iu;

/** Lines that on both sides say which compiler it was, made the same. */
function withoutCompilers(
  own: Outputs,
  variant: Outputs,
  { versions }: Tolerance,
): readonly [Outputs, Outputs] {
  const [left, right] = sameLines(own.stdout, variant.stdout, versions);
  const ours = new Map<string, CapturedStream>();
  const theirs = new Map<string, CapturedStream>();
  for (const [name, file] of own.files) {
    const other = variant.files.get(name);
    if (other === undefined) continue;
    const [one, two] = sameLines(file, other, versions);
    ours.set(name, one);
    theirs.set(name, two);
  }
  return [
    { stdout: left, files: ours },
    { stdout: right, files: theirs },
  ];
}

function sameLines(
  own: CapturedStream,
  variant: CapturedStream,
  versions: Tolerance['versions'],
): readonly [CapturedStream, CapturedStream] {
  const left = own.bytes.toString('latin1').split('\n');
  const right = variant.bytes.toString('latin1').split('\n');
  let changed = false;
  for (const [index, line] of left.entries()) {
    const other = right[index];
    if (other === undefined || other === line) continue;
    if (!namesCompiler(line, versions.own) || !namesCompiler(other, versions.variant)) continue;
    left[index] = right[index] = '<compiler>';
    changed = true;
  }
  if (!changed) return [own, variant];
  return [withText(own, left.join('\n')), withText(variant, right.join('\n'))];
}

function withText(captured: CapturedStream, text: string): CapturedStream {
  const bytes = Buffer.from(text, 'latin1');
  const rest = captured.total - captured.bytes.length;
  return { ...captured, bytes, total: bytes.length + rest };
}

function namesCompiler(line: string, versions: readonly string[]): boolean {
  return COMPILER.test(line) || versions.some((version) => holds(line, version));
}

function holds(line: string, version: string): boolean {
  const at = line.indexOf(version);
  if (at < 0) return false;
  const around = `${line[at - 1] ?? ' '}${line[at + version.length] ?? ' '}`;
  return !/[\d.]/u.test(around);
}

/** `12.2.0`, and `12.2` for programs that print no more of it. */
function versionsIn(compilers: string): string[] {
  const found = [...compilers.matchAll(/(?<![\d.])(\d+\.\d+)\.\d+(?![\d.])/gu)];
  return [...new Set(found.flatMap(([whole, short = whole]) => [whole, short]))];
}
