// Which of a folder's offers are meant, where no retarget.json says so: one pick, remembered there.
import * as vscode from 'vscode';
import type { BuildLine, OfferLine } from '../../protocol/server-requests.ts';
import { tellFailure } from '../failure-message.ts';
import { tell } from '../notifications.ts';
import type { Button } from '../notifications.ts';
import { failureOfError } from '../server-errors.ts';
import type { ServerConnection } from '../server-connection.ts';
import { messageText } from '../shown-text.ts';
import { pickOffers } from './pick-offers.ts';

export interface ProgramQuestion {
  readonly server: ServerConnection;
  readonly log: vscode.LogOutputChannel;
  /** Absolute path of what is to be profiled; a file needs no choosing. */
  readonly folder: string;
  /** Of the command that asks. */
  readonly title: string;
  /** What is chosen is profiled next: one that only starts is asked how it is run. */
  readonly asksArguments?: boolean;
}

/**
 * Asks only where there is something to choose; what was chosen is written down before anything is built.
 * @param goOn with what comes after, once it is known what is meant
 * @param build to be watched before anything is offered
 * @returns what came of going on; undefined where it did not come to that
 */
export async function choosePrograms<Result>(
  choice: ProgramQuestion,
  goOn: () => Promise<Result>,
  build?: BuildLine,
): Promise<Result | undefined> {
  const { server, log, folder, title } = choice;
  const again = (line: BuildLine): Button => ({
    title: vscode.l10n.t('Watch Again...'),
    press: () => choosePrograms(choice, goOn, line),
  });
  try {
    for (let toWatch = build; ;) {
      // Once it ran, it is known what it makes.
      if (toWatch !== undefined && !(await watchBuild(choice, toWatch, again))) return undefined;
      const { offers, toChoose } = await server.request('retarget/offers', { folder });
      if (!toChoose) break;
      // A build that makes one executable was chosen for it.
      const isObvious = toWatch !== undefined && offers.length === 1;
      const chosen = isObvious ? offers : await pickOffers(offers, title);
      if (chosen === undefined) return undefined;
      const [first] = chosen;
      toWatch = first?.build;
      if (toWatch !== undefined) continue;
      if (first?.obstacle !== undefined) {
        tell(
          'warning',
          vscode.l10n.t('{0} cannot be profiled yet. {1}', first.name, first.obstacle),
        );
        return undefined;
      }
      await saveChosen(server, folder, chosen);
      const [, ...others] = chosen;
      if (choice.asksArguments === true && first !== undefined && others.length === 0) {
        const { askIfNeeded } = await import('./set-arguments.ts');
        if (!(await askIfNeeded(server, folder, first.name))) return undefined;
      }
      break;
    }
  } catch (error) {
    tellFailure(failureOfError(error), log);
    return undefined;
  }
  return goOn();
}

export async function saveChosen(
  server: ServerConnection,
  folder: string,
  chosen: readonly OfferLine[],
): Promise<void> {
  const programs = chosen.map(({ name }) => name);
  const { writtenTo } = await server.request('retarget/remember', { folder, programs });
  tell('information', vscode.l10n.t('Saved in retarget.json: {0}.', programs.join(', ')), [
    openFile(writtenTo),
  ]);
}

function openFile(path: string): Button {
  return {
    title: vscode.l10n.t('Open retarget.json'),
    press: () => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path)),
  };
}

/**
 * @param again what a message of its failure offers
 * @returns whether it ran to its end and taught something; it throws where no other command would help
 */
async function watchBuild(
  { server, log, folder }: ProgramQuestion,
  { words, text }: BuildLine,
  again: (line: BuildLine) => Button,
): Promise<boolean> {
  const written = await vscode.window.showInputBox({
    title: vscode.l10n.t('Watch the Build'),
    prompt: vscode.l10n.t(
      'Command that builds this project. Retarget runs it once to learn what it builds.',
    ),
    value: text,
    ignoreFocusOut: true,
  });
  if (written === undefined || written.trim() === '') return false;
  // The user's own command line is the shell's to read.
  const command = written === text ? words : ['sh', '-c', written];
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t(
        '{0} ([Show Log](command:retarget.showLog))',
        messageText(vscode.l10n.t('Watching {0}', written)),
      ),
      cancellable: true,
    },
    async (_, token) => {
      try {
        const answer = await server.request('retarget/record', { folder, command }, token);
        if (answer.failure === undefined) return true;
        tellFailure(answer.failure, log, answer.again && [again(answer.again)], []);
        return false;
      } catch (error) {
        if (token.isCancellationRequested) return false;
        throw error;
      }
    },
  );
}
