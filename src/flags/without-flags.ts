// "withoutFlags" of retarget.json: flags of a build that clang does not take, left out of every unit and link by name.
import type { Library, Link, LinkWord, RemovedFlag, Unit } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { isOption, optionText, readLinkLine } from './options.ts';
import { flagsNotUsed } from './messages.ts';

interface Whole {
  readonly units: readonly Unit[];
  readonly libraries: readonly Library[] | undefined;
  readonly link: Link | undefined;
}

/**
 * The same without flags of these names; an option and its value are one name, parted by a space.
 * @returns also a warning about names that nothing is compiled or linked with.
 */
export function withoutFlags<T extends Whole>(
  whole: T,
  names: readonly string[] = [],
): T & { readonly warnings: readonly Warning[] } {
  if (names.length === 0) return { ...whole, warnings: [] };
  const left = new Set(names);
  const without = <Of extends Flagged>(each: Of): Of =>
    leaveOut(each, (flag) => {
      left.delete(flag);
      return names.includes(flag);
    });
  const result = {
    ...whole,
    units: whole.units.map(without),
    libraries: whole.libraries?.map((library) => ({
      ...library,
      units: library.units.map(without),
      ...(library.link === undefined ? {} : { link: without(library.link) }),
    })),
    link: whole.link === undefined ? undefined : without(whole.link),
  };
  return { ...result, warnings: unnamed([...left]) };
}

function unnamed(names: readonly string[]): Warning[] {
  if (names.length === 0) return [];
  return [
    {
      code: 'removed-flags',
      message: flagsNotUsed(names),
    },
  ];
}

type Flagged = Pick<Unit | Link, 'flags' | 'removed'>;

/**
 * A unit or a link without some of its flags, which clang does not take.
 * @param isOut asked about each option and its values, as one text
 */
export function leaveOut<Of extends Flagged>(of: Of, isOut: (flag: string) => boolean): Of {
  const flags: LinkWord[] = [];
  const removed: RemovedFlag[] = [];
  for (const item of readLinkLine(of.flags)) {
    const flag = isOption(item) ? optionText(item) : undefined;
    if (flag !== undefined && isOut(flag)) removed.push({ flag, reason: 'unsupported' });
    else flags.push(...(isOption(item) ? item.words : [item]));
  }
  return removed.length === 0 ? of : { ...of, flags, removed: [...of.removed, ...removed] };
}
