// Paths in a measuring plan: relative to its folder where they lie in it, so that the plan holds wherever that folder is.
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Benchmark } from '../model/program.ts';

/** Relative where the path lies in the folder and can be told from that again; else as it is. */
export function withinFolder(folder: string, path: string): string {
  const inside = relative(folder, path);
  const isInside = inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
  return isInside && resolve(folder, inside) === path ? inside || '.' : path;
}

/** A benchmark with each of its own paths as `to` has it. */
export function withPaths(benchmark: Benchmark, to: (path: string) => string): Benchmark {
  const { directory, stdin, unbuilt } = benchmark;
  return {
    ...benchmark,
    directory: to(directory),
    ...(stdin === undefined ? {} : { stdin: to(stdin) }),
    ...(unbuilt === undefined ? {} : { unbuilt: to(unbuilt) }),
  };
}
