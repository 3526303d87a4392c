// Rows below a run that hold nothing themselves: a target of a benchmark, a sentence; and the command that shows one in the panel.
import * as vscode from 'vscode';
import type { PagePlace } from '../../protocol/page-messages.ts';
import type { ComparisonLine } from '../../protocol/server-requests.ts';
import { ITEMS } from '../../manifest/names.ts';
import { rowText, tooltipText } from '../shown-text.ts';
import type { RunWish } from './run-wish.ts';
import type { TreeNode } from './tree-node.ts';
import { verdictIcon } from './verdict-icons.ts';

const { None } = vscode.TreeItemCollapsibleState;

/** Something in a stored run that the panel can show: what `retarget.showResults` takes. */
export interface RunPointer {
  /** Absolute path of the run's document. */
  readonly path: string;
  readonly reveal?: PagePlace;
}

export function comparisonRow(
  parent: TreeNode,
  { target, verdict, figure, detail }: ComparisonLine,
  index: number,
  pointer: RunPointer,
  wish?: () => Promise<RunWish>,
): TreeNode {
  return {
    // By place, not by name: a damaged run may name a target twice.
    id: `${parent.id}/t${index}`,
    parent,
    ...(wish === undefined ? {} : { wish }),
    item() {
      const item = new vscode.TreeItem(rowText(target), None);
      item.description = rowText(figure);
      item.iconPath = verdictIcon(verdict);
      if (wish !== undefined) item.contextValue = ITEMS.comparison;
      item.tooltip = tooltipText(`${target}\n${detail}`);
      const words = figure === verdict ? figure : `${verdict}, ${figure}`;
      item.accessibilityInformation = { label: tooltipText(`${target}: ${words}`) };
      item.command = show(pointer);
      return item;
    },
  };
}

/** A sentence where there is nothing to list. */
export function noteRow(parent: TreeNode, text: string): TreeNode {
  return {
    id: `${parent.id}/note`,
    parent,
    item() {
      const item = new vscode.TreeItem(rowText(text), None);
      item.tooltip = tooltipText(text);
      return item;
    },
  };
}

export function show(pointer: RunPointer): vscode.Command {
  return {
    command: 'retarget.showResults',
    title: vscode.l10n.t('Show Results'),
    arguments: [pointer],
  };
}
