// Profile Build for CPU Targets: a whole project, from the palette, a folder's or a retarget.json's menu, or a lens.
import * as vscode from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { isElsewhere, pathOfArgument } from '../command-arguments.ts';
import { foldersOnDisk, mayProfile, tellVirtual } from '../gates.ts';
import { pickFolder } from '../pick-folder.ts';
import type { ProfileOutcome } from '../../protocol/profile-messages.ts';
import type { Profiler } from '../profiler.ts';
import type { ServerConnection } from '../server-connection.ts';
import { choosePrograms } from './choose-programs.ts';
import { folderAround, startProfile } from './start-profile.ts';

const TITLE = vscode.l10n.t('Profile Build for CPU Targets');

export async function profile(
  server: ServerConnection,
  profiler: Profiler,
  log: LogOutputChannel,
  argument?: unknown,
): Promise<ProfileOutcome | undefined> {
  if (isElsewhere(argument)) {
    tellVirtual();
    return undefined;
  }
  const given = pathOfArgument(argument);
  if (given !== undefined) {
    if (!mayProfile(profiler)) return undefined;
    return choosePrograms({ server, log, folder: given, title: TITLE }, async () =>
      startProfile(profiler, { paths: [given] }, await folderAround(given)),
    );
  }
  // Folders first: without one there is nothing to trust.
  const folders = foldersOnDisk();
  if (folders.length === 0 || !mayProfile(profiler)) return undefined;
  const folder = await pickFolder(folders, server, TITLE);
  if (folder === undefined) return undefined;
  const path = folder.uri.fsPath;
  return choosePrograms({ server, log, folder: path, title: TITLE }, () =>
    startProfile(profiler, { paths: [path] }, path),
  );
}
