// What the preprocessor tells a source about the CPU: the macros whose definition depends on the target.
import pLimit, { type LimitFunction } from 'p-limit';
import { z } from 'zod';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { askClang, brokenClang, clangIdentity } from './probe.ts';
import { targetFlags, type FlaggedTarget } from './target-flags.ts';

/** Name and definition, one after the other. */
const macrosSchema = z.array(z.tuple([z.string(), z.string()]));

/** Questions at once: each is ten milliseconds of one core. */
const AT_ONCE = 2;

/**
 * Names of the predefined macros that some of these targets define otherwise than a compile without any target, sorted.
 * A target that clang does not compile for adds none: code generation says what is wrong with it.
 * @param units their flags can choose another machine (-m32), where other macros depend on the target
 * @throws {FailureError} toolchain-broken.
 */
export async function targetMacros(
  toolchain: Toolchain,
  targets: readonly (FlaggedTarget & Pick<Target, 'features'>)[],
  units: readonly { readonly flags: readonly string[] }[] = [],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const limit = pLimit(AT_ONCE);
  if ((await predefined(toolchain, [], '', signal)).size === 0) {
    throw brokenClang(toolchain, 'does not tell its predefined macros', '');
  }
  const machines = new Map(
    [[], ...units.map(({ flags }) => machineFlags(flags))].map((flags) => [
      flags.join('\n'),
      flags,
    ]),
  );
  const names: string[] = [];
  for (const flags of machines.values())
    names.push(...(await differingMacros(toolchain, targets, flags, limit, signal)));
  return [...new Set(names)].sort();
}

async function differingMacros(
  toolchain: Toolchain,
  targets: readonly (FlaggedTarget & Pick<Target, 'features'>)[],
  flags: readonly string[],
  limit: LimitFunction,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const plain = await predefined(toolchain, flags, '', signal);
  // What clang does not take, no unit is compiled with.
  if (plain.size === 0) return [];
  const differing = await Promise.all(
    targets.map(async (target) => {
      // `native` has one name and many meanings: its features tell them apart.
      const features = target.features.join(' ');
      const own = await limit(() =>
        predefined(toolchain, [...flags, ...targetFlags(toolchain, target)], features, signal),
      );
      if (own.size === 0) return [];
      return [...new Set([...plain.keys(), ...own.keys()])].filter(
        (name) => plain.get(name) !== own.get(name),
      );
    }),
  );
  return differing.flat();
}

/** Those of a unit's flags that say which machine it is for: `-m32`, `--target=`, `-msoft-float`, `-Xclang -target-feature`. */
function machineFlags(flags: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < flags.length; at += 1) {
    const [flag = '', value, ...rest] = flags.slice(at, at + 4);
    if (flag === '-mllvm') at += 1;
    else if (flag === '-target' && value !== undefined) {
      kept.push(flag, value);
      at += 1;
    } else if (flag === '-Xclang' && /^-target-/u.test(value ?? '') && rest.length === 2) {
      kept.push(flag, value ?? '', ...rest);
      at += 3;
    } else if (/^(?:-m|--target=)/u.test(flag)) kept.push(flag);
  }
  return kept;
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
