// Precompiled headers of a recorded build: what was made of a header elsewhere stands for that header's text.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildState } from './build-state.ts';

const PRECOMPILED = /\.(?:gch|pch)$/u;

/** @param output what was written for a header, as the step names it */
export function takePrecompiled(state: BuildState, output: string, header: string): void {
  if (!PRECOMPILED.test(output)) return;
  const made = { header: state.at(header), step: state.index };
  state.precompiled.set(state.at(output.replace(PRECOMPILED, '')), made);
}

/**
 * A compile's options, with the header itself in the place of what GCC takes for it: for `-include all.h` an all.h.gch of any folder
 * on the include path does, also where no all.h is beside it.
 * @returns the steps, too, that made what it took
 */
export function withHeaders(
  state: BuildState,
  options: readonly (readonly string[])[],
): { readonly options: readonly (readonly string[])[]; readonly steps: readonly number[] } {
  if (state.precompiled.size === 0) return { options, steps: [] };
  const folders = [
    '.',
    ...['-iquote', '-I', '-isystem'].flatMap((name) => valuesOf(options, name)),
  ];
  const steps: number[] = [];
  const taken = (name: string, places: readonly string[]): string | undefined => {
    for (const place of places) {
      const path = state.at(place === '' ? name : join(place, name));
      if (existsSync(path)) return undefined;
      const made = state.precompiled.get(path);
      if (made === undefined) continue;
      steps.push(made.step);
      return made.header;
    }
    return undefined;
  };
  const rewritten = options.map((piece) => {
    const [first = '', second] = piece;
    const joined = /^--include=(.+)$/su.exec(first)?.[1];
    const name = joined ?? (/^--?include$/u.test(first) ? second : undefined);
    const places = name?.startsWith('/') === true ? [''] : folders;
    const header =
      name !== undefined
        ? taken(name, places)
        : first === '-include-pch' && second !== undefined
          ? taken(second.replace(PRECOMPILED, ''), [''])
          : undefined;
    return header === undefined ? piece : ['-include', header];
  });
  return { options: rewritten, steps };
}

function valuesOf(options: readonly (readonly string[])[], name: string): string[] {
  return options.flatMap(([first = '', second]) => {
    if (first === name) return second ?? [];
    return first.startsWith(name) ? first.slice(name.length) : [];
  });
}
