// Headers that a recorded build wrote anew after a unit had been compiled with them: the unit is built with what they hold now.
import { stat } from 'node:fs/promises';
import type { NeutralUnit } from './front-end.ts';

export interface RewrittenHeader {
  /** Absolute path. */
  readonly file: string;
  /** Absolute paths of the units' sources. */
  readonly sources: readonly string[];
}

/** What was changed after the build ended is ordinary work, and none of these. */
export async function rewrittenHeaders(units: readonly NeutralUnit[]): Promise<RewrittenHeader[]> {
  const times = new Map<string, number>();
  const found = new Map<string, string[]>();
  for (const { unit, inputs } of units) {
    if (unit.compiled === undefined) continue;
    const { at, until } = unit.compiled;
    for (const file of inputs?.files ?? []) {
      if (file === unit.source) continue;
      let time = times.get(file);
      if (time === undefined) {
        time = (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
        times.set(file, time);
      }
      if (time > at && time <= until) found.set(file, [...(found.get(file) ?? []), unit.source]);
    }
  }
  return [...found].map(([file, sources]) => ({ file, sources: [...new Set(sources)] }));
}
