// Pieces of command lines as the File API gives them: written for a shell inside a makefile or a build.ninja.
import { splitCommand } from '../../flags/command-line.ts';

/** The words that the compiler gets. Make and Ninja take `$$` for one dollar before the shell sees it. */
export function fragmentWords(fragments: readonly { readonly fragment: string }[]): string[] {
  return fragments.flatMap(({ fragment }) => splitCommand(fragment.replaceAll('$$', '$')));
}
