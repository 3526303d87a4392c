// Host: what this machine is, and which features it has, level by level.
import * as vscode from 'vscode';
import type { CacheSizes, HostNote } from '../../model/host.ts';
import type { FeatureState, HostAnswer } from '../../protocol/server-requests.ts';
import { bytesText } from '../../text/bytes-text.ts';
import type { ServerConnection } from '../server-connection.ts';
import { rowText, tooltipText } from '../shown-text.ts';
import { isToolchainFailure } from './failure-row.ts';
import { NodeTree } from './node-tree.ts';
import type { TreeNode } from './tree-node.ts';

export class HostTree extends NodeTree {
  readonly #server: ServerConnection;
  readonly #settings: vscode.Disposable;

  constructor(server: ServerConnection) {
    super();
    this.#server = server;
    this.#settings = vscode.workspace.onDidChangeConfiguration((change) => {
      const asked = ['retarget.toolchain', 'retarget.environment'];
      if (asked.some((section) => change.affectsConfiguration(section))) this.refreshSoon();
    });
  }

  protected async roots(): Promise<TreeNode[]> {
    let answer: HostAnswer;
    try {
      answer = await this.#server.request('retarget/host', {});
    } catch (error) {
      // The words for an empty view say what to do then.
      if (isToolchainFailure(error) && error.failure.code === 'toolchain-missing') return [];
      throw error;
    }
    const { host } = answer;
    const grave = host.notes.filter(isGrave);
    const others = host.notes.filter((note) => !isGrave(note));
    return [
      hostNode(answer),
      ...noteRows(grave, 'warning'),
      ...groupNodes(answer),
      ...factRows(answer),
      ...noteRows(others, 'info'),
    ];
  }

  override dispose(): void {
    this.#settings.dispose();
    super.dispose();
  }
}

function hostNode({ host }: HostAnswer): TreeNode {
  return row('name', host.brand, {
    description: host.level ?? host.arch,
    icon: new vscode.ThemeIcon('circuit-board'),
    tooltip: [
      host.brand,
      host.level === undefined ? '' : vscode.l10n.t('Highest supported level: {0}', host.level),
      vscode.l10n.t('LLVM detects {0}, which is the target "native"', host.cpu),
    ]
      .filter(Boolean)
      .join('\n'),
  });
}

/** Whether toolchain and machine disagree: then `native` may not mean what one thinks. */
function isGrave({ code }: HostNote): boolean {
  return code === 'name-disagrees' || code === 'loader-disagrees';
}

function noteRows(notes: readonly HostNote[], icon: 'warning' | 'info'): TreeNode[] {
  return notes.map(({ message }, index) =>
    row(`${icon}${index}`, message, {
      icon: new vscode.ThemeIcon(
        icon,
        icon === 'warning' ? new vscode.ThemeColor('list.warningForeground') : undefined,
      ),
      tooltip: message,
      words: vscode.l10n.t('Note: {0}', message),
    }),
  );
}

function factRows({ host, toolchain }: HostAnswer): TreeNode[] {
  const { physical, logical } = host.cores;
  const facts: (readonly [name: string, value: string, icon: string, more?: string])[] = [
    [
      vscode.l10n.t('Native CPU'),
      host.cpu,
      'chip',
      vscode.l10n.t('The target "native" on this host, as detected by LLVM'),
    ],
    [
      vscode.l10n.t('Cores'),
      physical === logical ? `${physical}` : vscode.l10n.t('{0}, {1} threads', physical, logical),
      'server-process',
    ],
    [vscode.l10n.t('Caches'), cachesText(host.caches), 'layers'],
    [vscode.l10n.t('Memory'), bytesText(host.memory), 'database'],
    [vscode.l10n.t('Virtual machine'), host.virtualisation ?? '', 'vm'],
    [
      vscode.l10n.t('System'),
      vscode.l10n.t('{0}, kernel {1}', host.os.distribution, host.os.kernel),
      'terminal-linux',
    ],
    [
      'LLVM',
      `${toolchain.version}, ${toolchain.clang}`,
      'tools',
      `${toolchain.banner}\n${toolchain.clang}\n${toolchain.triple}`,
    ],
  ];
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value, icon, more]) =>
      row(`fact:${name}`, name, {
        description: value,
        icon: new vscode.ThemeIcon(icon),
        tooltip: more === undefined ? `${name}: ${value}` : `${name}: ${value}\n${more}`,
      }),
    );
}

function cachesText({ l1d, l2, l3 }: CacheSizes): string {
  return Object.entries({ L1: l1d, L2: l2, L3: l3 })
    .flatMap(([name, size]) => (size === undefined ? [] : [`${name} ${bytesText(size)}`]))
    .join(', ');
}

function groupNodes({ groups, levels }: HostAnswer): TreeNode[] {
  const isLevel = new Set(levels.map(({ name }) => name));
  return groups.map(({ name, features }, index) => {
    const missing = features.filter(({ here }) => !here);
    const title = isLevel.has(name)
      ? name
      : levels.length === 0
        ? vscode.l10n.t('Features')
        : vscode.l10n.t('Beyond the levels');
    const words =
      missing.length === 0
        ? vscode.l10n.t('all {0} supported', features.length)
        : vscode.l10n.t('{0} of {1} missing', missing.length, features.length);
    const node: TreeNode = row(`group${index}`, title, {
      description: words,
      icon:
        missing.length === 0
          ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('charts.green'))
          : new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground')),
      tooltip: [
        `${title}: ${words}`,
        missing.length === 0
          ? ''
          : vscode.l10n.t('Missing: {0}', missing.map((each) => each.name).join(', ')),
      ]
        .filter(Boolean)
        .join('\n'),
      children: () =>
        // What is lacking is what one looks for.
        [...missing, ...features.filter(({ here }) => here)].map((feature, at) =>
          featureRow(feature, at, node),
        ),
    });
    return node;
  });
}

function featureRow({ name, here }: FeatureState, index: number, parent: TreeNode): TreeNode {
  return row(`${parent.id}/${index}`, name, {
    parent,
    description: here ? vscode.l10n.t('supported') : vscode.l10n.t('missing'),
    icon: here
      ? new vscode.ThemeIcon('check', new vscode.ThemeColor('charts.green'))
      : new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground')),
    tooltip: `${name}: ${here ? vscode.l10n.t('this host has it') : vscode.l10n.t('this host lacks it')}`,
  });
}

interface RowOptions {
  readonly description?: string;
  readonly icon: vscode.ThemeIcon;
  readonly tooltip: string;
  /** For screen readers; the label and description unless given. */
  readonly words?: string;
  readonly parent?: TreeNode;
  readonly children?: () => TreeNode[];
}

function row(id: string, label: string, options: RowOptions): TreeNode {
  const { description, icon, tooltip, words, parent, children } = options;
  return {
    id,
    ...(parent === undefined ? {} : { parent }),
    ...(children === undefined ? {} : { children }),
    item() {
      const item = new vscode.TreeItem(
        rowText(label),
        children === undefined
          ? vscode.TreeItemCollapsibleState.None
          : vscode.TreeItemCollapsibleState.Collapsed,
      );
      if (description !== undefined) item.description = rowText(description);
      item.iconPath = icon;
      item.tooltip = tooltipText(tooltip);
      item.accessibilityInformation = {
        label: tooltipText(words ?? [label, description].filter(Boolean).join(': ')),
      };
      return item;
    },
  };
}
