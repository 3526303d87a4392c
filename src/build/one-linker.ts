// One linker for all variants of a program: the one that clang takes by itself, as the project's own build does, or else lld.
import type { PreparedProgram } from '../model/program.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { choosesLinker, isElf } from '../toolchain/clang-link.ts';
import type { BuiltVariant } from './build-variant.ts';

/** What lld says of a link line that is meant for another linker. */
const NOT_FOR_LLD = /\blld: error: (?:unknown argument|unknown emulation|\S+ is not supported)/u;
/** What clang says where there is no other linker. */
const NO_LINKER = /invalid linker name|unable to execute command/u;

export interface Linkers {
  /** What all variants are linked with at first; without lld in it, clang takes its linker by itself. */
  readonly first: Toolchain;
  /** What is tried where the first refuses a link. */
  readonly second?: Toolchain;
}

/** Which linkers stand for the one of the project's own build. */
export function linkersFor(
  { link, libraries = [], flagsFrom }: PreparedProgram,
  toolchain: Toolchain,
): Linkers {
  const { lld, ...byItself } = toolchain;
  if (lld === undefined || !isElf(toolchain) || choosesLinker(link)) return { first: toolchain };
  // What is inferred of a program is put in lld's order, and no link of the user's is known.
  if (libraries.some(({ inferred }) => inferred === true)) return { first: toolchain };
  // rustc links by its own lld.
  if (flagsFrom === 'cargo') return { first: toolchain, second: byItself };
  return { first: byItself, second: toolchain };
}

/** Whether another linker has to be asked. */
export function isRefused({ variant }: BuiltVariant): boolean {
  return variant.failure?.code === 'link-failed';
}

/**
 * @param byFirst each target's variant
 * @param bySecond the same, linked by the second linker
 * @returns those of one linker, for every target alike: the first's, unless only the second's link.
 */
export function ofOneLinker(
  byFirst: readonly BuiltVariant[],
  bySecond: readonly BuiltVariant[],
): readonly BuiltVariant[] {
  const links = (each: readonly BuiltVariant[]): number => each.filter(isBuilt).length;
  if (links(bySecond) > links(byFirst)) return bySecond;
  if (links(byFirst) > 0) return byFirst;
  return byFirst.map((each, at) => {
    const other = bySecond[at];
    const { details = '' } = each.variant.failure ?? {};
    const isNone = NO_LINKER.test(details) || NOT_FOR_LLD.test(details);
    const ran = !NO_LINKER.test(other?.variant.failure?.details ?? '');
    return isNone && ran && other !== undefined ? other : each;
  });
}

/** What a variant's link says that no linker of clang's own choice is there. */
export function hasNoLinker({ variant }: BuiltVariant): boolean {
  return NO_LINKER.test(variant.failure?.details ?? '');
}

function isBuilt({ variant }: BuiltVariant): boolean {
  return variant.state === 'built';
}
