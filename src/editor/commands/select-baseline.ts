// Select Baseline...: the target that the others are compared with.
import * as vscode from 'vscode';
import type { TargetsAnswer } from '../../protocol/server-requests.ts';
import { telling } from '../run-actions.ts';
import { pickText } from '../shown-text.ts';
import { keepChoice } from '../target-choice.ts';
import { fetchTargets } from './target-questions.ts';
import type { TargetCommandContext } from './target-questions.ts';

interface BaselineItem extends vscode.QuickPickItem {
  readonly name: string;
}

export async function selectBaseline(questions: TargetCommandContext): Promise<void> {
  await telling(questions.log, async () => {
    const asked = await fetchTargets(questions, vscode.l10n.t('Select Baseline'));
    if (asked === undefined) return;
    const { folder, answer } = asked;
    const picked = await vscode.window.showQuickPick(itemsFor(answer), {
      title: vscode.l10n.t('Select Baseline'),
      placeHolder: vscode.l10n.t('Select the target to compare the others with'),
      ignoreFocusOut: true,
      matchOnDescription: true,
    });
    if (picked === undefined || picked.name === answer.baseline) return;
    await keepChoice(questions.server, folder, { baseline: picked.name });
  });
}

/** The baseline has to run here, as nothing could be compared with it otherwise. */
function itemsFor({ targets, baseline }: TargetsAnswer): BaselineItem[] {
  const fitting = targets.filter(
    ({ name, fit }) => name === baseline || fit.kind === 'runs' || fit.kind === 'masked',
  );
  const first = fitting.filter(({ name }) => name === baseline);
  return [...first, ...fitting.filter(({ name }) => name !== baseline)].map(({ name, brief }) => ({
    name,
    label: name === baseline ? `$(milestone) ${pickText(name)}` : pickText(name),
    description: pickText(
      name === baseline ? vscode.l10n.t('current baseline, {0}', brief) : brief,
    ),
  }));
}
