// Picking stored runs from a list.
import * as vscode from 'vscode';
import type { RunSummary } from '../model/run-summary.ts';
import type { RunsOfPlace } from './run-listings.ts';
import { pickText } from './shown-text.ts';
import { runTime, runWords } from './views/run-names.ts';

interface RunItem extends vscode.QuickPickItem {
  readonly run?: RunSummary;
}

export interface RunPickOptions {
  readonly title: string;
  readonly placeHolder: string;
}

/** @returns undefined where the user picked none */
export async function pickRun(
  places: readonly RunsOfPlace[],
  options: RunPickOptions,
): Promise<RunSummary | undefined> {
  const items = places.flatMap(({ name, runs }): RunItem[] => [
    ...(places.length > 1
      ? [{ label: pickText(name), kind: vscode.QuickPickItemKind.Separator }]
      : []),
    ...runs.map((run) => ({
      run,
      label: pickText(runTime(run)),
      description: pickText(run.state === 'finished' ? run.id : `${run.id}, ${run.state}`),
      detail: pickText(runWords(run)),
    })),
  ]);
  const picked = await vscode.window.showQuickPick(items, {
    ...options,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.run;
}
