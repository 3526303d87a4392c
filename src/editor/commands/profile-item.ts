// Profile This: what a row of the sidebar stands for, once more: a run, a program of it, a benchmark, a target.
import type { TargetLine } from '../../protocol/server-requests.ts';
import type { RunWish } from '../views/run-wish.ts';
import type { ProfileOutcome } from '../../protocol/profile-messages.ts';
import { profile } from './profile.ts';
import type { ProfileCommandContext } from './profile.ts';
import { foldersOnDisk } from '../gates.ts';
import { pickFolder } from '../pick-folder.ts';
import { tell } from '../notifications.ts';
import * as vscode from 'vscode';

export async function profileItem(
  context: ProfileCommandContext,
  item: unknown,
): Promise<ProfileOutcome | undefined> {
  const { wish, line } = (item ?? {}) as { wish?: () => Promise<RunWish>; line?: TargetLine };
  if (wish !== undefined) return profile(context, await wish());
  if (line === undefined) {
    tell('information', vscode.l10n.t('Select a row in the Retarget side bar first.'));
    return undefined;
  }
  const folder = await pickFolder(
    foldersOnDisk(),
    context.server,
    vscode.l10n.t('Profile This Target'),
  );
  if (folder === undefined) return undefined;
  const path = folder.uri.fsPath;
  const program = context.choice.of(path);
  return profile(context, {
    ...{ path, targets: [line.name] },
    ...(program === undefined ? {} : { programs: [program] }),
  });
}
