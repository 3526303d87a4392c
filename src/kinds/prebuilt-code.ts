// Files of a project's own folders that are linked as they are: nothing says how they are compiled, so no target changes them.
import { relative, resolve, sep } from 'node:path';
import type { LinkWord, Unit } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import { cleanFlags } from '../flags/flags.ts';
import { libraryFiles, libraryFolders } from '../flags/library-search.ts';
import { linkerParts } from '../flags/linker-words.ts';
import { readOptions } from '../flags/options.ts';
import { kindOf } from '../config/inputs.ts';
import { linkedAsTheyAre } from './messages.ts';

const CODE = /\.(?:a|o|obj|dylib|so(?:\..+)?)$/u;

export interface LinkedAsIs {
  readonly units: readonly Unit[];
  readonly lines: readonly { readonly flags: readonly LinkWord[]; readonly directory: string }[];
}

/** @param folders absolute paths of the project's own; what is elsewhere is the system's, and the same for anybody */
export async function prebuiltWarning(
  { units, lines }: LinkedAsIs,
  folders: readonly string[],
): Promise<Warning[]> {
  const files = new Set(units.flatMap((unit) => (unit.language === 'object' ? [unit.source] : [])));
  for (const line of lines) {
    for (const file of await linkedFiles(line)) files.add(file);
  }
  const names = [...files].flatMap((file) => {
    const folder = folders.find((each) => file.startsWith(`${each}${sep}`));
    return folder === undefined ? [] : [relative(folder, file)];
  });
  if (names.length === 0) return [];
  return [
    {
      code: 'prebuilt-code',
      message: linkedAsTheyAre(names.sort()),
    },
  ];
}

/**
 * Absolute paths of the objects, archives and shared libraries that a link line takes as they are, wherever they are.
 * @param toCome absolute paths of files that a build makes before it links
 */
export async function linkedFiles(
  { flags, directory }: LinkedAsIs['lines'][number],
  toCome: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  const words = flags.filter((word) => typeof word === 'string');
  const options = readOptions(words);
  const folders = libraryFolders(options, directory);
  const inputs = cleanFlags(words, 'link').inputs.filter((input) => CODE.test(input));
  const handedOn = linkerParts(options)
    .flat()
    .flatMap(({ named }) => named ?? []);
  const files = [...inputs, ...handedOn.filter((each) => CODE.test(each))];
  const named = files.map((path) => [resolve(directory, path)]);
  const byName = [...words, ...handedOn].map((word) => libraryFiles(word, folders));
  const found: string[] = [];
  for (const candidates of [...named, ...byName]) {
    for (const path of candidates) {
      if (!toCome.has(path) && (await kindOf(path)) !== 'file') continue;
      found.push(path);
      break;
    }
  }
  return found;
}
