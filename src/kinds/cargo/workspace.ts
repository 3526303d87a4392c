// The packages of a Cargo.toml: its own, and those of its workspace.
import { dirname, join, relative } from 'node:path';
import { Crawl } from '../../files/crawl.ts';
import { FailureError } from '../../model/failure.ts';
import { kindOf } from '../../config/inputs.ts';
import { CARGO_FILE, readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';

export interface CargoPackage {
  readonly name: string;
  /** Absolute path of its Cargo.toml. */
  readonly file: string;
  readonly manifest: Manifest;
}

export interface Workspace {
  /** The package of the Cargo.toml itself first, then members by their folders. */
  readonly packages: readonly CargoPackage[];
  /** Of the Cargo.toml that was named: profiles stand there. */
  readonly root: Manifest;
}

/** More members than anybody chooses from. */
const MOST_MEMBERS = 500;

/**
 * @param file absolute path of a Cargo.toml.
 * @throws {FailureError} where it is not there or is no TOML; members that cannot be read are left to cargo.
 */
export async function readWorkspace(file: string): Promise<Workspace> {
  const root = await readManifest(file);
  const packages: CargoPackage[] = [];
  if (root.package !== undefined) packages.push({ name: root.package.name, file, manifest: root });
  for (const member of await membersOf(file, root)) {
    const manifest = await readable(member);
    if (manifest?.package === undefined) continue;
    packages.push({ name: manifest.package.name, file: member, manifest });
  }
  return { packages, root };
}

async function membersOf(file: string, { workspace }: Manifest): Promise<string[]> {
  const patterns = (workspace?.members ?? []).map((member) => member.replace(/\/+$/u, ''));
  if (patterns.length === 0) return [];
  const folder = dirname(file);
  const excluded = (workspace?.exclude ?? []).map((member) => member.replace(/\/+$/u, ''));
  const { files } = await new Crawl().find(
    patterns.map((pattern) => `${pattern}/${CARGO_FILE}`),
    {
      cwd: folder,
      ignore: [
        '**/target/**',
        ...excluded.flatMap((member) => [`${member}/${CARGO_FILE}`, `${member}/**`]),
      ],
      followSymbolicLinks: false,
    },
  );
  return [...new Set(files.map((member) => join(folder, member)))]
    .filter((member) => member !== file)
    .sort((left, right) => (relative(folder, left) < relative(folder, right) ? -1 : 1))
    .slice(0, MOST_MEMBERS);
}

async function readable(file: string): Promise<Manifest | undefined> {
  if ((await kindOf(file)) !== 'file') return undefined;
  try {
    return await readManifest(file);
  } catch (error) {
    if (error instanceof FailureError) return undefined;
    throw error;
  }
}
