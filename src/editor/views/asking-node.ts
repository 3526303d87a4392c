// Below a program of a stored run: the files of it that look at the target, each a click away.
import * as vscode from 'vscode';
import type { RunOutline } from '../../protocol/server-requests.ts';
import { rowText, tooltipText } from '../shown-text.ts';
import type { TreeNode } from './tree-node.ts';
import { plural } from '../../text/plural.ts';

type AskingFile = RunOutline['programs'][number]['asking'][number];

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** None where no file looks. */
export function askingNodes(parent: TreeNode, files: readonly AskingFile[]): TreeNode[] {
  if (files.length === 0) return [];
  const node: TreeNode = {
    id: `${parent.id}/asking`,
    parent,
    item() {
      const item = new vscode.TreeItem(vscode.l10n.t('Files with CPU-specific code'), Collapsed);
      item.description = plural(
        files.length,
        vscode.l10n.t('1 file'),
        vscode.l10n.t('{0} files', files.length),
      );
      item.iconPath = new vscode.ThemeIcon('eye');
      item.tooltip = vscode.l10n.t(
        'Files with CPU-specific code, such as #ifdef __AVX2__. They were recompiled for each target that changes the result, as in a build with -march. From bitcode, they would gain less.',
      );
      return item;
    },
    children: () => files.map((file, index) => fileRow(node, file, index)),
  };
  return [node];
}

function fileRow(parent: TreeNode, { source, targets }: AskingFile, index: number): TreeNode {
  return {
    // By place, not by name: a damaged run may name a file twice.
    id: `${parent.id}/f${index}`,
    parent,
    item() {
      const uri = vscode.Uri.file(source);
      const name = source.replace(/^.*[/\\]/su, '');
      const item = new vscode.TreeItem(rowText(name), None);
      item.resourceUri = uri;
      item.iconPath = vscode.ThemeIcon.File;
      item.description = rowText(targets.join(', '));
      item.tooltip = tooltipText(
        vscode.l10n.t('{0}\nRecompiled for {1}', source, targets.join(', ')),
      );
      item.accessibilityInformation = {
        label: tooltipText(vscode.l10n.t('{0}, recompiled for {1}', name, targets.join(', '))),
      };
      item.command = {
        command: 'vscode.open',
        title: vscode.l10n.t('Open File'),
        arguments: [uri],
      };
      return item;
    },
  };
}
