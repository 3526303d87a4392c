// A row of the sidebar's trees.
import type * as vscode from 'vscode';

export interface TreeNode {
  /** Unique in its tree, and the same whenever the row is made anew: VS Code keeps by it what is open and selected. */
  readonly id: string;
  readonly parent?: TreeNode;
  item(): vscode.TreeItem;
  /** Absent for rows that cannot be opened. */
  children?(): Promise<readonly TreeNode[]> | readonly TreeNode[];
}
