// Create Configuration: a retarget.json that suits what the folder holds, opened where something is to be looked at.
import * as vscode from 'vscode';
import type { OfferLine } from '../../protocol/server-requests.ts';
import { pathOfArgument } from '../command-arguments.ts';
import { tellFailure } from '../failure-message.ts';
import { foldersOnDisk } from '../gates.ts';
import { tell } from '../notifications.ts';
import { pickFolder } from '../pick-folder.ts';
import { failureOfError } from '../server-errors.ts';
import type { ServerConnection } from '../server-connection.ts';
import { choosePrograms, saveChosen } from './choose-programs.ts';
import { pickOffers } from './pick-offers.ts';
import { plural } from '../../text/plural.ts';

const TITLE = vscode.l10n.t('Create Configuration');

/** The values that a person knows better than the suggestion, most telling first. */
const TO_LOOK_AT =
  /"(?:sources|compileCommands|bitcode|cmake|record|cargo)"\s*:\s*(\[[^\]]*\]|\{[^}]*\}|"[^"]*")/u;

/** Characters that any editor shows without scrolling. */
const SHORT_LINE = 60;

export async function createConfiguration(
  server: ServerConnection,
  log: vscode.LogOutputChannel,
  argument?: unknown,
): Promise<void> {
  const given = pathOfArgument(argument);
  const folder = given ?? (await chosenFolder(server));
  if (folder === undefined) return;
  try {
    const answer = await server.request('retarget/suggestion', { folder });
    const { path, exists, toChoose, more, text } = answer;
    const file = vscode.Uri.file(path);
    // Not by `showTextDocument`, which keeps the document open for minutes after its tab is closed.
    const open = async (selection?: vscode.Range): Promise<void> =>
      vscode.commands.executeCommand('vscode.open', file, selection && { selection });
    if (exists) {
      await open();
      // Who was led here looks for something else.
      if (given === undefined && more.length > 0) tellMore(server, folder, more);
    } else if (toChoose) await choosePrograms({ server, log, folder, title: TITLE }, open);
    else if (await created(file, text)) await open(whatMatters(text));
  } catch (error) {
    tellFailure(failureOfError(error), log);
  }
}

function tellMore(server: ServerConnection, folder: string, more: readonly OfferLine[]): void {
  const press = async (): Promise<void> => {
    const chosen = await pickOffers(more, vscode.l10n.t('Add a Program'));
    if (chosen !== undefined) await saveChosen(server, folder, chosen);
  };
  tell(
    'information',
    plural(
      more.length,
      vscode.l10n.t('The folder has 1 more program.'),
      vscode.l10n.t('The folder has {0} more programs.', more.length),
    ),
    [{ title: vscode.l10n.t('Add a Program...'), press }],
  );
}

async function chosenFolder(server: ServerConnection): Promise<string | undefined> {
  const folder = await pickFolder(foldersOnDisk(), server, TITLE);
  return folder?.uri.fsPath;
}

/** Never in place of a file that appeared meanwhile. */
async function created(file: vscode.Uri, text: string): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(file, {
    overwrite: false,
    ignoreIfExists: true,
    contents: new TextEncoder().encode(text),
  });
  if (await vscode.workspace.applyEdit(edit)) return true;
  tell('error', vscode.l10n.t('{0} could not be written.', file.fsPath));
  return false;
}

function whatMatters(text: string): vscode.Range | undefined {
  const found = TO_LOOK_AT.exec(text);
  if (found === null) return undefined;
  const end = found.index + found[0].length;
  const range = new vscode.Range(
    positionAt(text, end - (found[1] ?? '').length),
    positionAt(text, end),
  );
  // The editor scrolls to a selection's end: of a long line its beginning would be out of sight.
  const isShort = range.isSingleLine && range.end.character <= SHORT_LINE;
  return isShort ? range : new vscode.Range(range.start, range.start);
}

function positionAt(text: string, offset: number): vscode.Position {
  const lines = text.slice(0, offset).split('\n');
  return new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
}
