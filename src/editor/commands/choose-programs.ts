// Which of a folder's offers are meant, where no retarget.json says so: one pick, remembered there.
import * as vscode from 'vscode';
import type { OfferLine } from '../../protocol/server-requests.ts';
import { tellFailure } from '../failure-message.ts';
import { tell } from '../messages.ts';
import type { Button } from '../messages.ts';
import { failureOfError } from '../server-errors.ts';
import type { ServerConnection } from '../server-connection.ts';
import { messageText } from '../shown-text.ts';
import { pickOffers } from './pick-offers.ts';

/**
 * Asks only where there is something to choose; what was chosen is written down before anything is built.
 * @param folder absolute path of what is to be profiled; a file needs no choosing
 * @param title of the command that asks
 * @returns whether to go on
 */
export async function choosePrograms(
  server: ServerConnection,
  log: vscode.LogOutputChannel,
  folder: string,
  title = 'Profile Build for CPU Targets',
): Promise<boolean> {
  try {
    for (let watched = false; ; watched = true) {
      const { offers, toChoose } = await server.request('retarget/offers', { folder });
      if (!toChoose) return true;
      // A build that makes one executable was chosen for it.
      const chosen = watched && offers.length === 1 ? offers : await pickOffers(offers, title);
      if (chosen === undefined) return false;
      const [first] = chosen;
      if (first?.build !== undefined) {
        // Once it ran, it is known what it makes.
        if (await watchBuild(server, folder, first.build)) continue;
        return false;
      }
      if (first?.obstacle !== undefined) {
        tell('warning', `${first.name} cannot be profiled yet. ${first.obstacle}`);
        return false;
      }
      await remember(server, folder, chosen);
      return true;
    }
  } catch (error) {
    tellFailure(failureOfError(error), log);
    return false;
  }
}

async function remember(
  server: ServerConnection,
  folder: string,
  chosen: readonly OfferLine[],
): Promise<void> {
  const programs = chosen.map(({ name }) => name);
  const { writtenTo } = await server.request('retarget/remember', { folder, programs });
  tell('information', `Remembered in retarget.json: ${programs.join(', ')}.`, [
    openFile(writtenTo),
  ]);
}

function openFile(path: string): Button {
  return {
    title: 'Open retarget.json',
    press: () => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path)),
  };
}

/** @returns whether it ran to its end; it throws where it failed */
async function watchBuild(
  server: ServerConnection,
  folder: string,
  { words, text }: NonNullable<OfferLine['build']>,
): Promise<boolean> {
  const written = await vscode.window.showInputBox({
    title: 'Watch the Build',
    prompt: 'How is this project built? It runs once, to learn what it makes.',
    value: text,
    ignoreFocusOut: true,
  });
  if (written === undefined || written.trim() === '') return false;
  // The user's own command line is the shell's to read.
  const command = written === text ? words : ['sh', '-c', written];
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `${messageText(`Watching ${written}`)} ([Show Log](command:retarget.showLog))`,
      cancellable: true,
    },
    async (_, token) => {
      try {
        await server.request('retarget/record', { folder, command }, token);
        return true;
      } catch (error) {
        if (token.isCancellationRequested) return false;
        throw error;
      }
    },
  );
}
