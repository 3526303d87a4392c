// One question for all that says how a program is run: arguments, standard input, working folder; its own usage stands below.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { pickText } from '../shown-text.ts';

export interface WayToRun {
  /** As they are typed on a command line. */
  readonly arguments: string;
  /** Absolute paths. */
  readonly stdin?: string;
  readonly directory?: string;
}

interface Question {
  /** The program's name. */
  readonly program: string;
  /** Absolute path, where files are looked for. */
  readonly folder: string;
  /** What the program printed when it was started without arguments. */
  readonly printed: string;
}

interface WayItem extends vscode.QuickPickItem {
  readonly what?: 'accept' | 'stdin' | 'directory';
}

/** Undefined where the user left. */
export async function askArguments(question: Question): Promise<WayToRun | undefined> {
  let way: WayToRun = { arguments: '' };
  for (;;) {
    const { what, typed } = await pickOnce(question, way);
    way = { ...way, arguments: typed };
    if (what === undefined) return undefined;
    if (what === 'accept') return way;
    const chosen = await openDialog(question, what);
    if (chosen !== undefined) way = { ...way, [what]: chosen };
  }
}

interface Picked {
  readonly what: WayItem['what'];
  readonly typed: string;
}

async function pickOnce({ program, printed, folder }: Question, way: WayToRun): Promise<Picked> {
  const pick = vscode.window.createQuickPick<WayItem>();
  pick.title = vscode.l10n.t('How to Run {0}', program);
  pick.placeholder = vscode.l10n.t('Arguments, such as -9 -c data.bin. Leave empty for none.');
  pick.ignoreFocusOut = true;
  pick.value = way.arguments;
  const draw = (): void => {
    pick.items = itemsOf(printed, folder, { ...way, arguments: pick.value });
    pick.activeItems = pick.items.slice(0, 1);
  };
  draw();
  return new Promise((resolve) => {
    const end = (what: WayItem['what']): void => {
      resolve({ what, typed: pick.value });
      pick.hide();
    };
    pick.onDidChangeValue(draw);
    pick.onDidAccept(() => {
      const [active] = pick.activeItems;
      // A line of the usage is there to be read.
      if (active?.what !== undefined) end(active.what);
    });
    pick.onDidHide(() => {
      resolve({ what: undefined, typed: pick.value });
      pick.dispose();
    });
    pick.show();
  });
}

function itemsOf(printed: string, folder: string, way: WayToRun): readonly WayItem[] {
  const usage = printed.split('\n').filter((line) => line.trim() !== '');
  const always = { alwaysShow: true };
  return [
    {
      ...{ ...always, what: 'accept' },
      label:
        way.arguments.trim() === ''
          ? vscode.l10n.t('Profile without arguments')
          : pickText(vscode.l10n.t('Profile with {0}', way.arguments)),
    },
    {
      ...{ ...always, what: 'stdin' },
      label: vscode.l10n.t('Standard input...'),
      description: way.stdin === undefined ? vscode.l10n.t('empty') : pickText(basename(way.stdin)),
    },
    {
      ...{ ...always, what: 'directory' },
      label: vscode.l10n.t('Working folder...'),
      description: pickText(way.directory ?? folder),
    },
    ...(usage.length === 0
      ? []
      : [
          {
            label: vscode.l10n.t('Output without arguments'),
            kind: vscode.QuickPickItemKind.Separator,
          },
          ...usage.map((line) => ({ ...always, label: pickText(line) })),
        ]),
  ];
}

async function openDialog(
  { folder }: Question,
  what: 'stdin' | 'directory',
): Promise<string | undefined> {
  const isFile = what === 'stdin';
  const [found] =
    (await vscode.window.showOpenDialog({
      ...{ canSelectFiles: isFile, canSelectFolders: !isFile, canSelectMany: false },
      defaultUri: vscode.Uri.file(folder),
      title: isFile ? vscode.l10n.t('Standard Input') : vscode.l10n.t('Working Folder'),
      openLabel: vscode.l10n.t('Use'),
    })) ?? [];
  return found?.scheme === 'file' ? found.fsPath : undefined;
}
