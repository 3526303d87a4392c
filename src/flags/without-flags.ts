// "withoutFlags" of retarget.json: flags of a build that clang does not take, left out of every unit and link by name.
import type { Library, Link, LinkWord, RemovedFlag, Unit } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { shownList } from '../text/shown.ts';
import { splitFlags } from './flags.ts';

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
  const clean = (flags: readonly string[]): { kept: string[]; removed: RemovedFlag[] } => {
    const kept: string[] = [];
    const removed: RemovedFlag[] = [];
    for (const words of splitFlags(flags)) {
      const flag = words.join(' ');
      if (names.includes(flag)) {
        left.delete(flag);
        removed.push({ flag, reason: 'unsupported' });
      } else kept.push(...words);
    }
    return { kept, removed };
  };
  const unit = (each: Unit): Unit => {
    const { kept, removed } = clean(each.flags);
    if (removed.length === 0) return each;
    return { ...each, flags: kept, removed: [...each.removed, ...removed] };
  };
  const link = (each: Link): Link => {
    const removed: RemovedFlag[] = [];
    const flags: LinkWord[] = [];
    let run: string[] = [];
    const endRun = (): void => {
      const cleaned = clean(run);
      flags.push(...cleaned.kept);
      removed.push(...cleaned.removed);
      run = [];
    };
    for (const word of each.flags) {
      if (typeof word === 'string') run.push(word);
      else {
        endRun();
        flags.push(word);
      }
    }
    endRun();
    return { ...each, flags, removed: [...each.removed, ...removed] };
  };
  const result = {
    ...whole,
    units: whole.units.map(unit),
    libraries: whole.libraries?.map((library) => ({
      ...library,
      units: library.units.map(unit),
      ...(library.link === undefined ? {} : { link: link(library.link) }),
    })),
    link: whole.link === undefined ? undefined : link(whole.link),
  };
  return { ...result, warnings: unnamed([...left]) };
}

function unnamed(names: readonly string[]): Warning[] {
  if (names.length === 0) return [];
  return [
    {
      code: 'removed-flags',
      message: `"withoutFlags" names ${shownList(names)}, which nothing of this program is compiled or linked with.`,
    },
  ];
}
