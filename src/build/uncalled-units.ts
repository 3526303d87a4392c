// Units of an inferred library that nothing calls and that change a program all the same: they run before main, as tests and
// plugins that register themselves do, or define a name for which the program has only a weak definition. A linker takes neither from a library.
import { startupNames } from '../binary/elf-startup.ts';
import { isOfLibraries, type LinkMember, type SettledLink } from './settled-link.ts';

/** What became of such units without anybody having said so; nothing of those that the project's own build is known to link. */
export type UncalledUnits =
  | {
      /** Left out: they run before main, and use what the program defines. */
      readonly kind: 'start';
      readonly sources: readonly string[];
    }
  | {
      readonly kind: 'override';
      /** Of one source alone, where all that it needs is settled. */
      readonly isLinked: boolean;
      readonly name: string;
      /** Absolute path of what has the weak definition of that name, or a weak reference to it. */
      readonly of: string;
      readonly sources: readonly string[];
    };

/**
 * Takes those into the link of which there is no doubt.
 * @param settle is to be called behind each
 * @returns these, and what has to be said.
 */
export async function takeUncalled(
  { link, members, definers, certain }: UncalledContext,
  settle: () => void,
): Promise<{
  readonly linked: ReadonlySet<LinkMember>;
  readonly uncalled: readonly UncalledUnits[];
}> {
  const linked = new Set<LinkMember>();
  const take = (member: LinkMember): void => {
    link.take(member);
    linked.add(member);
    settle();
  };
  // Of a source that is compiled in several ways, one is linked at most.
  const isFree = (member: LinkMember): boolean =>
    !link.hasSource(member.source) && link.allows(member);
  for (const member of members.filter(({ source }) => certain.has(source))) {
    if (isFree(member) && (await startupNames(member.path)) !== undefined) take(member);
  }
  const uncalled: UncalledUnits[] = [];
  const overriding = (name: string): readonly LinkMember[] =>
    isOfLibraries(name)
      ? []
      : (definers.get(name) ?? []).filter((each) => each.strong.has(name) && isFree(each));
  for (let before = -1; before < linked.size;) {
    before = linked.size;
    for (const [name, { source: of }] of link.yielding) {
      const found = overriding(name);
      const known = found.find(({ source }) => certain.has(source));
      const [only] = found.length === 1 ? found : [known];
      if (only === undefined || (only !== known && !link.canTake(only))) continue;
      take(only);
      if (only === known) continue;
      uncalled.push({ kind: 'override', isLinked: true, name, of, sources: [only.source] });
    }
  }
  for (const [name, { source: of }] of link.yielding) {
    const sources = overriding(name).map(({ source }) => source);
    if (sources.length > 0) {
      uncalled.push({ kind: 'override', isLinked: false, name, of, sources });
    }
  }
  const starting = new Set<string>();
  for (const member of members.filter(isFree)) {
    const names = [...((await startupNames(member.path)) ?? [])];
    if (names.some((name) => link.defines(name) && !isOfLibraries(name))) {
      starting.add(member.source);
    }
  }
  if (starting.size > 0) uncalled.push({ kind: 'start', sources: [...starting] });
  return { linked, uncalled };
}

interface UncalledContext {
  readonly link: SettledLink;
  readonly members: readonly LinkMember[];
  readonly definers: ReadonlyMap<string, readonly LinkMember[]>;
  /** Sources that the project's own build is known to link. */
  readonly certain: ReadonlySet<string>;
}
