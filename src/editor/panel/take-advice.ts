// What a failure advises, done with a click: a setting written into retarget.json, or the question for arguments.
import * as vscode from 'vscode';
import type { PagePlace } from '../../protocol/page-messages.ts';
import { tellFailure } from '../failure-message.ts';
import { commandButton, tell } from '../notifications.ts';
import { failureOfError } from '../server-errors.ts';
import type { ServerConnection } from '../server-connection.ts';

/** @param path of the run's document @param remedy index among the failure's */
export async function takeAdvice(
  { server, log }: { readonly server: ServerConnection; readonly log: vscode.LogOutputChannel },
  path: string,
  place: PagePlace,
  remedy: number,
): Promise<void> {
  try {
    const { folder, program, writtenTo } = await server.request('retarget/takeAdvice', {
      ...{ path, ...place, remedy },
    });
    const what = { path: folder, programs: [program] };
    if (writtenTo === undefined) {
      await vscode.commands.executeCommand('retarget.setArguments', what);
      return;
    }
    tell('information', vscode.l10n.t('Setting saved in retarget.json.'), [
      commandButton(vscode.l10n.t('Profile Again'), 'retarget.profile', what),
      commandButton(vscode.l10n.t('Open File'), 'vscode.open', vscode.Uri.file(writtenTo)),
    ]);
  } catch (error) {
    tellFailure(failureOfError(error), log);
  }
}
