// Delete Run...: one stored run, after a question that names it.
import * as vscode from 'vscode';
import type { RunSummary } from '../../model/run-summary.ts';
import { pathOfArgument } from '../command-arguments.ts';
import { ask } from '../notifications.ts';
import { runToActOn, telling } from '../run-actions.ts';
import type { RunActions } from '../run-actions.ts';
import { rowText } from '../shown-text.ts';
import { runFileName } from '../views/run-file.ts';
import { runTime, runWords } from '../views/run-names.ts';

const DELETE = vscode.l10n.t('Delete');

/** @returns whether it was deleted */
export async function deleteRun(
  actions: RunActions,
  argument: unknown,
  deleted: () => void,
): Promise<boolean> {
  const done = await telling(actions.log, async () => {
    const path = await runToActOn(actions, argument, {
      title: vscode.l10n.t('Delete Run'),
      placeHolder: vscode.l10n.t('Which run?'),
    });
    if (path === undefined) return false;
    const answer = await ask(...question(path, runOf(argument)), [DELETE]);
    if (answer !== DELETE) return false;
    await actions.server.request('retarget/deleteRun', { path });
    deleted();
    return true;
  });
  return done ?? false;
}

function question(path: string, run: RunSummary | undefined): [text: string, detail: string] {
  const file = vscode.workspace.asRelativePath(path);
  if (run === undefined) {
    return [
      vscode.l10n.t('Delete the stored run {0}?', runFileName(path)),
      vscode.l10n.t('{0}\nThis cannot be undone.', rowText(file)),
    ];
  }
  return [
    vscode.l10n.t('Delete the run of {0}?', runTime(run)),
    [rowText(runWords(run)), rowText(file), vscode.l10n.t('This cannot be undone.')].join('\n'),
  ];
}

/** The run of a row in Results. */
function runOf(argument: unknown): RunSummary | undefined {
  if (pathOfArgument(argument) === undefined) return undefined;
  return (argument as { readonly run?: RunSummary }).run;
}
