// What the preprocessor tells a source about the CPU: the macros whose definition depends on the target.
import pLimit from 'p-limit';
import * as z from 'zod';
import { machineFlags } from '../flags/question-flags.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { askClang, brokenClang, clangIdentity } from './probe.ts';
import { withTarget, type FlaggedTarget } from './target-flags.ts';

/** Name and definition, one after the other. */
const macrosSchema = z.array(z.tuple([z.string(), z.string()]));

/** Questions at once: each is ten milliseconds of one core. */
const AT_ONCE = 2;

/** The predefined macros that some target defines otherwise than a compile without any. */
export interface TargetMacros {
  /** Sorted. */
  readonly names: readonly string[];
  /**
   * What a target makes of some of these, as one text: where two targets' are the same, a source that asks for no others says the
   * same for both. @param target its name; without one, what clang makes of them that is told none
   */
  readonly definitions: (names: readonly string[], target?: string) => string;
}

/** Name and definition of the macros that one compile predefines. */
type Definitions = ReadonlyMap<string, string>;

/**
 * A target that clang does not compile for has the definitions of none: code generation says what is wrong with it.
 * @param units their flags can choose another machine (-m32), where other macros depend on the target
 * @throws {FailureError} toolchain-broken.
 */
export async function targetMacros(
  toolchain: Toolchain,
  targets: readonly (FlaggedTarget & Pick<Target, 'features'>)[],
  units: readonly { readonly flags: readonly string[] }[] = [],
  signal?: AbortSignal,
): Promise<TargetMacros> {
  const limit = pLimit(AT_ONCE);
  if ((await predefined(toolchain, [], '', signal)).size === 0) {
    throw brokenClang(toolchain, 'macros-unknown', '');
  }
  const machines = new Map(
    [[], ...units.map(({ flags }) => machineFlags(flags))].map((flags) => [
      flags.join('\n'),
      flags,
    ]),
  );
  const plain: Definitions[] = [];
  const byTarget = new Map(targets.map(({ name }) => [name, [] as Definitions[]]));
  for (const flags of machines.values()) {
    const none = await predefined(toolchain, flags, '', signal);
    plain.push(none);
    await Promise.all(
      targets.map(async (target) => {
        // What clang does not take, no unit is compiled with.
        const own =
          none.size === 0 ? none : await limit(() => ofTarget(toolchain, target, flags, signal));
        byTarget.get(target.name)?.push(own.size === 0 ? none : own);
      }),
    );
  }
  const names = [...byTarget.values()].flatMap((all) =>
    all.flatMap((own, machine) => differing(plain[machine] ?? own, own)),
  );
  return {
    names: [...new Set(names)].sort(),
    definitions: (asked, target) => {
      const all = target === undefined ? plain : (byTarget.get(target) ?? plain);
      return JSON.stringify(all.map((own) => asked.map((name) => own.get(name) ?? null)));
    },
  };
}

function ofTarget(
  toolchain: Toolchain,
  target: FlaggedTarget & Pick<Target, 'features'>,
  flags: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Definitions> {
  // `native` has one name and many meanings: its features tell them apart.
  const features = target.features.join(' ');
  return predefined(toolchain, withTarget(toolchain, flags, target), features, signal);
}

function differing(plain: Definitions, own: Definitions): string[] {
  return [...new Set([...plain.keys(), ...own.keys()])].filter(
    (name) => plain.get(name) !== own.get(name),
  );
}

/** Definitions by name; none where clang refuses the flags. */
async function predefined(
  toolchain: Toolchain,
  flags: readonly string[],
  features: string,
  signal: AbortSignal | undefined,
): Promise<Definitions> {
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
