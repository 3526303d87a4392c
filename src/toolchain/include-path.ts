// Where clang looks for what a source includes.
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { askClang, clangIdentity } from './probe.ts';

/** Environment variables that name folders of headers. */
const VARIABLES = ['CPATH', 'C_INCLUDE_PATH', 'CPLUS_INCLUDE_PATH', 'SDKROOT'];

const LIST = /^#include "\.\.\." search starts here:\n(?<folders>[^]*?)^End of search list\./mu;

/**
 * Absolute paths of the folders, those included that are not there yet; undefined where clang does not tell.
 * @param unit.flags all of the unit's own
 * @throws {FailureError} toolchain-broken.
 */
export async function includePath(
  toolchain: Toolchain,
  unit: {
    readonly language: 'c' | 'c++';
    readonly flags: readonly string[];
    readonly directory: string;
  },
  signal?: AbortSignal,
): Promise<readonly string[] | undefined> {
  const { language, directory } = unit;
  const flags = withoutOthers(unit.flags);
  const question = [
    ...(['include-path', await clangIdentity(toolchain), language, directory] as const),
    ...VARIABLES.map((name) => process.env[name] ?? ''),
    ...flags,
  ] as const;
  const folders = await remember(question, z.array(z.string()).optional(), async () => {
    const empty = process.platform === 'win32' ? 'NUL' : '/dev/null';
    const args = [...flags, '-w', '-E', '-v', '-fno-color-diagnostics', '-x', language, empty];
    const { exitCode, stderr } = await askClang(toolchain, args, signal, directory);
    return exitCode === 0 ? parseIncludePath(stderr) : undefined;
  });
  return folders?.map((folder) => resolve(directory, folder));
}

/** What `clang -E -v` says of it, as clang writes the folders; undefined where it says nothing. */
export function parseIncludePath(output: string): string[] | undefined {
  const listed = LIST.exec(output)?.groups?.['folders'];
  if (listed === undefined) return undefined;
  const missing = [...output.matchAll(/^ignoring nonexistent directory "(.+)"$/gmu)];
  return [
    ...[...listed.matchAll(/^ (.+?)(?: \(framework directory\))?$/gmu)].map(
      ([, name = '']) => name,
    ),
    ...missing.map(([, name = '']) => name),
  ];
}

/** What names a file to be read before the source. */
const READ_FIRST = /^--?(?:include|imacros|include-pch)$/u;

/** Units that differ only in what they define, and in how they are optimised, look in the same folders. */
function withoutOthers(flags: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < flags.length; at += 1) {
    const [flag = '', value] = flags.slice(at, at + 2);
    // As CMake writes its precompiled headers: `-Xclang -include -Xclang all.h`.
    if (flag === '-Xclang' && READ_FIRST.test(value ?? '')) at += 3;
    else if (flag === '-D' || flag === '-U' || READ_FIRST.test(flag)) at += 1;
    else if (/^-(?:X|mllvm$)/u.test(flag) && value !== undefined) {
      // Whatever the second word looks like, it goes with the first.
      kept.push(flag, value);
      at += 1;
    } else if (!/^-(?:[DUOg]|W(?!p,)|-(?:include|imacros)=)/u.test(flag)) kept.push(flag);
  }
  return kept;
}
