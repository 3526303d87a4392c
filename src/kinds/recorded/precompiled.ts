// Precompiled headers of a recorded build: what was made of a header elsewhere stands for that header's text.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { valuesOf } from '../../flags/options.ts';
import type { Option } from '../../flags/options.ts';
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
  options: readonly Option[],
): { readonly options: readonly Option[]; readonly steps: readonly number[] } {
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
  const rewritten = options.map((option): Option => {
    const { name, value } = option;
    if (value === undefined) return option;
    const header =
      name === '-include'
        ? taken(value, value.startsWith('/') ? [''] : folders)
        : name === '-include-pch'
          ? taken(value.replace(PRECOMPILED, ''), [''])
          : undefined;
    return header === undefined
      ? option
      : { name: '-include', value: header, words: ['-include', header] };
  });
  return { options: rewritten, steps };
}
