// Results: what was profiled in this workspace, the newest first.
import * as vscode from 'vscode';
import type { FailureCode } from '../../model/failure.ts';
import type { RunListing, UnreadableRun } from '../../model/run-summary.ts';
import { ITEMS } from '../../manifest/names.ts';
import type { LiveProfile, Profiler } from '../profiler.ts';
import type { ServerConnection } from '../server-connection.ts';
import { listRuns } from '../run-listings.ts';
import { rowText, tooltipText } from '../shown-text.ts';
import { failureRow } from './failure-row.ts';
import { runFileName } from './run-file.ts';
import { RunNode } from './run-node.ts';
import type { RunPlace, RunPlaces } from '../run-places.ts';
import { NodeTree } from './node-tree.ts';
import type { TreeNode } from './tree-node.ts';
import { plural } from '../../text/plural.ts';

/** Runs shown at first, and more at each click. */
const PAGE = 100;
/** Milliseconds between two drawings of the same progress. */
const LIVE_PERIOD = 400;

/** Shows more runs of a place; argument: its path. */
export const SHOW_MORE = 'retarget.showMoreRuns';

export class ResultsTree extends NodeTree {
  readonly #server: ServerConnection;
  readonly #profiler: Profiler;
  readonly #places: RunPlaces;
  readonly #nodes = new Map<string, RunNode>();
  readonly #shown = new Map<string, number>();
  readonly #disposables: vscode.Disposable[];
  #liveTimer: ReturnType<typeof setTimeout> | undefined;
  #livePath: string | undefined;

  constructor(server: ServerConnection, profiler: Profiler, places: RunPlaces) {
    super();
    this.#server = server;
    this.#profiler = profiler;
    this.#places = places;
    this.#disposables = [
      profiler.onDidChange((profile) => this.#drawLive(profile)),
      profiler.onDidSave((path) => this.#saved(path)),
      profiler.onDidEnd(() => this.refreshSoon()),
      places.onDidChangeRun((path) => {
        // The profile under way says by itself what it saved.
        if (path !== this.#livePath) this.#saved(path);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.refreshSoon()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refreshSoon()),
      vscode.commands.registerCommand(SHOW_MORE, (place: string) => {
        this.#shown.set(place, (this.#shown.get(place) ?? PAGE) + PAGE);
        this.refresh();
      }),
    ];
  }

  /** As `refresh`, and nothing that was read before is taken for true. */
  reload(): void {
    this.#places.forget();
    for (const node of this.#nodes.values()) node.forget();
    this.refresh();
  }

  /** Lists anew, places included; what was read of runs is kept. */
  lookAgain(): void {
    this.#places.forget();
    this.refreshSoon();
  }

  protected async roots(): Promise<TreeNode[]> {
    const listed = await listRuns(this.#server, this.#places);
    const shown = listed.filter((listing) => 'error' in listing || listing.runs.length > 0);
    this.#dropAllBut(shown.flatMap((listing) => ('error' in listing ? [] : listing.runs)));
    const several =
      shown.length > 1 ||
      (vscode.workspace.workspaceFolders ?? []).length > 1 ||
      shown.some((listing) => 'error' in listing);
    const rows = shown.flatMap((listing) => {
      if ('error' in listing) return [failedPlace(listing.place, listing.error)];
      const { place, runs } = listing;
      return several ? [this.#placeNode(place, runs)] : this.#runRows(place, runs);
    });
    const live = this.#preparing();
    const all = live === undefined ? rows : [live, ...rows];
    // A message hides the words for an empty view.
    if (this.view !== undefined) {
      this.view.message =
        all.length > 0 && !vscode.workspace.isTrusted
          ? vscode.l10n.t(
              'In Restricted Mode, Retarget never builds or runs code from this workspace.',
            )
          : '';
    }
    return all;
  }

  #placeNode(place: RunPlace, runs: readonly RunListing[]): TreeNode {
    const node: TreeNode = {
      id: placeId(place),
      item: () =>
        placeItem(
          place,
          plural(runs.length, vscode.l10n.t('1 run'), vscode.l10n.t('{0} runs', runs.length)),
        ),
      children: () => this.#runRows(place, runs, node),
    };
    return node;
  }

  #runRows({ path }: RunPlace, runs: readonly RunListing[], parent?: TreeNode): TreeNode[] {
    const shown = this.#shown.get(path) ?? PAGE;
    const rows = runs
      .slice(0, shown)
      .map((run) => (run.kind === 'run' ? this.#runNode(run, parent) : unreadable(run, parent)));
    return runs.length > shown ? [...rows, more(path, runs.length - shown, parent)] : rows;
  }

  /** The node that VS Code knows already, where there is one: only that can be drawn anew by itself. */
  #runNode(run: RunListing & { kind: 'run' }, parent?: TreeNode): RunNode {
    const known = this.#nodes.get(run.path);
    if (known !== undefined && known.parent?.id === parent?.id) {
      known.run = run;
      return known;
    }
    const node = new RunNode(run, this.#server, (path) => this.#liveOf(path), parent);
    this.#nodes.set(run.path, node);
    return node;
  }

  #dropAllBut(runs: readonly RunListing[]): void {
    const paths = new Set(runs.map(({ path }) => path));
    for (const path of this.#nodes.keys()) if (!paths.has(path)) this.#nodes.delete(path);
  }

  #liveOf(path: string): LiveProfile | undefined {
    const { current } = this.#profiler;
    return current?.run?.path === path ? current : undefined;
  }

  /** A row for a profile whose run is not stored yet. */
  #preparing(): TreeNode | undefined {
    const { current } = this.#profiler;
    if (current === undefined) return undefined;
    if (current.run !== undefined && this.#nodes.has(current.run.path)) return undefined;
    return {
      id: 'live',
      item() {
        const item = new vscode.TreeItem(vscode.l10n.t('Profiling'));
        item.description = rowText(current.progress.message);
        item.tooltip = tooltipText(current.progress.message);
        item.iconPath = new vscode.ThemeIcon('loading~spin');
        return item;
      },
    };
  }

  #drawLive(profile: LiveProfile | undefined): void {
    const path = profile?.run?.path;
    if (path !== this.#livePath || profile === undefined) {
      this.#livePath = path;
      if (path !== undefined) this.#places.add(path);
      this.refreshSoon();
      return;
    }
    this.#liveTimer ??= setTimeout(() => {
      this.#liveTimer = undefined;
      const node = path === undefined ? undefined : this.#nodes.get(path);
      if (node !== undefined) this.refresh(node);
      else this.refreshSoon();
    }, LIVE_PERIOD);
  }

  #saved(path: string): void {
    const node = this.#nodes.get(path);
    node?.forget();
    // Of the profile under way only its own row changes: listing hundreds of runs would disturb what is measured.
    if (node !== undefined && path === this.#livePath) this.refresh(node);
    else this.refreshSoon();
  }

  override dispose(): void {
    clearTimeout(this.#liveTimer);
    for (const disposable of this.#disposables) disposable.dispose();
    super.dispose();
  }
}

function placeId({ path }: RunPlace): string {
  return `place:${path}`;
}

function placeItem({ name, path }: RunPlace, description: string): vscode.TreeItem {
  const item = new vscode.TreeItem(rowText(name), vscode.TreeItemCollapsibleState.Expanded);
  item.iconPath = vscode.ThemeIcon.Folder;
  item.description = description;
  item.tooltip = tooltipText(path);
  return item;
}

/** A row for a place whose runs could not be listed, with the reason below it. */
function failedPlace(place: RunPlace, error: unknown): TreeNode {
  const node: TreeNode = {
    id: placeId(place),
    item: () => placeItem(place, vscode.l10n.t('cannot be read')),
    children: () => [failureRow(error, node)],
  };
  return node;
}

/** A row for a document that is damaged or too new: it says why, and can be deleted. */
export interface UnreadableNode extends TreeNode {
  readonly path: string;
  readonly unreadable: UnreadableRun;
}

/** In few words; the tooltip has all of them. */
const UNREADABLE: Partial<Record<FailureCode, string>> = {
  'run-damaged': vscode.l10n.t('damaged'),
  'run-too-new': vscode.l10n.t('saved by a newer Retarget'),
};

function unreadable(run: UnreadableRun, parent?: TreeNode): UnreadableNode {
  const { code, message, hint } = run.failure;
  return {
    id: `run:${run.path}`,
    path: run.path,
    unreadable: run,
    ...(parent === undefined ? {} : { parent }),
    item() {
      const item = new vscode.TreeItem(rowText(runFileName(run.path)));
      item.description = rowText(UNREADABLE[code] ?? message);
      item.tooltip = tooltipText([message, hint].filter(Boolean).join('\n\n'));
      item.iconPath = new vscode.ThemeIcon(
        'warning',
        new vscode.ThemeColor('list.warningForeground'),
      );
      item.contextValue = ITEMS.unreadableRun;
      return item;
    },
  };
}

function more(place: string, count: number, parent?: TreeNode): TreeNode {
  return {
    id: `more:${place}`,
    ...(parent === undefined ? {} : { parent }),
    item() {
      const item = new vscode.TreeItem(vscode.l10n.t('Show More...'));
      item.description = plural(
        count,
        vscode.l10n.t('1 earlier run'),
        vscode.l10n.t('{0} earlier runs', count),
      );
      item.iconPath = new vscode.ThemeIcon('ellipsis');
      item.command = {
        command: SHOW_MORE,
        title: vscode.l10n.t('Show More...'),
        arguments: [place],
      };
      return item;
    },
  };
}
