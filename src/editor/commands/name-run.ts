// Name Run...: what a stored run is called in lists and comparisons; an empty name takes it away.
import * as vscode from 'vscode';
import type { RunSummary } from '../../model/run-summary.ts';
import { runToActOn, telling } from '../run-actions.ts';
import type { RunActions } from '../run-actions.ts';

/** Characters; the server takes no more. */
const LONGEST = 200;

/** What a row in Results gives, and what other extensions and tests may give, so that nothing is asked. */
interface Given {
  readonly run?: RunSummary;
  readonly name?: unknown;
}

export async function nameRun(actions: RunActions, argument: unknown): Promise<void> {
  await telling(actions.log, async () => {
    const path = await runToActOn(actions, argument, {
      title: vscode.l10n.t('Name Run'),
      placeHolder: vscode.l10n.t('Select a run'),
    });
    if (path === undefined) return;
    const given = (argument ?? {}) as Given;
    const name = typeof given.name === 'string' ? given.name : await ask(given.run?.name);
    if (name === undefined) return;
    await actions.server.request('retarget/nameRun', { path, name: name.trim() });
  });
}

async function ask(value = ''): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Name Run'),
    prompt: vscode.l10n.t('Shown in lists and comparisons. Leave empty for no name.'),
    value,
    validateInput: (text) =>
      text.length > LONGEST ? vscode.l10n.t('Use at most {0} characters.', LONGEST) : undefined,
  });
}
