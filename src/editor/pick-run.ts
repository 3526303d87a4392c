// Picking stored runs from a list.
import * as vscode from 'vscode';
import type { RunSummary } from '../model/run-summary.ts';
import type { ServerConnection } from './server-connection.ts';
import { pickText } from './shown-text.ts';
import { runTime, runWords } from './views/run-names.ts';
import type { RunPlaces } from './views/run-places.ts';

interface RunItem extends vscode.QuickPickItem {
  readonly run?: RunSummary;
}

export interface RunPickOptions {
  readonly title: string;
  readonly placeHolder: string;
}

/** Runs of one folder. */
export interface RunsOfPlace {
  readonly name: string;
  readonly runs: readonly RunSummary[];
}

/** Readable runs of all folders that have some, the newest first. @throws {ServerFailure} */
export async function runsByPlace(
  server: ServerConnection,
  places: RunPlaces,
): Promise<RunsOfPlace[]> {
  const all = await Promise.all(
    (await places.list()).map(async ({ path, name }) => {
      const listings = await server.request('retarget/runs', { folder: path });
      return { name, runs: listings.filter((listing) => listing.kind === 'run') };
    }),
  );
  return all.filter(({ runs }) => runs.length > 0);
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
