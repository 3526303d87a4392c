// Programs built in a folder that does not optimise, as a Debug build is: said with the result, of which it takes most away.
import type { Run } from '../model/run.ts';
import { unoptimized } from './messages/notes.ts';

/** Whether all of these programs are such. */
export function areUnoptimised(
  { warnings }: Pick<Run, 'warnings'>,
  programs: readonly { readonly name: string }[],
): boolean {
  return programs.every(({ name }) =>
    warnings.some(({ code, program }) => code === 'debug-build' && program === name),
  );
}

/** One sentence that says what to do about it; undefined where every program is optimised. */
export function unoptimisedNote({ warnings }: Pick<Run, 'warnings'>): string | undefined {
  if (!warnings.some(({ code }) => code === 'debug-build')) return undefined;
  return unoptimized();
}
