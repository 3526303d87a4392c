// Where clang looks for what a source includes.
import { resolve } from 'node:path';
import * as z from 'zod';
import { searchFlags } from '../flags/question-flags.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { askClang, clangIdentity } from './probe.ts';

/** Environment variables that name folders of headers. */
export const HEADER_VARIABLES = ['CPATH', 'C_INCLUDE_PATH', 'CPLUS_INCLUDE_PATH'];

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
  const flags = searchFlags(unit.flags);
  const question = [
    ...(['include-path', await clangIdentity(toolchain), language, directory] as const),
    ...[...HEADER_VARIABLES, 'SDKROOT'].map((name) => process.env[name] ?? ''),
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
