// Compare with Earlier Run...: what changed from one run to a later one of the same project, in the panel.
import * as vscode from 'vscode';
import type { RunSummary } from '../../model/run-summary.ts';
import { pathOfArgument } from '../command-arguments.ts';
import { commandButton, tell } from '../notifications.ts';
import type { ChartPanel } from '../panel/chart-panel.ts';
import { pickRun } from '../pick-run.ts';
import { someRuns, telling } from '../run-actions.ts';
import type { RunActions } from '../run-actions.ts';
import { pickText } from '../shown-text.ts';
import { runTime } from '../views/run-names.ts';

/** What other extensions and tests may give besides `path`, so that nothing is asked. */
interface Given {
  /** Path of the earlier run's document. */
  readonly before?: unknown;
}

export async function compareRuns(
  actions: RunActions,
  panel: ChartPanel,
  argument: unknown,
): Promise<void> {
  await telling(actions.log, async () => {
    const { before } = (argument ?? {}) as Given;
    const given = pathOfArgument(argument);
    if (given !== undefined && typeof before === 'string') {
      await panel.show({ kind: 'comparison', before, after: given });
      return;
    }
    const places = await someRuns(actions);
    if (places.length === 0) return;
    // Something is comparable only where there is an earlier run of the same place.
    const comparable = places
      .map(({ name, runs }) => ({ name, runs: runs.slice(0, -1) }))
      .filter(({ runs }) => runs.length > 0);
    if (comparable.length === 0) {
      tellOnlyOne();
      return;
    }
    const after = given ?? (await pickLater(comparable))?.path;
    if (after === undefined) return;
    const place = places.find(({ runs }) => runs.some(({ path }) => path === after));
    const at = place?.runs.findIndex(({ path }) => path === after) ?? -1;
    const earlier = place?.runs.slice(at + 1) ?? [];
    if (place === undefined || earlier.length === 0) {
      tellOnlyOne();
      return;
    }
    const picked = await pickRun([{ name: place.name, runs: earlier }], {
      title: pickText(
        vscode.l10n.t('Compare the Run of {0}', runTime(place.runs[at] ?? { startedAt: '' })),
      ),
      placeHolder: vscode.l10n.t('Select the earlier run'),
    });
    if (picked === undefined) return;
    await panel.show({ kind: 'comparison', before: picked.path, after });
  });
}

async function pickLater(
  places: readonly { readonly name: string; readonly runs: readonly RunSummary[] }[],
): Promise<RunSummary | undefined> {
  const [only, ...others] = places.flatMap(({ runs }) => runs);
  if (others.length === 0) return only;
  return pickRun(places, {
    title: vscode.l10n.t('Compare Runs'),
    placeHolder: vscode.l10n.t('Select the later run, then the earlier one'),
  });
}

function tellOnlyOne(): void {
  tell(
    'information',
    vscode.l10n.t('There is no earlier run to compare with. Profile again to create one.'),
    [commandButton(vscode.l10n.t('Profile'), 'retarget.profile')],
  );
}
