// What several kinds of programs say.
import { shownList } from '../text/shown.ts';

export function rustAdvice(): string {
  return 'Retarget builds Rust with Cargo. Run cargo init in the folder of main.rs or src/main.rs, then profile the folder.';
}

export function linkedAsTheyAre(files: readonly string[]): string {
  return `Linked as they are, the same for every target, because nothing says how they are compiled: ${shownList(files, 8)}. If the project's own build compiles them, let Retarget watch that build.`;
}
