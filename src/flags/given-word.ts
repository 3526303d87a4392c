// How a source is named to the compiler: in the very words of the build, which `__FILE__`, profiles and debug information hold.
import type { Unit } from '../model/program.ts';

/** @param word as a line of the build has it, run in the unit's folder. @param source its absolute path */
export function givenWord(word: string, source: string): Pick<Unit, 'given'> {
  if (word === source) return {};
  // Behind `--` a name may start as options do.
  return { given: word.startsWith('-') ? `./${word}` : word };
}
