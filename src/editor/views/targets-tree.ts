// Targets: every CPU the toolchain knows and how it fits this host; those with a tick are profiled.
import * as vscode from 'vscode';
import type { TargetLine, TargetsAnswer } from '../../protocol/server-requests.ts';
import type { ServerConnection } from '../server-connection.ts';
import { keepChoice } from '../target-choice.ts';
import type { TargetChoice } from '../target-choice.ts';
import { rowText, tooltipText } from '../shown-text.ts';
import type { ActiveFolder } from './active-folder.ts';
import { isToolchainFailure } from './failure-row.ts';
import { diskFolders } from '../run-places.ts';
import { byFamily, canRunHere, isGeneralTarget } from './target-names.ts';
import { targetNode } from './target-node.ts';
import type { TargetNode } from './target-node.ts';
import { NodeTree } from './node-tree.ts';
import type { TreeNode } from './tree-node.ts';

export class TargetsTree extends NodeTree {
  readonly #server: ServerConnection;
  readonly #folder: ActiveFolder;
  readonly #report: (error: unknown) => void;
  readonly #disposables: vscode.Disposable[];
  #chosen: readonly string[] = [];
  /** The folder whose targets are shown; `#chosen` is its choice. */
  #shown: vscode.WorkspaceFolder | undefined;
  #writing: Promise<void> = Promise.resolve();
  #writes = 0;

  constructor(server: ServerConnection, folder: ActiveFolder, report: (error: unknown) => void) {
    super();
    this.#server = server;
    this.#folder = folder;
    this.#report = report;
    const watcher = vscode.workspace.createFileSystemWatcher('**/retarget.json');
    const soon = (): void => this.refreshSoon();
    this.#disposables = [
      watcher,
      watcher.onDidCreate(soon),
      watcher.onDidChange(soon),
      watcher.onDidDelete(soon),
      folder.onDidChange(soon),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('retarget')) this.refreshSoon();
      }),
    ];
  }

  /** Takes ticks set and removed by the user. Resolves once they are kept, or reported as not to be kept. */
  async tick(changes: readonly (readonly [TreeNode, boolean])[]): Promise<void> {
    const ticks = new Map(
      changes.flatMap(([node, ticked]) => (isTarget(node) ? [[node.line.name, ticked]] : [])),
    );
    const baselines = changes.filter(([node]) => isTarget(node) && node.role === 'baseline');
    for (const [node] of baselines) if (isTarget(node)) ticks.delete(node.line.name);
    const kept = this.#chosen.filter((name) => ticks.get(name) !== false);
    const added = [...ticks].filter(([name, on]) => on && !kept.includes(name));
    const chosen = [...kept, ...added.map(([name]) => name)];
    if (baselines.length > 0) this.#report(new Error(BASELINE_STAYS));
    if (chosen.length === 0) this.#report(new Error(ONE_STAYS));
    if (ticks.size === 0 || chosen.length === 0) {
      this.refresh();
      return;
    }
    // The next tick may come before this one is written.
    this.#chosen = chosen;
    await this.#keep({ targets: chosen });
  }

  /** @param node the row whose target it is to be; not every caller of a command gives one */
  async makeBaseline(node: unknown): Promise<void> {
    const { line } = (node ?? {}) as Partial<TargetNode>;
    if (line !== undefined) await this.#keep({ baseline: line.name });
  }

  /** Resolves once it is kept, after what was chosen before it, or reported as not to be kept. */
  #keep(choice: TargetChoice): Promise<void> {
    this.#writes += 1;
    // The editor in front may be another by the time this is written.
    const folder = this.#shown;
    this.#writing = this.#writing.then(async () => {
      try {
        await keepChoice(this.#server, folder, choice);
      } catch (error) {
        this.#report(error);
      } finally {
        this.#writes -= 1;
        if (this.#writes === 0) this.refresh();
      }
    });
    return this.#writing;
  }

  protected async roots(): Promise<TreeNode[]> {
    const folder = this.#folder.current;
    let answer: TargetsAnswer;
    try {
      answer = await this.#server.request(
        'retarget/targets',
        folder === undefined ? {} : { folder: folder.uri.fsPath },
      );
    } catch (error) {
      // The words for an empty view say what to do then.
      if (!isToolchainFailure(error) || error.failure.code !== 'toolchain-missing') throw error;
      this.#say('');
      return [];
    }
    // Ticks that are not written yet count, where they are this folder's.
    if (this.#writes === 0 || folder !== this.#shown) this.#chosen = answer.chosen;
    this.#shown = folder;
    this.#say(chooserWords(answer));
    return this.#rows(answer);
  }

  #rows(answer: TargetsAnswer): TreeNode[] {
    const chosen = new Set(this.#chosen);
    const top = answer.targets.filter(
      ({ name }) => name === answer.baseline || chosen.has(name) || isGeneralTarget(name),
    );
    const cpus = answer.targets.filter(({ name }) => !isGeneralTarget(name));
    // In the order of the choice, which is the run's.
    const order = [answer.baseline, ...this.#chosen];
    const place = ({ name }: TargetLine): number =>
      order.includes(name) ? order.indexOf(name) : order.length;
    const rows: TreeNode[] = [...top]
      .sort((a, b) => place(a) - place(b))
      .map((line) => targetNode(line, roleOf(line, answer, chosen)));
    return cpus.length === 0 ? rows : [...rows, cpuGroup(cpus, answer, chosen)];
  }

  #say(message: string): void {
    if (this.view === undefined) return;
    this.view.message = message;
    const several = diskFolders().length > 1;
    this.view.description = several ? rowText(this.#folder.current?.name ?? '') : '';
  }

  override dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    super.dispose();
  }
}

const BASELINE_STAYS = vscode.l10n.t(
  'The baseline is always measured. Make another target the baseline first.',
);
const ONE_STAYS = vscode.l10n.t('At least one target must stay selected.');

function isTarget(node: TreeNode): node is TargetNode {
  return 'line' in node;
}

function roleOf(
  { name }: TargetLine,
  { baseline }: TargetsAnswer,
  chosen: ReadonlySet<string>,
): TargetNode['role'] {
  if (name === baseline) return 'baseline';
  return chosen.has(name) ? 'chosen' : 'offered';
}

function chooserWords({ chosenBy }: TargetsAnswer): string {
  switch (chosenBy) {
    case 'project':
      return vscode.l10n.t('Selected in retarget.json');
    case 'settings':
      return vscode.l10n.t('Selected in the settings');
    case 'default':
      return vscode.l10n.t('Selected by default for this CPU');
  }
}

function cpuGroup(
  lines: readonly TargetLine[],
  answer: TargetsAnswer,
  chosen: ReadonlySet<string>,
): TreeNode {
  const group: TreeNode = {
    id: 'cpus',
    item() {
      const here = lines.filter(canRunHere).length;
      const item = groupItem(vscode.l10n.t('All CPUs'), lines);
      item.tooltip = tooltipText(
        vscode.l10n.t(
          'All CPUs that this LLVM can build for: {0}; {1} can run on this host',
          lines.length,
          here,
        ),
      );
      item.iconPath = new vscode.ThemeIcon('chip');
      return item;
    },
    children: () =>
      byFamily(lines).map(([name, members]) => {
        const family: TreeNode = {
          id: `cpus/${name}`,
          parent: group,
          item: () => groupItem(rowText(name), members),
          children: () =>
            members.map((line) => targetNode(line, roleOf(line, answer, chosen), family)),
        };
        return family;
      }),
  };
  return group;
}

function groupItem(label: string, lines: readonly TargetLine[]): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  const here = lines.filter(canRunHere).length;
  item.description = vscode.l10n.t('{0} known, {1} can run here', lines.length, here);
  return item;
}
