// Precompiled headers: compiled for the user's own CPU, so their text is read instead.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Unit } from '../model/program.ts';

/**
 * `-include-pch x.h.pch`, to the driver or behind -Xclang, becomes `-include x.h` where that header is there. What was
 * made of a header elsewhere stays: clang takes it where it fits, and says so where it does not.
 */
export async function withHeaderText(unit: Unit): Promise<Unit> {
  if (!unit.flags.includes('-include-pch')) return unit;
  const flags: string[] = [];
  for (let at = 0; at < unit.flags.length; at++) {
    const inner = unit.flags[at] === '-Xclang' && unit.flags[at + 1] === '-include-pch';
    const direct = unit.flags[at] === '-include-pch';
    const path = direct ? unit.flags[at + 1] : inner ? unit.flags[at + 3] : undefined;
    const header = path?.replace(/\.(?:pch|gch)$/u, '');
    if (
      header === undefined ||
      header === path ||
      !(await isFile(resolve(unit.directory, header)))
    ) {
      flags.push(unit.flags[at] ?? '');
      continue;
    }
    flags.push('-include', header);
    at += inner ? 3 : 1;
  }
  return { ...unit, flags };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}
