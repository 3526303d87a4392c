// Which system a compiler makes programs for, where its name or its specs say that it is another than this one.
import { basename } from 'node:path';

/** `aarch64-linux-gnu-` of `aarch64-linux-gnu-g++-12`. */
const PREFIXED = /^(.+)-(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|cpp|ld|as)(?:-[\d.]+)?(?:\.exe)?$/u;
/** First words of triples; others, as in `ccache-gcc`, say nothing of a system. */
const ARCHITECTURE =
  /^(?:aarch64(?:_be)?|arm\w*|x86_64|amd64|i[3-6]86|riscv(?:32|64)\w*|mips\w*|powerpc\w*|ppc\w*|s390x?|sparc\w*|loongarch\w*|avr|msp430|xtensa\w*|m68k|hppa\w*|alpha\w*|sh[34]\w*|wasm\w*|or1k|nios2|microblaze\w*|bpf)(?:-|$)/u;
const OTHER_SYSTEM = /mingw|cygwin|musl|uclibc|android|darwin|bsd|none|elf|eabi(?!hf$)|newlib/u;
const OWN_ARCHITECTURES: Readonly<Record<string, RegExp>> = {
  x64: /^(?:x86_64|amd64)(?:-|$)/u,
  arm64: /^aarch64(?:-|$)/u,
  arm: /^arm/u,
};

/**
 * @param compiler its name or its path. @param words behind it
 * @returns a name for the system, such as `aarch64-linux-gnu`; nothing where it is this one, or nothing says.
 */
export function foreignSystem(compiler: string, words: readonly string[]): string | undefined {
  const name = basename(compiler);
  const specs = specsOf(words).find((each) => /musl|nano|nosys|rdimon|picolibc/u.test(each));
  if (/^musl-/u.test(name) || specs?.includes('musl') === true) {
    return isMusl() ? undefined : 'musl';
  }
  if (specs !== undefined) return basename(specs);
  const [, prefix] = PREFIXED.exec(name) ?? [];
  if (prefix === undefined || !ARCHITECTURE.test(prefix)) return undefined;
  const own = OWN_ARCHITECTURES[process.arch];
  if (own?.test(prefix) === false) return prefix;
  const rest = prefix.replace(/^[^-]*-?/u, '');
  const isOther = OTHER_SYSTEM.test(rest) && process.platform === 'linux';
  return isOther && !(rest.includes('musl') && isMusl()) ? prefix : undefined;
}

/** `-specs=x`, `--specs=x` and `-specs x`. */
function specsOf(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const joined = /^--?specs=(.+)$/u.exec(word)?.[1];
    return joined ?? (/^--?specs$/u.test(word) ? (words[at + 1] ?? []) : []);
  });
}

/** Whether this system's own C library is musl. */
function isMusl(): boolean {
  const { header } = process.report.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  return process.platform === 'linux' && header?.glibcVersionRuntime === undefined;
}
