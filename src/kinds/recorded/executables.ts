// The executables of a recorded build: where they are, and finding the one that is meant.
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Image, Located } from './build-products.ts';
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

/** Made to learn whether it links, and for nothing else: into a device, or where build systems try things. */
function isTrial(path: string): boolean {
  const facts = statSync(path, { throwIfNoEntry: false });
  return OWN_TRIALS.test(path) || (facts !== undefined && !facts.isFile());
}

/** Those that are there, by path. */
export function executablesOf(graph: BuildGraph): RecordedExecutable[] {
  return knownExecutables(graph).filter(isThere);
}

/** All that the record knows, by path: those too whose files were removed since, as by `make clean`. */
export function knownExecutables(graph: BuildGraph): RecordedExecutable[] {
  const byImage = new Map<Image, string>();
  for (const { path, product } of graph.values()) {
    if (product.kind !== 'image' || product.shared || isTrial(path)) continue;
    const before = byImage.get(product);
    if (before === undefined || isBetter(path, before, product)) byImage.set(product, path);
  }
  return [...byImage]
    .map(([image, path]) => ({ path: withoutLibtool(path), image }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** Copies, such as installed ones, come behind the place it was linked in, unless they are what is left of it. */
function isBetter(path: string, before: string, image: Image): boolean {
  const isHere = existsSync(path);
  return isHere === existsSync(before) ? path === image.path : isHere;
}

/** Whether its file was not removed since it was recorded. */
export function isThere(executable: RecordedExecutable): boolean {
  return existsSync(fileOf(executable));
}

/** Why an executable that is there cannot be made for targets: a tool linked it that clang cannot stand for. */
export function linkedElsewhere({ path, product }: Located): string | undefined {
  if (product.kind !== 'opaque' || product.linked !== true) return undefined;
  return isTrial(path) || !existsSync(path) ? undefined : product.reason;
}

/** The executable at an absolute path, or under libtool's script there. */
export function executableAt(graph: BuildGraph, path: string): RecordedExecutable | undefined {
  const inside = join(dirname(path), LIBTOOL, basename(path));
  for (const candidate of [path, inside]) {
    const product = locate(graph, candidate)?.product;
    if (product?.kind === 'image' && !product.shared) return { path, image: product };
  }
  return undefined;
}

const LIBTOOL = '.libs';

function withoutLibtool(path: string): string {
  const folder = dirname(path);
  if (basename(folder) !== LIBTOOL) return path;
  const script = join(dirname(folder), basename(path).replace(/^lt-/u, ''));
  return existsSync(script) || !existsSync(path) ? script : path;
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
