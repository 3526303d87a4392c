// Names that several units of an inferred library define: the linker would take whichever comes first, and the project's own
// build may have linked another. They are settled by what the program needs for certain, or the program fails.
import { basename, relative } from 'node:path';
import { FailureError, type Failure } from '../model/failure.ts';
import type { Library, PreparedProgram } from '../model/program.ts';
import { definedByMany, definers } from './messages/linking.ts';
import {
  definersOf,
  isContested,
  memberOf,
  SettledLink,
  type LinkCandidate,
  type ContestedName,
  type LinkMember,
} from './settled-link.ts';
import { takeUncalled, type UncalledUnits } from './uncalled-units.ts';

export interface SettledOrder {
  /** Places of a library's members. */
  readonly order: readonly number[];
  /** Places of members that are linked whether or not anything calls them; they are not in the order. */
  readonly always: readonly number[];
  readonly contested: readonly ContestedName[];
  readonly uncalled: readonly UncalledUnits[];
}

/**
 * A library's members in the order in which the linker has to see them: those that the program needs for certain first, where
 * others define their names too.
 * @param roots what is linked in any case
 * @param members in the order of the library's units
 * @throws {FailureError} link-failed, where nothing says which of several members a name is meant from.
 */
export async function settledOrder(
  program: PreparedProgram,
  library: Library,
  roots: readonly LinkCandidate[],
  members: readonly LinkCandidate[],
): Promise<SettledOrder> {
  const all = await Promise.all(members.map(memberOf));
  const definers = definersOf(all);
  const certain = new Set(library.certain);
  const link = new SettledLink(definers, certain);
  const settle = (): void => {
    const open = link.settle();
    if (open.size > 0) throw new FailureError(failureFor(program, open));
  };
  for (const root of await Promise.all(roots.map(memberOf))) link.take(root);
  settle();
  const { linked, uncalled } = await takeUncalled(
    { link, members: all, definers, certain },
    settle,
  );
  const places = (isMeant: (member: LinkMember) => boolean): number[] =>
    all.flatMap((member, at) => (isMeant(member) ? [at] : []));
  const isTaken = (member: LinkMember): boolean => link.has(member) && !linked.has(member);
  return {
    order: [...definers].some((entry) => isContested(...entry))
      ? [...places(isTaken), ...places((member) => !link.has(member))]
      : places((member) => !linked.has(member)),
    always: places((member) => linked.has(member)),
    ...{ contested: link.decided, uncalled },
  };
}

function failureFor(
  program: PreparedProgram,
  open: ReadonlyMap<string, readonly LinkMember[]>,
): Failure {
  const groups = new Map<string, { readonly names: string[]; readonly sources: string[] }>();
  for (const [name, members] of open) {
    const sources = members.map(({ source }) => relative(program.directory, source));
    const key = JSON.stringify(sources);
    const group = groups.get(key) ?? { names: [], sources };
    group.names.push(name);
    groups.set(key, group);
  }
  const [{ names, sources } = { names: [], sources: [] }] = groups.values();
  const others = groups.size - 1;
  return {
    code: 'link-failed',
    ...definedByMany({
      ...{ program: program.name, symbols: names, sources: shortNames(sources), others },
      unit: sources[0] ?? '',
    }),
    ...(others === 0
      ? {}
      : {
          details: [...groups.values()]
            .map((group) => definers({ symbols: group.names, sources: group.sources }))
            .join('\n'),
        }),
  };
}

/** Their own names, where these tell them apart. */
function shortNames(sources: readonly string[]): readonly string[] {
  const short = sources.map((source) => basename(source));
  return new Set(short).size === short.length ? short : sources;
}
