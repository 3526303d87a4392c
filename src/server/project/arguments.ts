// How a program is run: found out by starting it once, in a trusted workspace, and written into retarget.json.
import { relative } from 'node:path';
import { splitCommand } from '../../flags/command-line.ts';
import { argumentChanges } from '../../project/config-arguments.ts';
import { isInside } from '../../text/path-inside.ts';
import type { ServerRequests, TrialAnswer } from '../../protocol/server-requests.ts';
import { chosenToolchain } from '../machine/survey.ts';
import { untrusted } from '../profile/profiles.ts';
import type { Profiles } from '../profile/profiles.ts';
import type { ServerContext } from '../server-context.ts';
import { choicesOf } from '../settings/choices.ts';
import { ownConfig } from './own-config.ts';
import { writeConfig } from './write-config.ts';

/** @throws {FailureError} `untrusted`, `busy`, and as `tryProgram` */
export async function trialOf(
  context: ServerContext,
  profiles: Profiles,
  { folder, program }: ServerRequests['retarget/trial']['params'],
  signal: AbortSignal,
): Promise<TrialAnswer> {
  if (!context.trusted()) throw untrusted();
  return profiles.alone({ kind: 'build', path: folder }, signal, async (ending) => {
    const toolchain = await chosenToolchain(context, folder);
    const settings = choicesOf(await context.engineSettings(folder));
    const { tryProgram } = await import('../../profile/try-program.ts');
    return tryProgram(
      {
        ...{ paths: [folder], programs: [program], settings },
        ...(toolchain === undefined ? {} : { toolchain }),
      },
      { signal: ending, onEvent: () => undefined },
    );
  });
}

/** @returns absolute path of the file. @throws {FailureError} as `argumentChanges` and `ownConfig`, and `writeConfig` */
export async function setArguments(
  context: ServerContext,
  { folder, program, ...way }: ServerRequests['retarget/setArguments']['params'],
): Promise<string> {
  const config = await ownConfig(context, folder, program);
  const args = splitCommand(way.arguments);
  const inside = (path: string): string =>
    isInside(folder, path) ? relative(folder, path) || '.' : path;
  const changes = argumentChanges(config.file, config.text, program, {
    ...(args.length === 0 ? {} : { args }),
    ...(way.stdin === undefined ? {} : { stdin: inside(way.stdin) }),
    ...(way.directory === undefined ? {} : { directory: inside(way.directory) }),
  });
  await writeConfig(context, config, changes, 'Retarget: set arguments');
  return config.file;
}
