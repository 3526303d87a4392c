// Which machine IR is for, as it says itself: its triple and data layout against those that code is generated for.
import { readOptions } from '../flags/options.ts';
import { machineOfLayout } from './messages/tools.ts';

/** What IR text says of its machine at its beginning. */
export interface IrMachine {
  readonly triple: string | undefined;
  readonly dataLayout: string | undefined;
}

/** Bytes of a module that its first lines are within, whatever its source's name. */
const HEAD = 65_536;

export function machineOf(text: Buffer): IrMachine {
  const head = text.toString('latin1', 0, HEAD);
  const value = (name: string): string | undefined =>
    new RegExp(`^target ${name} = "([^"]*)"`, 'mu').exec(head)?.[1];
  return { triple: value('triple'), dataLayout: value('datalayout') };
}

/** The triple that clang compiles for with these flags. */
export function tripleOf(defaultTriple: string, flags: readonly string[]): string {
  let triple = defaultTriple;
  let bits: '32' | 'x32' | undefined;
  for (const { name, value } of readOptions(flags)) {
    if (name === '--target') triple = value ?? triple;
    else if (name === '-m32') bits = '32';
    else if (name === '-mx32') bits = 'x32';
    else if (name === '-m64') bits = undefined;
  }
  if (bits === undefined) return triple;
  return bits === 'x32'
    ? triple.replace(/gnu$/u, 'gnux32')
    : triple.replace(/^(?:x86_64|amd64)-/u, 'i386-');
}

/**
 * What IR says of its machine where it is not the one of `triple`: another architecture, system or size of pointers. Vendors,
 * C libraries and versions do not count, nor what it does not say.
 */
export function foreignMachine(machine: IrMachine, triple: string): string | undefined {
  const here = partsOf(triple);
  if (machine.triple !== undefined && machine.triple !== '') {
    const there = partsOf(machine.triple);
    const isOther =
      there.arch !== here.arch ||
      (there.system !== undefined && here.system !== undefined && there.system !== here.system);
    if (isOther) return machine.triple;
  }
  const layout = machine.dataLayout ?? '';
  const isBig = /(?:^|-)E(?:-|$)/u.test(layout);
  const isNarrow = /(?:^|-)p(?:0)?:32:/u.test(layout);
  const isWide = layout !== '' && !/(?:^|-)p(?:0)?:(?:16|32):/u.test(layout);
  const { pointer } = here;
  const differs =
    pointer !== undefined && (isBig || (pointer === 64 && isNarrow) || (pointer === 32 && isWide));
  return differs ? machineOfLayout(layout) : undefined;
}

/** Little-endian architectures by one name each, and their pointers' bits. */
const ARCHITECTURES: readonly (readonly [RegExp, string, 32 | 64])[] = [
  [/^(?:x86_64h?|amd64)$/u, 'x86_64', 64],
  [/^(?:i[3-7]86|x86)$/u, 'i386', 32],
  [/^(?:aarch64|arm64e?)$/u, 'aarch64', 64],
  [/^(?:arm|thumb)(?!.*eb)(?:v\w+)?$/u, 'arm', 32],
  [/^riscv64$/u, 'riscv64', 64],
  [/^riscv32$/u, 'riscv32', 32],
  [/^(?:powerpc64le|ppc64le)$/u, 'powerpc64le', 64],
  [/^loongarch64$/u, 'loongarch64', 64],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/^linux/u, 'linux'],
  [/^(?:darwin|macosx?|ios|tvos|watchos)/u, 'darwin'],
  [/^(?:windows|win32|mingw|cygwin)/u, 'windows'],
  [/^(freebsd|netbsd|openbsd|dragonfly|solaris|haiku|fuchsia|wasi|emscripten|cuda|amdhsa)/u, ''],
];

interface TripleParts {
  readonly arch: string;
  /** Absent for none, or one that is not known. */
  readonly system: string | undefined;
  /** Absent where the architecture is not known. */
  readonly pointer: 32 | 64 | undefined;
}

function partsOf(triple: string): TripleParts {
  const [first = '', ...others] = triple.toLowerCase().split('-');
  const known = ARCHITECTURES.find(([name]) => name.test(first));
  const isX32 = others.some((part) => part.endsWith('x32') || part.endsWith('ilp32'));
  const systems = others.flatMap((part) =>
    SYSTEMS.flatMap(([name, system]) => {
      const found = name.exec(part);
      return found === null ? [] : [system === '' ? (found[1] ?? '') : system];
    }),
  );
  return {
    arch: `${known?.[1] ?? first}${isX32 ? ' with 32-bit pointers' : ''}`,
    system: systems[0],
    pointer: isX32 ? 32 : known?.[2],
  };
}
