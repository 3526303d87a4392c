// Select Program: which of a folder's programs is profiled from now on.
import * as vscode from 'vscode';
import type { OfferLine } from '../../protocol/server-requests.ts';
import { plural } from '../../text/plural.ts';
import { tellFailure } from '../failure-message.ts';
import { foldersOnDisk } from '../gates.ts';
import { pickFolder } from '../pick-folder.ts';
import type { ProgramChoice } from '../program-choice.ts';
import { failureOfError } from '../server-errors.ts';
import type { ServerConnection } from '../server-connection.ts';
import { pickText } from '../shown-text.ts';
import { choosePrograms, saveChosen } from './choose-programs.ts';

const TITLE = vscode.l10n.t('Select Program');

interface ProgramItem extends vscode.QuickPickItem {
  /** Undefined for all programs. */
  readonly name?: string;
  /** It is not in retarget.json yet. */
  readonly offer?: OfferLine;
}

export async function selectProgram(
  server: ServerConnection,
  choice: ProgramChoice,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const folder = (await pickFolder(foldersOnDisk(), server, TITLE))?.uri.fsPath;
  if (folder === undefined) return;
  try {
    const items = await itemsOf(server, folder);
    if (items === undefined) {
      // Nothing says yet what to profile: what is chosen is remembered in retarget.json.
      await choosePrograms({ server, log, folder, title: TITLE }, async () => {
        const { project } = await server.request('retarget/project', { path: folder });
        const [only, ...others] = project?.programs ?? [];
        await choice.choose(folder, others.length === 0 ? only?.name : undefined);
      });
      return;
    }
    const picked = await vscode.window.showQuickPick(items, {
      ...{ title: TITLE, placeHolder: vscode.l10n.t('Select the program to profile from now on') },
      ...{ matchOnDescription: true, ignoreFocusOut: true },
    });
    if (picked === undefined) return;
    if (picked.offer !== undefined) await saveChosen(server, folder, [picked.offer]);
    await choice.choose(folder, picked.name);
  } catch (error) {
    tellFailure(failureOfError(error), log);
  }
}

async function itemsOf(
  server: ServerConnection,
  folder: string,
): Promise<readonly ProgramItem[] | undefined> {
  const { project } = await server.request('retarget/project', { path: folder });
  if (project === undefined) return undefined;
  const { more } = await server.request('retarget/suggestion', { folder });
  const { programs } = project;
  return [
    { label: vscode.l10n.t('All programs'), description: vscode.l10n.t('in retarget.json') },
    ...programs.map(({ name, benchmarks }) => ({
      name,
      label: pickText(name),
      description: plural(
        benchmarks.length,
        vscode.l10n.t('1 benchmark'),
        vscode.l10n.t('{0} benchmarks', benchmarks.length),
      ),
    })),
    ...more.map((offer) => ({
      ...{ name: offer.name, offer, label: pickText(offer.name) },
      description: pickText(offer.why),
    })),
  ];
}
