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
    ...finishedFirst(runs).map((run) => ({
      run,
      label: pickText(run.name ?? runTime(run)),
      description: pickText(aboutRun(run)),
      detail: pickText(runWords(run)),
    })),
  ]);
  const picked = await vscode.window.showQuickPick(items, {
    ...options,
    // A view that takes the focus as it is drawn anew does not close it.
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.run;
}

/** What tells it from others of the day. */
function aboutRun(run: RunSummary): string {
  const { id, name, source, state } = run;
  const commit = source && `${source.commit.slice(0, 8)}${source.dirty === true ? '+' : ''}`;
  const time = name === undefined ? id : runTime(run);
  return [time, commit, state === 'finished' ? undefined : state]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** The first is the one that Enter takes: no run that is still being measured, while there is another. */
function finishedFirst(runs: readonly RunSummary[]): RunSummary[] {
  const running = runs.filter(({ state }) => state === 'running');
  return [...runs.filter(({ state }) => state !== 'running'), ...running];
}
