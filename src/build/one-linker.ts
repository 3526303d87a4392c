// One linker for all variants of a program: lld, unless the one that clang takes by itself links it otherwise, or alone.
import type { Program } from '../model/program.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { choosesLinker, undefinedSymbols } from '../toolchain/clang-link.ts';
import type { BuiltVariant } from './build-variant.ts';
import { isOfOrder } from './link-program.ts';

/** What lld says of a link line that is meant for another linker. */
const NOT_FOR_LLD = /\blld: error: (?:unknown argument|unknown emulation|\S+ is not supported)/u;
/** What clang says where there is no other linker. */
const NO_LINKER = /invalid linker name|unable to execute command/u;

/** The toolchain whose links go through the linker that clang takes by itself; nothing where they do anyway. */
export function otherLinker(
  { link, libraries = [] }: Program,
  toolchain: Toolchain,
): Toolchain | undefined {
  const { lld, ...byItself } = toolchain;
  // What is inferred of a program is put in lld's order, and no link of the user's is known.
  const isInferred = libraries.some(({ inferred }) => inferred === true);
  const isElf = !/darwin|macos|apple/u.test(toolchain.triple);
  return lld === undefined || isInferred || !isElf || choosesLinker(link) ? undefined : byItself;
}

/** Whether the other linker has to be asked: it may take other members of archives, or do what lld does not. */
export function isInDoubt({ variant, executable, shared }: BuiltVariant): boolean {
  if (executable !== undefined) {
    return [executable, ...shared].some(({ file }) => isOfOrder(file));
  }
  // lld finds whatever another linker would find.
  const { code, details = '' } = variant.failure ?? {};
  return code === 'link-failed' && undefinedSymbols(details).length === 0;
}

/**
 * @param byLld each target's variant
 * @param byOther the same, linked by the other linker
 * @returns those of the linker whose links are the user's, for every target alike.
 */
export function ofOneLinker(
  byLld: readonly BuiltVariant[],
  byOther: readonly BuiltVariant[],
): readonly BuiltVariant[] {
  // What the user's linker would refuse is no build of the user's.
  const isLost = byOther.some((each, at) => isBuilt(byLld[at]) && !isBuilt(each));
  if (isLost) return byLld;
  if (byOther.some(isBuilt)) return byOther;
  return byLld.map((each, at) => {
    const other = byOther[at];
    const refused = NOT_FOR_LLD.test(each.variant.failure?.details ?? '');
    const ran = !NO_LINKER.test(other?.variant.failure?.details ?? '');
    return refused && ran && other !== undefined ? other : each;
  });
}

function isBuilt(each: BuiltVariant | undefined): boolean {
  return each?.variant.state === 'built';
}
