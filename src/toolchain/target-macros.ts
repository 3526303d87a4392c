// What the preprocessor tells a source about the CPU: the macros whose definition depends on the target.
import pLimit from 'p-limit';
import { z } from 'zod';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { askClang, brokenClang, clangIdentity } from './probe.ts';
import { targetFlags } from './target-flags.ts';

/** Name and definition, one after the other. */
const macrosSchema = z.array(z.tuple([z.string(), z.string()]));

/** Questions at once: each is ten milliseconds of one core. */
const AT_ONCE = 2;

/**
 * Names of the predefined macros that some of these targets define otherwise than a compile without any target, sorted.
 * A target that clang does not compile for adds none: code generation says what is wrong with it.
 * @throws {FailureError} toolchain-broken.
 */
export async function targetMacros(
  toolchain: Toolchain,
  targets: readonly Pick<Target, 'name' | 'fit' | 'features'>[],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const limit = pLimit(AT_ONCE);
  const plain = await predefined(toolchain, [], '', signal);
  if (plain.size === 0) throw brokenClang(toolchain, 'does not tell its predefined macros', '');
  const differing = await Promise.all(
    targets.map(async (target) => {
      // `native` has one name and many meanings: its features tell them apart.
      const features = target.features.join(' ');
      const own = await limit(() =>
        predefined(toolchain, targetFlags(toolchain, target), features, signal),
      );
      if (own.size === 0) return [];
      return [...new Set([...plain.keys(), ...own.keys()])].filter(
        (name) => plain.get(name) !== own.get(name),
      );
    }),
  );
  return [...new Set(differing.flat())].sort();
}

/** Definitions by name; none where clang refuses the flags. */
async function predefined(
  toolchain: Toolchain,
  flags: readonly string[],
  features: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const identity = await clangIdentity(toolchain);
  const known = await remember(['macros', identity, features, ...flags], macrosSchema, async () => {
    const empty = process.platform === 'win32' ? 'NUL' : '/dev/null';
    const result = await askClang(toolchain, [...flags, '-dM', '-E', '-x', 'c', empty], signal);
    return result.exitCode === 0 ? [...parseMacros(result.stdout)] : [];
  });
  return new Map(known);
}

/** Output of `clang -dM -E`: one `#define NAME definition` a line. */
export function parseMacros(output: string): Map<string, string> {
  return new Map(
    [...output.matchAll(/^#define (\w+)(.*)$/gmu)].map(([, name = '', rest = '']) => [name, rest]),
  );
}
