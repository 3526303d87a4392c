// The bitcode that a build folder of cargo's keeps from one profile to the next, held against the hashes of what rustc wrote:
// cargo looks at times alone.
import { readFile, rm, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod';
import { hashOfFile } from '../../cache/file-hashes.ts';
import type { CargoArtifact } from './cargo-messages.ts';

const LIST = 'bitcode-hashes.json';
const hashesSchema = z.record(z.string(), z.string());

/**
 * Forgets the hashes of what rustc has compiled again, also where cargo failed in the end: these files are others by right.
 * @param artifacts of the run of cargo just done; nothing where it was stopped, and nobody knows what it had compiled
 */
export async function forgetRemade(
  buildFolder: string,
  artifacts: readonly CargoArtifact[] | undefined,
): Promise<void> {
  const list = join(buildFolder, LIST);
  if (artifacts === undefined) {
    await rm(list, { force: true });
    return;
  }
  const remade = new Set(artifacts.filter(({ fresh }) => !fresh).flatMap(namesOf));
  const kept = Object.entries(await hashesIn(list)).filter(([file]) => !isOf(file, remade));
  await writeFileAtomic(list, JSON.stringify(Object.fromEntries(kept)), { fsync: false });
}

/**
 * Keeps the hashes of these files, where each is what rustc wrote; `forgetRemade` comes first.
 * @param files absolute paths of bitcode in the build folder, which other programs share
 * @returns whether one is not: it is damaged, and so are the hashes of no use
 */
export async function isDamaged(buildFolder: string, files: readonly string[]): Promise<boolean> {
  const list = join(buildFolder, LIST);
  const before = await hashesIn(list);
  const hashes: Record<string, string> = { ...before };
  for (const file of files) {
    const name = relative(buildFolder, file);
    const { size } = await stat(file);
    const hash = (await hashOfFile(file, size)) ?? '';
    if (name in before && before[name] !== hash) return true;
    hashes[name] = hash;
  }
  await writeFileAtomic(list, JSON.stringify(hashes), { fsync: false });
  return false;
}

/** A list that is damaged itself is as none: what it would say is found out again. */
async function hashesIn(list: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(list, 'utf8').catch(() => '{}');
  try {
    return hashesSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/** `app-0123456789abcdef` of `libapp-0123456789abcdef.rlib`; an executable's files are known by its crate's name alone. */
function namesOf({ files, target }: CargoArtifact): string[] {
  const stems = files.map((file) => basename(file).replace(/^lib|\..*$/gu, ''));
  return [...stems, target.name.replaceAll('-', '_')];
}

function isOf(file: string, crates: ReadonlySet<string>): boolean {
  const stem = basename(file).replace(/\..*$/su, '');
  return crates.has(stem) || crates.has(stem.replace(/-[0-9a-f]{16}$/u, ''));
}
