// What a compile_commands.json has to offer in a folder: an executable for each source that defines main.
import { basename, dirname, extname, relative } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import { compileCommandsIn, readCompileCommands } from './compile-commands.ts';
import { sourcesWithMain } from './infer-units.ts';
import type { FindOffers, Offer } from '../offer.ts';
import { librariesUnknown, mainIsIn, noMain, whatItCompiles } from './messages.ts';

export const compileCommandsOffers: FindOffers = async (directory) => {
  const file = await compileCommandsIn(directory);
  return file === undefined ? [] : offersIn(file, directory);
};

/** @param directory the folder of the project, which names are relative to */
export async function offersIn(file: string, directory: string): Promise<readonly Offer[]> {
  const folder = relative(directory, dirname(file));
  const compileCommands = folder === '' ? basename(file) : folder;
  const where = relative(directory, file);
  const whole = (obstacle: string): Offer => ({
    kind: 'compileCommands',
    name: basename(directory) || 'program',
    why: whatItCompiles(where),
    program: { compileCommands, link: ['-lm'] },
    obstacle,
  });
  try {
    const content = await readCompileCommands(file, { withoutMissing: true });
    const mains = await sourcesWithMain(content);
    if (mains.length === 0) return [whole(noMain(where))];
    const names = namesOf(mains.map((main) => relative(directory, main)));
    return mains.map((source, index) => {
      const main = relative(directory, source);
      const name = names[index] ?? main;
      return {
        kind: 'compileCommands',
        name,
        why: mainIsIn({ main, file: where }),
        program: { name, compileCommands, main, link: ['-lm'] },
        note: librariesUnknown(),
      };
    });
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { message, hint } = error.failure;
    return [whole(hint === undefined ? message : `${message} ${hint}`)];
  }
}

/** The sources' own names; where two have one, their whole paths. */
function namesOf(sources: readonly string[]): string[] {
  const short = sources.map((source) => basename(source, extname(source)));
  return short.map((name, index) => {
    const isShared = short.some((other, at) => other === name && at !== index);
    return isShared ? (sources[index] ?? name).replaceAll(/[/\\]/gu, '-') : name;
  });
}
