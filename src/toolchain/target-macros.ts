// What the preprocessor tells a source about the CPU: the macros whose definition depends on the target.
import { z } from 'zod';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { askClang, brokenClang, clangIdentity } from './probe.ts';
import { targetFlags } from './target-flags.ts';

const macrosSchema = z.array(z.string());

/**
 * Names of the predefined macros that a target defines otherwise than a compile without any target, sorted. None for
 * a target that clang does not compile for: code generation says so.
 * @throws {FailureError} toolchain-broken.
 */
export async function targetMacros(
  toolchain: Toolchain,
  target: Pick<Target, 'name' | 'fit' | 'features'>,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const identity = await clangIdentity(toolchain);
  const flags = targetFlags(toolchain, target);
  // `native` has one name and many meanings: its features tell them apart.
  const question = ['macros', identity, ...flags, target.features.join(' ')] as const;
  return remember(question, macrosSchema, async () => {
    const [plain, own] = await Promise.all([
      predefined(toolchain, [], signal),
      predefined(toolchain, flags, signal),
    ]);
    if (plain === undefined)
      throw brokenClang(toolchain, 'does not tell its predefined macros', '');
    if (own === undefined) return [];
    const names = new Set([...plain.keys(), ...own.keys()]);
    return [...names].filter((name) => plain.get(name) !== own.get(name)).sort();
  });
}

/** Definitions by name; absent where clang refuses the flags. */
async function predefined(
  toolchain: Toolchain,
  flags: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string> | undefined> {
  const result = await askClang(
    toolchain,
    [...flags, '-dM', '-E', '-x', 'c', process.platform === 'win32' ? 'NUL' : '/dev/null'],
    signal,
  );
  return result.exitCode === 0 ? parseMacros(result.stdout) : undefined;
}

/** Output of `clang -dM -E`: one `#define NAME definition` a line. */
export function parseMacros(output: string): Map<string, string> {
  return new Map(
    [...output.matchAll(/^#define (\w+)(?:\(|\b)(.*)$/gmu)].map(([, name = '', rest = '']) => [
      name,
      rest,
    ]),
  );
}
