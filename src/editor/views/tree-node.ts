// A row of the sidebar's trees.
import type * as vscode from 'vscode';
import type { RunWish } from './run-wish.ts';

export interface TreeNode {
  /** Unique in its tree, and the same whenever the row is made anew: VS Code keeps by it what is open and selected. */
  readonly id: string;
  readonly parent?: TreeNode;
  /** What a profile of it is asked for; absent where it stands for none. */
  wish?(): Promise<RunWish>;
  item(): vscode.TreeItem;
  /** Absent for rows that cannot be opened. */
  children?(): Promise<readonly TreeNode[]> | readonly TreeNode[];
}
