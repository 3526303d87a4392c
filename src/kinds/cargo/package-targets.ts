// What a Cargo package builds that can be run: the targets its Cargo.toml lists, and those that cargo finds by their files' places.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, normalize } from 'node:path';
import { kindOf } from '../../config/inputs.ts';
import type { Manifest, ManifestTarget } from './manifest.ts';

export const TARGET_KINDS = ['bin', 'example', 'bench'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

export interface PackageTarget {
  readonly kind: TargetKind;
  readonly name: string;
  /** Its root, relative to the package's folder; absent where only cargo knows. */
  readonly path?: string;
  /** Features without which cargo does not build it. */
  readonly requiredFeatures: readonly string[];
  /** Of a bench: whether Rust's own test harness runs it, which only nightly Rust has benches for. */
  readonly ownHarness: boolean;
}

interface Found {
  readonly name: string;
  /** Relative to the package's folder. */
  readonly path: string;
}

const FOLDERS: Readonly<Record<TargetKind, string>> = {
  bin: 'src/bin',
  example: 'examples',
  bench: 'benches',
};

/**
 * In the order binaries, examples, benches, each by name.
 * @param file absolute path of the package's Cargo.toml.
 */
export async function packageTargets(file: string, manifest: Manifest): Promise<PackageTarget[]> {
  const folder = dirname(file);
  const targets: PackageTarget[] = [];
  for (const kind of TARGET_KINDS) {
    const listed = manifest[kind] ?? [];
    const found = finds(manifest, kind) ? await foundIn(folder, manifest, kind) : [];
    const others = found.filter(({ name, path }) => !listed.some((one) => isSame(one, name, path)));
    const all = [
      ...listed.flatMap((one) => ofList(kind, one, found)),
      ...others.map((one) => plain(kind, one)),
    ];
    targets.push(...all.sort((left, right) => (left.name < right.name ? -1 : 1)));
  }
  return targets;
}

function finds({ package: own }: Manifest, kind: TargetKind): boolean {
  const key = { bin: 'autobins', example: 'autoexamples', bench: 'autobenches' } as const;
  return own?.[key[kind]] !== false;
}

function isSame(listed: ManifestTarget, name: string, path: string): boolean {
  return listed.name === name || (listed.path !== undefined && normalize(listed.path) === path);
}

function ofList(
  kind: TargetKind,
  listed: ManifestTarget,
  places: readonly Found[],
): PackageTarget[] {
  const types = listed['crate-type'] ?? ['bin'];
  // An example can be a library, which cannot be run.
  if (listed.name === undefined || !types.includes('bin')) return [];
  const path = listed.path ?? places.find(({ name }) => name === listed.name)?.path;
  return [
    {
      kind,
      name: listed.name,
      ...(path === undefined ? {} : { path: normalize(path) }),
      requiredFeatures: listed['required-features'] ?? [],
      ownHarness: kind === 'bench' && listed.harness !== false,
    },
  ];
}

function plain(kind: TargetKind, { name, path }: Found): PackageTarget {
  return { kind, name, path, requiredFeatures: [], ownHarness: kind === 'bench' };
}

async function foundIn(folder: string, manifest: Manifest, kind: TargetKind): Promise<Found[]> {
  const found = await inFolder(folder, FOLDERS[kind]);
  const name = manifest.package?.name;
  if (kind !== 'bin' || name === undefined) return found;
  const main = join('src', 'main.rs');
  return (await kindOf(join(folder, main))) === 'file' ? [{ name, path: main }, ...found] : found;
}

/** `NAME.rs`, and `NAME/main.rs`. */
async function inFolder(folder: string, within: string): Promise<Found[]> {
  const entries = await readdir(join(folder, within), { withFileTypes: true }).catch(() => []);
  const found: Found[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    if (entry.name.endsWith('.rs')) {
      found.push({ name: basename(entry.name, '.rs'), path: join(within, entry.name) });
    } else if (entry.isDirectory()) {
      const path = join(within, entry.name, 'main.rs');
      if ((await kindOf(join(folder, path))) === 'file') found.push({ name: entry.name, path });
    }
  }
  return found;
}
