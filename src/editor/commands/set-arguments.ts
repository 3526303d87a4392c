// Set Arguments: how a program is run, asked for with its own usage in sight, and kept in retarget.json.
import * as vscode from 'vscode';
import type { TrialAnswer } from '../../protocol/server-requests.ts';
import { pathOfArgument } from '../command-arguments.ts';
import { tellFailure } from '../failure-message.ts';
import { foldersOnDisk, isTrusted } from '../gates.ts';
import { messageText, pickText } from '../shown-text.ts';
import { pickFolder } from '../pick-folder.ts';
import type { ProgramChoice } from '../program-choice.ts';
import { failureOfError } from '../server-errors.ts';
import type { ServerConnection } from '../server-connection.ts';
import { askArguments } from './ask-arguments.ts';
import { chosenBy } from './profile-wish.ts';

const TITLE = vscode.l10n.t('Set Arguments');

interface ArgumentsContext {
  readonly server: ServerConnection;
  readonly choice: ProgramChoice;
  readonly log: vscode.LogOutputChannel;
}

/** @param argument a path and perhaps the program's name, as a button has them */
export async function setArguments(
  { server, choice, log }: ArgumentsContext,
  argument?: unknown,
): Promise<void> {
  const given = pathOfArgument(argument);
  const folder = given ?? (await pickFolder(foldersOnDisk(), server, TITLE))?.uri.fsPath;
  if (folder === undefined || !isTrusted()) return;
  try {
    const [named = choice.of(folder)] = chosenBy(argument).programs ?? [];
    const program = named ?? (await pickProgram(server, folder));
    if (program === undefined) return;
    const trial = await tried(server, folder, program);
    if (trial === undefined || !(await askAndKeep(server, folder, program, trial))) return;
    await vscode.commands.executeCommand('retarget.profile', { path: folder, programs: [program] });
  } catch (error) {
    tellFailure(failureOfError(error), log);
  }
}

/**
 * Of a program that was just chosen: asks only where it has nothing to do without being told.
 * @returns whether to go on
 */
export async function askIfNeeded(
  server: ServerConnection,
  folder: string,
  program: string,
): Promise<boolean> {
  const trial = await tried(server, folder, program);
  if (trial === undefined) return false;
  return !trial.needsArguments || askAndKeep(server, folder, program, trial);
}

/** @returns whether the user answered */
async function askAndKeep(
  server: ServerConnection,
  folder: string,
  program: string,
  { printed }: TrialAnswer,
): Promise<boolean> {
  const way = await askArguments({ program, folder, printed });
  if (way === undefined) return false;
  const isNothing =
    way.arguments.trim() === '' && way.stdin === undefined && way.directory === undefined;
  if (!isNothing) await server.request('retarget/setArguments', { folder, program, ...way });
  return true;
}

/** Undefined where it was cancelled. What stands in its way, the profile itself says better. */
async function tried(
  server: ServerConnection,
  folder: string,
  program: string,
): Promise<TrialAnswer | undefined> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: messageText(vscode.l10n.t('Starting {0} to see whether it needs arguments', program)),
      cancellable: true,
    },
    async (_, token) => {
      try {
        return await server.request('retarget/trial', { folder, program }, token);
      } catch {
        return token.isCancellationRequested ? undefined : { needsArguments: false, printed: '' };
      }
    },
  );
}

async function pickProgram(server: ServerConnection, folder: string): Promise<string | undefined> {
  const { project } = await server.request('retarget/project', { path: folder });
  const names = project?.programs.map(({ name }) => name) ?? [];
  if (names.length <= 1) return names[0];
  const items = names.map((name) => ({ name, label: pickText(name) }));
  return (await vscode.window.showQuickPick(items, { title: TITLE, ignoreFocusOut: true }))?.name;
}
