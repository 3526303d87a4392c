// A file that stands for the program that compiles it: never built beside it with other flags.
import { isCOrCpp, isHeaderFile, languageOfFile } from '../flags/languages.ts';
import { isRustSource } from '../kinds/rust-sources.ts';
import { FailureError } from '../model/failure.ts';
import { ownerOf } from './owner.ts';
import { fileOfSeveral } from './messages/owners.ts';

export interface OwnedFile {
  /** Absolute path of the project's folder. */
  readonly directory: string;
  /** At least one. */
  readonly programs: readonly string[];
}

/**
 * @param names programs that are asked for, in place of those that compile the file
 * @returns nothing for what no program is known to compile
 * @throws {FailureError} `program-unclear` where several do, and nobody says which is meant
 */
export async function ownedFile(
  file: string,
  names: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<OwnedFile | undefined> {
  if (!isPartOfPrograms(file)) return undefined;
  const owner = await ownerOf(file, signal === undefined ? {} : { signal });
  if (owner === undefined || owner.programs.length === 0) return undefined;
  const { directory, programs } = owner;
  if (names !== undefined) return { directory, programs: names };
  if (programs.length === 1) return { directory, programs };
  throw new FailureError({
    code: 'program-unclear',
    ...fileOfSeveral({ file, programs }),
    remedies: [{ kind: 'set', what: 'programs' }],
    place: { file },
  });
}

function isPartOfPrograms(file: string): boolean {
  return isCOrCpp(languageOfFile(file)) || isHeaderFile(file) || isRustSource(file);
}
