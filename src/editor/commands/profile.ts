// Profile Build for CPU Targets: a whole project, from the palette, a folder's or a retarget.json's menu, or a lens.
import type { LogOutputChannel } from 'vscode';
import { isElsewhere, pathOf } from '../command-arguments.ts';
import { foldersOnDisk, mayProfile, tellVirtual } from '../gates.ts';
import { pickFolder } from '../pick-folder.ts';
import type { ProfileOutcome } from '../../protocol/profile-messages.ts';
import type { Profiler } from '../profiler.ts';
import type { ServerConnection } from '../server-connection.ts';
import { choosePrograms } from './choose-programs.ts';
import { folderAround, startProfile } from './start-profile.ts';

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
  const given = pathOf(argument);
  if (given !== undefined) {
    if (!mayProfile(profiler) || !(await choosePrograms(server, log, given))) return undefined;
    return startProfile(profiler, { paths: [given] }, await folderAround(given));
  }
  // Folders first: without one there is nothing to trust.
  const folders = foldersOnDisk();
  if (folders.length === 0 || !mayProfile(profiler)) return undefined;
  const folder = await pickFolder(folders, server, 'Profile Build for CPU Targets');
  if (folder === undefined) return undefined;
  const path = folder.uri.fsPath;
  if (!(await choosePrograms(server, log, path))) return undefined;
  return startProfile(profiler, { paths: [path] }, path);
}
