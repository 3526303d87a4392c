// Delete Run...: one stored run, after a question that names it.
import * as vscode from 'vscode';
import type { RunSummary } from '../../model/run-summary.ts';
import { pathOfArgument } from '../command-arguments.ts';
import { ask } from '../messages.ts';
import { runToActOn, telling } from '../run-actions.ts';
import type { RunActions } from '../run-actions.ts';
import { rowText } from '../shown-text.ts';
import { runFileName } from '../views/run-file.ts';
import { runTime, runWords } from '../views/run-names.ts';

const DELETE = 'Delete';

/** @returns whether it was deleted */
export async function deleteRun(
  actions: RunActions,
  argument: unknown,
  deleted: () => void,
): Promise<boolean> {
  const done = await telling(actions.log, async () => {
    const path = await runToActOn(actions, argument, {
      title: 'Delete Run',
      placeHolder: 'Which run?',
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
      `Delete the stored run ${runFileName(path)}?`,
      `${rowText(file)}\nThis cannot be undone.`,
    ];
  }
  return [
    `Delete the run of ${runTime(run)}?`,
    [rowText(runWords(run)), rowText(file), 'This cannot be undone.'].join('\n'),
  ];
}

/** The run of a row in Results. */
function runOf(argument: unknown): RunSummary | undefined {
  if (pathOfArgument(argument) === undefined) return undefined;
  return (argument as { readonly run?: RunSummary }).run;
}
