// Select Targets...: which CPU targets are profiled, from all that the toolchain knows.
import * as vscode from 'vscode';
import type { TargetLine, TargetsAnswer } from '../../protocol/server-requests.ts';
import { telling } from '../run-actions.ts';
import { keepChoice } from '../target-choice.ts';
import { pickText } from '../shown-text.ts';
import { byFamily, canRunHere, isGeneralTarget } from '../views/target-names.ts';
import { fetchTargets } from './target-questions.ts';
import type { TargetCommandContext } from './target-questions.ts';

interface TargetItem extends vscode.QuickPickItem {
  readonly name?: string;
}

export async function selectTargets(questions: TargetCommandContext): Promise<void> {
  await telling(questions.log, async () => {
    const asked = await fetchTargets(questions, vscode.l10n.t('Select Targets'));
    if (asked === undefined) return;
    const chosen = await pickTargets(asked.answer);
    if (chosen === undefined) return;
    await keepChoice(questions.server, asked.folder, { targets: chosen });
  });
}

/** @returns names in the order they had, new ones last; undefined where the user changed nothing or left */
async function pickTargets(answer: TargetsAnswer): Promise<readonly string[] | undefined> {
  const pick = vscode.window.createQuickPick<TargetItem>();
  pick.title = 'Select Targets';
  pick.placeholder = vscode.l10n.t(
    'Targets to profile, compared with {0}',
    pickText(answer.baseline),
  );
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.items = itemsFor(answer);
  pick.selectedItems = pick.items.filter(
    ({ name }) => name !== undefined && answer.chosen.includes(name),
  );
  try {
    return await new Promise((resolve) => {
      pick.onDidChangeSelection(() => {
        pick.placeholder =
          pick.selectedItems.length === 0
            ? vscode.l10n.t('Select at least one target')
            : vscode.l10n.t('Targets to profile, compared with {0}', pickText(answer.baseline));
      });
      pick.onDidAccept(() => {
        const names = pick.selectedItems.flatMap(({ name }) => name ?? []);
        // Nothing to profile is no choice: the list stays open.
        if (names.length > 0) resolve(inOrder(names, answer));
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function inOrder(names: readonly string[], { chosen }: TargetsAnswer): string[] | undefined {
  const kept = chosen.filter((name) => names.includes(name));
  const added = names.filter((name) => !chosen.includes(name));
  return added.length === 0 && kept.length === chosen.length ? undefined : [...kept, ...added];
}

function itemsFor({ targets, chosen, baseline }: TargetsAnswer): TargetItem[] {
  const others = targets.filter(({ name }) => name !== baseline);
  const isChosen = ({ name }: TargetLine): boolean => chosen.includes(name);
  const group = (title: string, lines: readonly TargetLine[]): TargetItem[] =>
    lines.length === 0
      ? []
      : [
          { label: title, kind: vscode.QuickPickItemKind.Separator },
          ...lines.map(({ name, brief }) => ({
            name,
            label: pickText(name),
            description: pickText(brief),
          })),
        ];
  const rest = others.filter((line) => !isChosen(line));
  const cpus = rest.filter(({ name }) => !isGeneralTarget(name));
  return [
    ...group('chosen', others.filter(isChosen)),
    ...group(
      vscode.l10n.t('native and psABI levels'),
      rest.filter(({ name }) => isGeneralTarget(name)),
    ),
    ...byFamily(cpus.filter(canRunHere)).flatMap(([family, lines]) =>
      group(pickText(family), lines),
    ),
    ...byFamily(cpus.filter((line) => !canRunHere(line))).flatMap(([family, lines]) =>
      group(vscode.l10n.t('{0}, cannot run here', pickText(family)), lines),
    ),
  ];
}
