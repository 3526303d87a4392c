// What the commands about stored runs work with.
import * as vscode from 'vscode';
import type { RunSummary } from '../model/run-summary.ts';
import { pathOfArgument } from './command-arguments.ts';
import { tellFailure } from './failure-message.ts';
import { commandButton, tell } from './notifications.ts';
import { pickRun } from './pick-run.ts';
import type { RunPickOptions } from './pick-run.ts';
import { runsByPlace } from './run-listings.ts';
import type { RunsOfPlace } from './run-listings.ts';
import type { ServerConnection } from './server-connection.ts';
import { failureOfError } from './server-errors.ts';
import type { RunPlaces } from './run-places.ts';

export interface RunActions {
  readonly server: ServerConnection;
  readonly places: RunPlaces;
  readonly log: vscode.LogOutputChannel;
}

/** Does what a command does, and tells what went wrong. */
export async function telling<Value>(
  log: vscode.LogOutputChannel,
  act: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await act();
  } catch (error) {
    const failure = failureOfError(error);
    tellFailure(failure, log);
    return undefined;
  }
}

/** All readable runs; where there is none, says so. */
export async function someRuns({ server, places }: RunActions): Promise<RunsOfPlace[]> {
  const found = await runsByPlace(server, places);
  if (found.length === 0) {
    tell('information', vscode.l10n.t('There are no results yet. Profile the project first.'), [
      commandButton(vscode.l10n.t('Profile'), 'retarget.profile'),
    ]);
  }
  return found;
}

/** The path of the run that a command was called on, or that the user picks; the only one is not asked for. */
export async function runToActOn(
  actions: RunActions,
  argument: unknown,
  options: RunPickOptions,
): Promise<string | undefined> {
  const given = pathOfArgument(argument);
  if (given !== undefined) return given;
  const places = await someRuns(actions);
  const runs: readonly RunSummary[] = places.flatMap((place) => place.runs);
  if (runs.length <= 1) return runs[0]?.path;
  return (await pickRun(places, options))?.path;
}
