// Sources whose flags nobody knew: -O3 and folders of headers are what Retarget makes up for them, and the run says so.
import type { Warning } from '../model/run.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { quoteCommand } from '../text/argv-text.ts';
import type { OwnBuild } from '../kinds/kind.ts';
import { KINDS } from './kinds.ts';
import { defaultFlagsUsed } from './messages/projects.ts';

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
  const message = defaultFlagsUsed({ flags: told, build });
  const remedies = build?.remedies;
  return [{ code: 'guessed-flags', message, ...(remedies === undefined ? {} : { remedies }) }];
}

async function ownBuild(directory: string): Promise<OwnBuild | undefined> {
  for (const { advice } of KINDS) {
    const build = await advice?.ownBuild?.(directory);
    if (build !== undefined) return build;
  }
  return undefined;
}
