// A tree of the sidebar: rows that make their children when opened, and failures that become a row of their own.
import * as vscode from 'vscode';
import { failureRow } from './failure-row.ts';
import type { TreeNode } from './tree-node.ts';

/** Milliseconds after which a level that does not come says so. The first question about targets may take seconds. */
const TIME_LIMIT = 60_000;

export abstract class NodeTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #view: vscode.TreeView<TreeNode> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected abstract roots(): Promise<readonly TreeNode[]>;

  /** The view that shows this tree: for its message and description. */
  protected get view(): vscode.TreeView<TreeNode> | undefined {
    return this.#view;
  }

  attach(view: vscode.TreeView<TreeNode>): void {
    this.#view = view;
  }

  /** Of one row, or of all that is visible; what the user opened stays open. */
  refresh(node?: TreeNode): void {
    this.#changed.fire(node);
  }

  /** As `refresh`, once for whatever happens within a fraction of a second. */
  refreshSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.refresh();
    }, 200);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = node.item();
    item.id = node.id;
    return item;
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    try {
      const children = node === undefined ? this.roots() : node.children?.();
      return [...((await inTime(children)) ?? [])];
    } catch (error) {
      if (node === undefined && this.#view !== undefined) this.#view.message = '';
      return [failureRow(error, node)];
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }
}

async function inTime<Value>(value: Value | Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Error(
            vscode.l10n.t('No response within {0} s. Refresh to try again.', TIME_LIMIT / 1000),
          ),
        ),
      TIME_LIMIT,
    );
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
