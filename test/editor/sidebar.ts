// The sidebar's trees as the tests inside the editor read them: rows by what they say.
import assert from 'node:assert/strict';
import { ThemeIcon } from 'vscode';
import type { TreeItem } from 'vscode';
import type { ExtensionApi } from '../../src/editor/api.ts';
import type { TreeNode } from '../../src/editor/views/tree-node.ts';

export type ViewName = keyof ExtensionApi['views'];

export interface Row {
  readonly node: TreeNode;
  readonly item: TreeItem;
  readonly label: string;
  readonly description: string;
  /** Plain text always: a MarkdownString could hold links and commands. */
  readonly tooltip: string;
}

/** The rows below a row, or the topmost ones. */
export async function rowsOf(api: ExtensionApi, view: ViewName, parent?: Row): Promise<Row[]> {
  const { tree } = api.views[view];
  const nodes = (await tree.getChildren(parent?.node)) ?? [];
  return Promise.all(
    nodes.map(async (node) => {
      const item = await tree.getTreeItem(node);
      assert.equal(typeof item.label, 'string');
      assert.notEqual(typeof item.tooltip, 'object', 'a tooltip that is no plain text');
      return {
        node,
        item,
        label: item.label as string,
        tooltip: typeof item.tooltip === 'string' ? item.tooltip : '',
        description: typeof item.description === 'string' ? item.description : '',
      };
    }),
  );
}

/** One row among others. @throws naming those there are */
export function rowCalled(rows: readonly Row[], label: string | RegExp): Row {
  const found = rows.find((row) =>
    typeof label === 'string' ? row.label === label : label.test(row.label),
  );
  assert.ok(found, `No row ${String(label)} among: ${rows.map((row) => row.label).join(' | ')}`);
  return found;
}

/** The rows of stored runs of one folder, whether or not there is a row for each folder. */
export async function runRows(api: ExtensionApi, folder: string): Promise<Row[]> {
  const top = await rowsOf(api, 'results');
  const places = top.filter(({ node }) => node.id.startsWith('place:'));
  if (places.length === 0) return top.filter(({ node }) => node.id.includes(folder));
  const place = places.find(({ node }) => node.id === `place:${folder}`);
  return place === undefined ? [] : rowsOf(api, 'results', place);
}

export function iconOf({ item }: Row): string {
  const icon = item.iconPath;
  assert.ok(icon instanceof ThemeIcon, 'the row has no icon of the theme');
  return `${icon.id} ${icon.color?.id ?? ''}`.trim();
}
