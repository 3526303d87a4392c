// The executables of a recorded build: where they are, and finding the one that is meant.
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Image, Located } from './artifacts.ts';
import { locate } from './build-state.ts';
import type { BuildGraph } from './build-state.ts';

export interface RecordedExecutable {
  /** Absolute; where libtool leaves a script in its place, that script's path. */
  readonly path: string;
  readonly image: Image;
}

/** What build systems make for themselves. */
const OWN_TRIALS =
  /[/\\](?:CMakeFiles|CMakeScratch|meson-private|meson-info|\.conf_check[^/\\]*)[/\\]/u;

/** Those that are there, by path. */
export function executablesOf(graph: BuildGraph): RecordedExecutable[] {
  const byImage = new Map<Image, string>();
  for (const { path, artifact } of graph.values()) {
    if (artifact.kind !== 'image' || artifact.shared) continue;
    if (OWN_TRIALS.test(path) || !existsSync(path)) continue;
    const before = byImage.get(artifact);
    // Copies, such as installed ones, come behind the place it was linked in.
    if (before === undefined || path === artifact.path) byImage.set(artifact, path);
  }
  return [...byImage]
    .map(([image, path]) => ({ path: withoutLibtool(path), image }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** Why an executable that is there cannot be made for targets: a tool linked it that clang cannot stand for. */
export function linkedElsewhere({ path, artifact }: Located): string | undefined {
  if (artifact.kind !== 'opaque' || artifact.linked !== true) return undefined;
  return OWN_TRIALS.test(path) || !existsSync(path) ? undefined : artifact.reason;
}

/** The executable at an absolute path, or under libtool's script there. */
export function executableAt(graph: BuildGraph, path: string): RecordedExecutable | undefined {
  const inside = join(dirname(path), LIBTOOL, basename(path));
  for (const candidate of [path, inside]) {
    const artifact = locate(graph, candidate)?.artifact;
    if (artifact?.kind === 'image' && !artifact.shared) return { path, image: artifact };
  }
  return undefined;
}

const LIBTOOL = '.libs';

function withoutLibtool(path: string): string {
  const folder = dirname(path);
  if (basename(folder) !== LIBTOOL) return path;
  const script = join(dirname(folder), basename(path).replace(/^lt-/u, ''));
  return existsSync(script) ? script : path;
}

/** As people name it: relative where it is below the folder. */
export function shortPath(directory: string, path: string): string {
  const inside = relative(directory, path);
  return inside === '' || inside.startsWith(`..${sep}`) || inside === '..' ? path : inside;
}

/** Where the file itself is, if libtool's script stands at the path. */
export function fileOf({ path, image }: RecordedExecutable): string {
  return existsSync(image.path) ? image.path : path;
}
