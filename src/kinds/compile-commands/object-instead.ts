// Sources that another compiler compiles (CUDA, Fortran, nasm): the objects that the project's own build made of them.
import type { Unit } from '../../model/program.ts';
import type { Warning } from '../../model/run.ts';
import type { EntryResult } from '../../flags/compile-entry.ts';
import { kindOf } from '../../config/inputs.ts';
import { linkedAsMade } from './messages.ts';

/**
 * The object of a source that is not built, as a unit that is linked as it is for every target.
 * @param object absolute path of what the project's own build makes of it, where that is known.
 * @returns undefined for what gives no object, or none that is there.
 */
export async function objectInstead(
  skipped: EntryResult & { readonly kind: 'skipped' },
  directory: string,
  object: string | undefined,
): Promise<Unit | undefined> {
  if (skipped.makesObject !== true || object === undefined) return undefined;
  if ((await kindOf(object)) !== 'file') return undefined;
  return { source: object, language: 'object', directory, flags: [], removed: [] };
}

/** @param sources each as it is shown, and what it is, such as `CUDA`. */
export function linkedAsTheyAre(
  sources: readonly { readonly source: string; readonly reason: string }[],
): Warning[] {
  if (sources.length === 0) return [];
  const files = sources.map(({ source }) => source);
  return [{ code: 'prebuilt-code', message: linkedAsMade(sources), files }];
}
