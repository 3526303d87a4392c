// Which sources a target of a package is made of, by where cargo looks for them: cargo itself is not asked.
import { basename, dirname, join, resolve } from 'node:path';
import { kindOf } from '../../config/inputs.ts';
import { FailureError } from '../../model/failure.ts';
import type { Preparation } from '../../model/program.ts';
import { CARGO_FILE, readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { packageTargets } from './package-targets.ts';

type CargoPreparation = Preparation & { readonly kind: 'cargo' };

/** Libraries that are followed from one to the next. */
const MOST_PACKAGES = 200;

/**
 * Absolute paths of sources and folders: the target's own, its package's library, and libraries that `path` dependencies lead to.
 * Nothing of manifests that cannot be read, which cargo complains about.
 */
export async function foreseenSources({
  manifest: file,
  target,
}: CargoPreparation): Promise<readonly string[]> {
  try {
    const manifest = await readManifest(file);
    const folder = dirname(file);
    const targets = await packageTargets(file, manifest);
    const { path } =
      targets.find(({ kind, name }) => kind === target.kind && name === target.name) ?? {};
    const own = path === undefined ? [] : await targetSources(folder, path, manifest);
    const isDevelopment = target.kind !== 'bin';
    return [...own, ...(await librarySources(file, manifest, isDevelopment))];
  } catch (error) {
    if (error instanceof FailureError) return [];
    throw error;
  }
}

/** A root is one file, with its modules where it has a folder of its own. */
async function targetSources(folder: string, path: string, manifest: Manifest): Promise<string[]> {
  const root = join(folder, path);
  if (basename(path) !== 'main.rs') return [root];
  if (dirname(path) !== 'src') return [dirname(root)];
  // Beside a library, the modules in `src` are that one's.
  return (await libraryRoot(folder, manifest)) === undefined ? [dirname(root)] : [root];
}

async function librarySources(
  file: string,
  manifest: Manifest,
  isDevelopment: boolean,
): Promise<string[]> {
  const sources: string[] = [];
  const seen = new Set([file]);
  const packages = [{ file, manifest }];
  for (const each of packages) {
    const folder = dirname(each.file);
    const root = await libraryRoot(folder, each.manifest);
    if (root !== undefined) sources.push(dirname(root));
    const own = each.file === file && isDevelopment ? each.manifest['dev-dependencies'] : {};
    for (const dependency of Object.values({ ...each.manifest.dependencies, ...own })) {
      const next = pathOf(dependency);
      if (next === undefined || seen.size >= MOST_PACKAGES) continue;
      const other = resolve(folder, next, CARGO_FILE);
      if (seen.has(other)) continue;
      seen.add(other);
      if ((await kindOf(other)) !== 'file') continue;
      packages.push({ file: other, manifest: await readManifest(other) });
    }
  }
  return sources;
}

/** Absolute path of the root of a package's library; nothing where it has none. */
async function libraryRoot(folder: string, { lib }: Manifest): Promise<string | undefined> {
  const root = join(folder, lib?.path ?? join('src', 'lib.rs'));
  return (await kindOf(root)) === 'file' ? root : undefined;
}

function pathOf(dependency: unknown): string | undefined {
  if (typeof dependency !== 'object' || dependency === null) return undefined;
  const { path } = dependency as { readonly path?: unknown };
  return typeof path === 'string' ? path : undefined;
}
