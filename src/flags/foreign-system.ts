// Which system a compiler makes programs for, where its name, its target or its specs say that it is another than this one.
import { basename } from 'node:path';
import { toolNamed } from './tools.ts';
import { readOptions, valuesOf } from './options.ts';
import { FailureError } from '../model/failure.ts';
import { ofOtherSystem as ofOtherSystemWords } from './messages.ts';

/** First words of triples; others, as in `ccache-gcc`, say nothing of a system. */
const ARCHITECTURE =
  /^(?:aarch64(?:_be)?|arm\w*|x86_64|amd64|i[3-6]86|riscv(?:32|64)\w*|mips\w*|powerpc\w*|ppc\w*|s390x?|sparc\w*|loongarch\w*|avr|msp430|xtensa\w*|m68k|hppa\w*|alpha\w*|sh[34]\w*|wasm\w*|or1k|nios2|microblaze\w*|bpf)(?:-|$)/u;
const OTHER_SYSTEM =
  /mingw|cygwin|windows|win32|musl|uclibc|android|darwin|macos|bsd|solaris|fuchsia|wasi|emscripten|none(?!-linux)|elf|eabi(?!hf$)|newlib/u;
const OWN_ARCHITECTURES: Readonly<Record<string, RegExp>> = {
  x64: /^(?:x86_64|amd64|x64)(?:-|$)/iu,
  arm64: /^(?:aarch64|arm64)(?:-|$)/iu,
  arm: /^(?:arm|thumb)/iu,
};

/**
 * @param compiler its name or its path. @param words behind it
 * @returns a name for the system, such as `aarch64-linux-gnu`; nothing where it is this one, or nothing says.
 */
export function foreignSystem(compiler: string, words: readonly string[]): string | undefined {
  const name = basename(compiler);
  const options = readOptions(words);
  const specs = valuesOf(options, '-specs').find((each) =>
    /musl|nano|nosys|rdimon|picolibc/u.test(each),
  );
  if (/^musl-/u.test(name) || specs?.includes('musl') === true) {
    return isMusl() ? undefined : 'musl';
  }
  if (specs !== undefined) return basename(specs);
  if (/^em(?:cc|\+\+)(?:\.py)?$/u.test(name)) return 'emscripten';
  const target = valuesOf(options, '--target').at(-1);
  if (target !== undefined) return foreignTriple(target);
  const prefix = toolNamed(name)?.prefix;
  return prefix === undefined || !ARCHITECTURE.test(prefix) ? undefined : otherThanOwn(prefix);
}

/** What clang is told, or CMake found out, that it compiles for; this machine runs the 32-bit programs of its own system too. */
export function foreignTriple(triple: string | undefined): string | undefined {
  if (triple === undefined) return undefined;
  const isNarrow = process.arch === 'x64' && /^(?:i[3-7]86|x86)(?:-|$)/iu.test(triple);
  const other = otherThanOwn(isNarrow ? triple.replace(/^\w+/u, 'x86_64') : triple);
  return other === undefined ? undefined : triple;
}

/** Built here it would be another program: with another C library, or for another machine. */
export function ofOtherSystem(
  name: string,
  systems: ReadonlySet<string>,
  hint: string,
): FailureError {
  return new FailureError({
    code: 'compile-failed',
    message: ofOtherSystemWords({ name, systems: [...systems] }),
    hint,
  });
}

function otherThanOwn(triple: string): string | undefined {
  const own = OWN_ARCHITECTURES[process.arch];
  if (own?.test(triple) === false) return triple;
  const rest = triple.replace(/^[^-]*-?/u, '');
  const isOther = OTHER_SYSTEM.test(rest) && process.platform === 'linux';
  return isOther && !(rest.includes('musl') && isMusl()) ? triple : undefined;
}

let knownMusl: boolean | undefined;

/** Whether this system's own C library is musl; asked once, since Node makes a whole report for the answer. */
function isMusl(): boolean {
  knownMusl ??= hasMusl();
  return knownMusl;
}

function hasMusl(): boolean {
  const { header } = process.report.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  return process.platform === 'linux' && header?.glibcVersionRuntime === undefined;
}
