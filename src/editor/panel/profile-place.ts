// A bar of the chart, profiled again: its benchmark and target alone.
import * as vscode from 'vscode';
import type { PagePlace } from '../../protocol/page-messages.ts';
import { tellFailure } from '../failure-message.ts';
import type { ServerConnection } from '../server-connection.ts';
import { failureOfError } from '../server-errors.ts';
import { runWish } from '../views/run-wish.ts';

/** @param path of the run's document */
export async function profilePlace(
  { server, log }: { readonly server: ServerConnection; readonly log: vscode.LogOutputChannel },
  path: string,
  place: PagePlace,
): Promise<void> {
  try {
    const outline = await server.request('retarget/runOutline', { path });
    await vscode.commands.executeCommand('retarget.profile', runWish(outline.run, outline, place));
  } catch (error) {
    tellFailure(failureOfError(error), log);
  }
}
