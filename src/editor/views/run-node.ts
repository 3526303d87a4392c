// A stored run in the tree and all below it: programs, benchmarks, targets. Every level is asked for when it is opened.
import * as vscode from 'vscode';
import type { RunSummary } from '../../model/run-summary.ts';
import type { ComparisonLine, RunOutline } from '../../protocol/server-requests.ts';
import { ITEMS } from '../../manifest/names.ts';
import type { LiveProfile } from '../profiler.ts';
import type { ServerConnection } from '../server-connection.ts';
import { rowText, tooltipText } from '../shown-text.ts';
import { askingNodes } from './asking-node.ts';
import { storedFailureRow } from './failure-row.ts';
import { exactRunTime, fewRunWords, runTime, runWords } from './run-names.ts';
import { runWish } from './run-wish.ts';
import type { RunWish } from './run-wish.ts';
import { comparisonRow, noteRow, show } from './run-rows.ts';
import type { TreeNode } from './tree-node.ts';
import { stateIcon, verdictIcon } from './verdict-icons.ts';

export type { RunPointer } from './run-rows.ts';

const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** A row for a stored run that can be read. Stays the same object while the run grows. */
export class RunNode implements TreeNode {
  readonly id: string;
  readonly path: string;
  readonly parent?: TreeNode;
  readonly #server: ServerConnection;
  readonly #live: (path: string) => LiveProfile | undefined;
  #outline: Promise<RunOutline> | undefined;
  readonly #comparisons = new Map<string, Promise<readonly ComparisonLine[]>>();
  #run: RunSummary;

  constructor(
    run: RunSummary,
    server: ServerConnection,
    live: (path: string) => LiveProfile | undefined,
    parent?: TreeNode,
  ) {
    this.#run = run;
    this.#server = server;
    this.#live = live;
    this.path = run.path;
    this.id = `run:${run.path}`;
    if (parent !== undefined) this.parent = parent;
  }

  get run(): RunSummary {
    return this.#run;
  }

  set run(run: RunSummary) {
    // What was asked while it ran may be outdated by an event that nobody got.
    if (run.state !== this.#run.state) this.forget();
    this.#run = run;
  }

  /** The document was written anew. */
  forget(): void {
    this.#outline = undefined;
    this.#comparisons.clear();
  }

  item(): vscode.TreeItem {
    const live = this.#live(this.path);
    const time = runTime(this.#run);
    const item = new vscode.TreeItem(rowText(time), Collapsed);
    const words = live === undefined ? runWords(this.#run) : liveWords(live);
    item.description = rowText(live === undefined ? fewRunWords(this.#run) : words);
    item.iconPath = stateIcon(live === undefined ? this.#run.state : 'running');
    item.contextValue = live === undefined ? ITEMS.run : ITEMS.liveRun;
    item.tooltip = tooltipText(
      [
        words,
        '',
        exactRunTime(this.#run),
        vscode.l10n.t('State: {0}', live === undefined ? this.#run.state : 'running'),
        `Baseline: ${this.#run.baseline}`,
        vscode.l10n.t(
          'Targets: {0}',
          this.#run.targets.filter((name) => name !== this.#run.baseline).join(', '),
        ),
        vscode.l10n.t('Programs: {0}', this.#run.programs.join(', ')),
        `Project: ${this.#run.project}`,
        `Run: ${this.#run.id}`,
      ].join('\n'),
    );
    item.accessibilityInformation = {
      label: tooltipText(vscode.l10n.t('Run of {0}: {1}', time, words)),
    };
    item.command = show({ path: this.path });
    return item;
  }

  wish(): Promise<RunWish> {
    return this.#wish();
  }

  async #wish(place?: Parameters<typeof runWish>[2]): Promise<RunWish> {
    return runWish(this.#run, await this.#askOutline(), place);
  }

  async children(): Promise<TreeNode[]> {
    const outline = await this.#askOutline();
    const failure =
      outline.failure === undefined
        ? []
        : [storedFailureRow(outline.failure, this, show({ path: this.path }))];
    const [only] = outline.programs;
    const rows =
      only !== undefined && outline.programs.length === 1
        ? await this.#programRows(this, only, 0)
        : outline.programs.map((program, index) => this.#programNode(program, index));
    const all = [...failure, ...rows];
    return all.length > 0 ? all : [noteRow(this, outline.headline)];
  }

  #askOutline(): Promise<RunOutline> {
    const asked = (this.#outline ??= this.#server.request('retarget/runOutline', {
      path: this.path,
    }));
    asked.catch(() => {
      if (this.#outline === asked) this.#outline = undefined;
    });
    return asked;
  }

  #askComparisons(program: number, benchmark: number): Promise<readonly ComparisonLine[]> {
    const key = `${program}/${benchmark}`;
    const known = this.#comparisons.get(key);
    if (known !== undefined) return known;
    const asked = this.#server.request('retarget/runComparisons', {
      path: this.path,
      program,
      benchmark,
    });
    this.#comparisons.set(key, asked);
    asked.catch(() => {
      if (this.#comparisons.get(key) === asked) this.#comparisons.delete(key);
    });
    return asked;
  }

  #programNode(program: RunOutline['programs'][number], index: number): TreeNode {
    const node: TreeNode = {
      id: `${this.id}/p${index}`,
      parent: this,
      wish: () => this.#wish({ program: index }),
      item: () => {
        const item = new vscode.TreeItem(rowText(program.name), Expanded);
        item.iconPath = new vscode.ThemeIcon('package');
        item.contextValue = ITEMS.program;
        item.tooltip = tooltipText(program.name);
        item.command = show({ path: this.path, reveal: { program: index, benchmark: 0 } });
        return item;
      },
      children: () => this.#programRows(node, program, index),
    };
    return node;
  }

  /** One benchmark alone is no level of its own. */
  async #programRows(
    parent: TreeNode,
    program: RunOutline['programs'][number],
    index: number,
  ): Promise<TreeNode[]> {
    const { failure, overall, benchmarks, asking } = program;
    const pointer = { path: this.path, reveal: { program: index, benchmark: 0 } };
    const failures =
      failure === undefined ? [] : [storedFailureRow(failure, parent, show(pointer))];
    const mean = overall.length === 0 ? [] : [this.#meanNode(parent, program, index)];
    const [only] = benchmarks;
    const rows =
      only !== undefined && benchmarks.length === 1 && mean.length === 0
        ? await this.#benchmarkRows(parent, program, index, 0)
        : benchmarks.map((_benchmark, at) => this.#benchmarkNode(parent, program, index, at));
    return [...failures, ...mean, ...rows, ...askingNodes(parent, asking)];
  }

  #meanNode(
    parent: TreeNode,
    { overall }: RunOutline['programs'][number],
    program: number,
  ): TreeNode {
    const pointer = { path: this.path, reveal: { program, benchmark: 0 } };
    const node: TreeNode = {
      id: `${parent.id}/mean`,
      parent,
      item: () => {
        const item = new vscode.TreeItem(vscode.l10n.t('Geometric mean'), Collapsed);
        item.iconPath = new vscode.ThemeIcon('symbol-operator');
        item.description = vscode.l10n.t('over all benchmarks');
        item.tooltip = vscode.l10n.t(
          'The geometric mean of the speedups over all benchmarks of the program',
        );
        item.command = show(pointer);
        return item;
      },
      children: () => overall.map((line, at) => comparisonRow(node, line, at, pointer)),
    };
    return node;
  }

  #benchmarkNode(
    parent: TreeNode,
    program: RunOutline['programs'][number],
    programIndex: number,
    index: number,
  ): TreeNode {
    const benchmark = program.benchmarks[index];
    const name = benchmark?.name ?? '';
    const node: TreeNode = {
      id: `${parent.id}/b${index}`,
      parent,
      wish: () => this.#wish({ program: programIndex, benchmark: index }),
      item: () => {
        const item = new vscode.TreeItem(rowText(name), Collapsed);
        item.description = rowText(benchmark?.brief ?? '');
        item.contextValue = ITEMS.benchmark;
        item.iconPath =
          benchmark?.failure === undefined
            ? new vscode.ThemeIcon('dashboard')
            : verdictIcon('failed');
        item.tooltip = tooltipText(`${name}\n${benchmark?.brief ?? ''}`);
        item.command = show({
          path: this.path,
          reveal: { program: programIndex, benchmark: index },
        });
        return item;
      },
      children: () => this.#benchmarkRows(node, program, programIndex, index),
    };
    return node;
  }

  async #benchmarkRows(
    parent: TreeNode,
    program: RunOutline['programs'][number],
    programIndex: number,
    index: number,
  ): Promise<TreeNode[]> {
    const benchmark = program.benchmarks[index];
    const failure = benchmark?.failure;
    const lines = await this.#askComparisons(programIndex, index);
    const rows = [
      ...(failure === undefined
        ? []
        : [
            storedFailureRow(
              failure,
              parent,
              show({ path: this.path, reveal: { program: programIndex, benchmark: index } }),
            ),
          ]),
      ...lines.map((line, at) =>
        comparisonRow(
          parent,
          line,
          at,
          {
            path: this.path,
            reveal: { program: programIndex, benchmark: index, target: line.target },
          },
          // A baseline alone is compared with nothing.
          line.verdict === 'baseline'
            ? undefined
            : () => this.#wish({ program: programIndex, benchmark: index, target: line.target }),
        ),
      ),
    ];
    return rows.length > 0
      ? rows
      : [noteRow(parent, vscode.l10n.t('Nothing has been measured yet.'))];
  }
}

function liveWords({ progress: { message, timeLeft } }: LiveProfile): string {
  return timeLeft === undefined ? message : `${message}, ${timeLeft}`;
}
