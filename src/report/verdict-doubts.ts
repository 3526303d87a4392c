// What stands beside a verdict that may be about something else than the reader thinks: another program, or other code.
import type { ProgramResult } from '../model/run.ts';
import { DEPARTS, OTHER_PROGRAM } from './messages/notes.ts';
import { departing } from './verification-text.ts';

type Doubted = Pick<ProgramResult, 'verification' | 'ownProgram'>;

/** In a few words each; none where nothing is in doubt. */
export function doubtsOf(program: Doubted, target: string): string[] {
  return [
    ...(program.ownProgram?.state === 'different' ? [OTHER_PROGRAM] : []),
    ...(departing(program, target) === 0 ? [] : [DEPARTS]),
  ];
}

/** In brackets, behind a verdict's words. */
export function doubtText(program: Doubted, target: string): string {
  const doubts = doubtsOf(program, target);
  return doubts.length === 0 ? '' : `(${doubts.join('; ')})`;
}

/** A verdict's words, with what is in doubt about them. */
export function withDoubts(words: string, program: Doubted, target: string): string {
  return `${words} ${doubtText(program, target)}`.trimEnd();
}
