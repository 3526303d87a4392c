// One target in the sidebar: its tick, how it fits the host, whether it is the baseline.
import * as vscode from 'vscode';
import type { TargetLine } from '../../protocol/server-requests.ts';
import { ITEMS } from '../../manifest/names.ts';
import { rowText, tooltipText } from '../shown-text.ts';
import type { TreeNode } from './tree-node.ts';
import { fitIcon, verdictIcon } from './verdict-icons.ts';

export interface TargetNode extends TreeNode {
  readonly line: TargetLine;
  readonly role: 'baseline' | 'chosen' | 'offered';
}

export function targetNode(
  line: TargetLine,
  role: TargetNode['role'],
  parent?: TreeNode,
): TargetNode {
  const words = role === 'baseline' ? `baseline, ${line.brief}` : line.brief;
  return {
    id: `${parent?.id ?? ''}/${line.name}`,
    line,
    role,
    ...(parent === undefined ? {} : { parent }),
    item() {
      const item = new vscode.TreeItem(rowText(line.name));
      item.description = rowText(words);
      item.tooltip = tooltipText(`${line.name}\n${fitDetail(line)}${ROLE_DETAIL[role]}`);
      item.iconPath = role === 'baseline' ? verdictIcon('baseline') : fitIcon(line.fit);
      item.contextValue = role === 'baseline' ? ITEMS.baselineTarget : ITEMS.target;
      item.checkboxState = {
        state:
          role === 'offered'
            ? vscode.TreeItemCheckboxState.Unchecked
            : vscode.TreeItemCheckboxState.Checked,
        tooltip: CHECKBOX[role],
      };
      item.accessibilityInformation = { label: tooltipText(`${line.name}, ${words}`) };
      return item;
    },
  };
}

const ROLE_DETAIL: Readonly<Record<TargetNode['role'], string>> = {
  baseline: vscode.l10n.t('\nThe baseline: other targets are compared with it.'),
  chosen: '\nProfiled.',
  offered: '',
};

const CHECKBOX: Readonly<Record<TargetNode['role'], string>> = {
  baseline: vscode.l10n.t('The baseline is always measured'),
  chosen: vscode.l10n.t('Do not profile this target'),
  offered: vscode.l10n.t('Profile this target'),
};

function fitDetail({ fit, brief }: TargetLine): string {
  switch (fit.kind) {
    case 'runs':
      return vscode.l10n.t('This host has all the features it needs.');
    case 'masked':
      return vscode.l10n.t('Runs here with these features disabled: {0}.', fit.masked.join(', '));
    case 'cannot-run':
      return vscode.l10n.t('Cannot run here. This host lacks: {0}.', fit.missing.join(', '));
    case 'unknown':
      return `${brief}.`;
  }
}
