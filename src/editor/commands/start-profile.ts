// The one way to a profile: everything that has to be so first, then the profile. How it ends is said elsewhere.
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ProfileOutcome, ProfileParams } from '../../protocol/server-requests.ts';
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

/** The workspace folder around a path, or the folder that the path is in. */
export function folderAround(path: string): string {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path))?.uri.fsPath ?? dirname(path);
}
