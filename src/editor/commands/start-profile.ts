// The one way to a profile: everything that has to be so first, then the profile. How it ends is said elsewhere.
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ProfileOutcome, ProfileParams } from '../../protocol/profile-messages.ts';
import { mayProfile } from '../gates.ts';
import type { Profiler } from '../profiler.ts';
import { saveChanges } from '../save-changes.ts';

/**
 * @param folder what the paths belong to: unsaved files in it are saved first
 * @returns what came of it; undefined where it did not start or failed, which was said
 */
export async function startProfile(
  profiler: Profiler,
  request: ProfileParams,
  folder: string,
): Promise<ProfileOutcome | undefined> {
  if (!mayProfile(profiler)) return undefined;
  if (!(await saveChanges(folder))) return undefined;
  // Saving may have asked something, and another profile begun meanwhile.
  if (!mayProfile(profiler)) return undefined;
  return profiler.start(request).catch(() => undefined);
}

/** The workspace folder around a path; outside of all, the path itself where it is a folder, or the one that the file is in. */
export async function folderAround(path: string): Promise<string> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path));
  if (folder !== undefined) return folder.uri.fsPath;
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? path : dirname(path);
}
