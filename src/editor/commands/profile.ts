// Profile Build for CPU Targets: a whole project or a part of it, from the palette, a menu, a lens, a tree or the chart.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { LogOutputChannel } from 'vscode';
import type { ProfileOutcome } from '../../protocol/profile-messages.ts';
import type { OwnerAnswer } from '../../protocol/server-requests.ts';
import { isElsewhere, pathOfArgument } from '../command-arguments.ts';
import { foldersOnDisk, mayProfile, tellVirtual } from '../gates.ts';
import { pickFolder } from '../pick-folder.ts';
import type { Profiler } from '../profiler.ts';
import type { ProgramChoice } from '../program-choice.ts';
import type { ServerConnection } from '../server-connection.ts';
import { chooseOwner } from './choose-owner.ts';
import { choosePrograms } from './choose-programs.ts';
import { chosenBy } from './profile-wish.ts';
import type { Chosen } from './profile-wish.ts';
import { folderAround, startProfile } from './start-profile.ts';

const TITLE = vscode.l10n.t('Profile Build for CPU Targets');

export interface ProfileCommandContext {
  readonly server: ServerConnection;
  readonly profiler: Profiler;
  readonly choice: ProgramChoice;
  readonly log: LogOutputChannel;
}

type Outcome = Promise<ProfileOutcome | undefined>;

export async function profile(context: ProfileCommandContext, argument?: unknown): Outcome {
  const { server, profiler, choice } = context;
  if (isElsewhere(argument)) {
    tellVirtual();
    return undefined;
  }
  const given = pathOfArgument(argument);
  if (given !== undefined) {
    if (!mayProfile(profiler)) return undefined;
    return profilePath(context, given, chosenBy(argument));
  }
  // Folders first: without one there is nothing to trust.
  const folders = foldersOnDisk();
  if (folders.length === 0 || !mayProfile(profiler)) return undefined;
  const folder = await pickFolder(folders, server, TITLE);
  if (folder === undefined) return undefined;
  const path = folder.uri.fsPath;
  const program = choice.of(path);
  if (program === undefined) return profileFolder(context, path);
  const { project } = await server.request('retarget/project', { path }).catch(() => ({}) as never);
  // What was chosen may be gone since.
  if (project?.programs.some(({ name }) => name === program) !== true) {
    await choice.choose(path, undefined);
    return profileFolder(context, path);
  }
  return startProfile(profiler, { paths: [path], programs: [program] }, path);
}

/** A folder, a configuration or a source; of a part of a project, the programs that it belongs to. */
async function profilePath(context: ProfileCommandContext, path: string, chosen: Chosen): Outcome {
  const { server, profiler } = context;
  const start = async (directory: string, more: Chosen): Outcome =>
    startProfile(profiler, { paths: [directory], ...more }, await folderAround(directory));
  if (chosen.programs !== undefined || basename(path) === 'retarget.json')
    return start(path, chosen);
  const { owner } = await server.request('retarget/owner', { path }).catch((): OwnerAnswer => ({}));
  // Of a folder that is a project of its own, the project is meant.
  if (owner === undefined || owner.directory === path) {
    return (await isFile(path)) ? start(path, chosen) : profileFolder(context, path, chosen);
  }
  if (owner.programs.length === 0) return profileFolder(context, owner.directory, chosen);
  const programs = await chooseOwner(owner, path, TITLE);
  return programs && start(owner.directory, { ...chosen, programs });
}

/** A folder whose programs may have to be chosen first. */
async function profileFolder(
  { server, profiler, log }: ProfileCommandContext,
  folder: string,
  chosen: Chosen = {},
): Outcome {
  return choosePrograms({ server, log, folder, title: TITLE, asksArguments: true }, async () =>
    startProfile(profiler, { paths: [folder], ...chosen }, await folderAround(folder)),
  );
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
