// Command lines longer than a system takes (thousands of objects, long paths): their words in a file, which LLVM's tools read.
import { rm, writeFile } from 'node:fs/promises';
import type { Builder } from './builder.ts';

/** Characters; systems take from 256 KiB (macOS) up, with the environment. */
const LONGEST = 100_000;

/** @returns the command line itself where it is short, and how to remove what was written for it. */
export async function shortArgv(
  builder: Builder,
  argv: readonly string[],
): Promise<{ readonly argv: readonly string[]; readonly clear: () => Promise<void> }> {
  if (argv.reduce((sum, word) => sum + word.length + 1, 0) <= LONGEST) {
    return { argv, clear: () => Promise.resolve() };
  }
  const [command = '', ...words] = argv;
  const file = builder.temporary('.rsp');
  // One word a line, each special character escaped: as GNU's tools and LLVM's read them.
  await writeFile(file, words.map((word) => `"${word.replace(/["\\]/gu, '\\$&')}"\n`).join(''));
  return { argv: [command, `@${file}`], clear: () => rm(file, { force: true }) };
}
