// Show Results: the run that is pointed at, else the one under way, else the latest of this workspace.
import * as vscode from 'vscode';
import type { RunSummary } from '../../model/run-summary.ts';
import { tellFailure } from '../failure-message.ts';
import { foldersOnDisk } from '../gates.ts';
import { commandButton, tell } from '../notifications.ts';
import type { ChartPanel } from '../panel/chart-panel.ts';
import type { Profiler } from '../profiler.ts';
import { runsByPlace } from '../run-listings.ts';
import { failureOfError } from '../server-errors.ts';
import type { ServerConnection } from '../server-connection.ts';
import type { RunPointer } from '../views/run-node.ts';
import type { RunPlaces } from '../run-places.ts';

export interface ResultsContext {
  readonly panel: ChartPanel;
  readonly places: RunPlaces;
  readonly profiler: Profiler;
  readonly server: ServerConnection;
  readonly log: vscode.LogOutputChannel;
}

export async function showResults(context: ResultsContext, argument?: unknown): Promise<void> {
  const { panel, profiler, log } = context;
  try {
    const pointer = pointerOf(argument);
    const path = pointer?.path ?? profiler.current?.run?.path ?? (await latest(context))?.path;
    if (path === undefined) {
      if (foldersOnDisk().length > 0) tellNone(profiler);
      return;
    }
    await panel.show(
      { kind: 'run', path },
      pointer?.reveal === undefined ? {} : { reveal: pointer.reveal },
    );
  } catch (error) {
    tellFailure(failureOfError(error), log);
  }
}

function pointerOf(argument: unknown): RunPointer | undefined {
  if (typeof argument !== 'object' || argument === null || argument instanceof vscode.Uri) {
    return undefined;
  }
  return typeof (argument as { path?: unknown }).path === 'string'
    ? (argument as RunPointer)
    : undefined;
}

async function latest({ places, server }: ResultsContext): Promise<RunSummary | undefined> {
  const found = await runsByPlace(server, places);
  const [first] = found
    .flatMap(({ runs }) => runs)
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  return first;
}

function tellNone(profiler: Profiler): void {
  if (profiler.current !== undefined) {
    tell('information', vscode.l10n.t('There are no results yet: the profile has just started.'));
    return;
  }
  tell('information', vscode.l10n.t('There are no results yet. Profile this workspace first.'), [
    commandButton(vscode.l10n.t('Profile Build for CPU Targets'), 'retarget.profile'),
  ]);
}
