// A row instead of what could not be shown: what happened, what to do, and a click that leads there.
import * as vscode from 'vscode';
import type { Failure } from '../../model/failure.ts';
import { openCommand } from '../failure-message.ts';
import { ITEMS } from '../../manifest/names.ts';
import { ServerFailure } from '../server-connection.ts';
import { rowText, tooltipText } from '../shown-text.ts';
import type { TreeNode } from './tree-node.ts';

/** Whether LLVM is what is missing: the views' welcome texts say what to do then. */
export function isToolchainFailure(error: unknown): error is ServerFailure {
  return error instanceof ServerFailure && error.failure.code.startsWith('toolchain-');
}

const SHOW_LOG: vscode.Command = { command: 'retarget.showLog', title: vscode.l10n.t('Show Log') };

/** A row for something that was thrown. */
export function failureRow(error: unknown, parent?: TreeNode): TreeNode {
  if (error instanceof ServerFailure) return storedFailureRow(error.failure, parent);
  const message = error instanceof Error ? error.message : String(error);
  return storedFailureRow({ code: 'internal', message }, parent);
}

/**
 * A row for a failure that is part of what is shown. A click goes to the line that it names, else to what is given here,
 * else to the log.
 */
export function storedFailureRow(
  failure: Failure,
  parent?: TreeNode,
  otherwise: vscode.Command = SHOW_LOG,
): TreeNode {
  const { code, message, hint, details, place } = failure;
  const lacksToolchain = code.startsWith('toolchain-');
  return {
    id: `${parent?.id ?? ''}/failure`,
    ...(parent === undefined ? {} : { parent }),
    item() {
      const item = new vscode.TreeItem(rowText(message));
      if (hint !== undefined) item.description = rowText(hint);
      item.tooltip = tooltipText([message, hint, details].filter(Boolean).join('\n\n'));
      item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
      item.contextValue = lacksToolchain ? ITEMS.toolchainFailure : ITEMS.failure;
      item.command = lacksToolchain
        ? { command: 'retarget.selectToolchain', title: vscode.l10n.t('Select LLVM Toolchain...') }
        : place?.line === undefined
          ? otherwise
          : openCommand(place);
      item.accessibilityInformation = {
        label: tooltipText([message, hint].filter(Boolean).join(' ')),
      };
      return item;
    },
  };
}
