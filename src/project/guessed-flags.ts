// Sources whose flags nobody knew: -O3 and folders of headers are what Retarget makes up for them, and the run says so.
import type { Warning } from '../model/run.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { quoteCommand } from '../flags/command-line.ts';
import type { OwnBuild } from '../kinds/kind.ts';
import { KINDS } from './kinds.ts';

/**
 * A program of sources that has made-up flags beside a build of the project's own, or that nobody has written down yet.
 * @param isWritten whether the flags stand in retarget.json, where they may be what was wanted if nothing says otherwise.
 */
export async function guessedFlags(
  directory: string,
  { sources, flags = [] }: Pick<ConfigProgram, 'sources' | 'flags'>,
  isWritten: boolean,
): Promise<Warning[]> {
  const isGuess = flags.length > 0 && flags.every((flag) => /^-(?:O3$|I)/u.test(flag));
  if (sources === undefined || !isGuess) return [];
  const told = quoteCommand(flags);
  const build = await ownBuild(directory);
  if (build === undefined && isWritten) return [];
  const message =
    build === undefined
      ? `Compiled with default flags (${told}), because the folder does not say how it is built. To set them, use "flags" in retarget.json.`
      : `Compiled with default flags (${told}) instead of those of the project's own build (${build.why}), so results may differ. ${build.advice}`;
  return [{ code: 'guessed-flags', message }];
}

async function ownBuild(directory: string): Promise<OwnBuild | undefined> {
  for (const { advice } of KINDS) {
    const build = await advice?.ownBuild?.(directory);
    if (build !== undefined) return build;
  }
  return undefined;
}
