// What an archive that a build filled really holds, of what was recorded to be put into it.
import { basename } from 'node:path';
import { archiveMembers } from '../../binary/archive-members.ts';
import type { Located, ArchiveMember } from './build-products.ts';

/** The members that the archive really holds: a build system may have removed it before it was filled again. */
export function chosenMembers(
  recorded: readonly ArchiveMember[],
  there: readonly string[] | undefined,
): { readonly members: readonly ArchiveMember[]; readonly unknown: boolean } {
  if (there === undefined) return { members: recorded, unknown: false };
  const left = new Map<string, number>();
  for (const name of there) left.set(basename(name), (left.get(basename(name)) ?? 0) + 1);
  const members: ArchiveMember[] = [];
  for (const member of [...recorded].reverse()) {
    const name = basename(member.name);
    const count = left.get(name) ?? 0;
    if (count === 0) continue;
    left.set(name, count - 1);
    members.unshift(member);
  }
  return { members, unknown: [...left.values()].some((count) => count > 0) };
}

/** What a part of `ld -r` holds, an archive taken whole; `isKnown` unless something in it is not. */
export async function wholeMembers(
  part: Located,
): Promise<{ readonly members: readonly Located[]; readonly isKnown: boolean }> {
  const { path, product } = part;
  if (product.kind !== 'archive') return { members: [part], isKnown: true };
  const there = await archiveMembers(path);
  const { members, unknown } = chosenMembers(product.members, there);
  return { members: members.map(({ file }) => file), isKnown: there !== undefined && !unknown };
}
