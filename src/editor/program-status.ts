// The status bar's second item: which program is profiled, and a click to choose another.
import * as vscode from 'vscode';
import { CONTEXT } from '../manifest/names.ts';
import type { ContextKeys } from './context-keys.ts';
import type { ProgramChoice } from './program-choice.ts';
import { pickText, tooltipText } from './shown-text.ts';
import { ActiveFolder } from './views/active-folder.ts';

/** Characters: other extensions have items too. */
const LONGEST = 30;

export class ProgramStatus implements vscode.Disposable {
  readonly #choice: ProgramChoice;
  readonly #keys: ContextKeys;
  readonly #folder = new ActiveFolder();
  readonly #disposables: vscode.Disposable[];
  #item: vscode.StatusBarItem | undefined;

  constructor(choice: ProgramChoice, keys: ContextKeys) {
    this.#choice = choice;
    this.#keys = keys;
    const draw = (): void => this.#draw();
    this.#disposables = [
      this.#folder,
      this.#folder.onDidChange(draw),
      choice.onDidChange(draw),
      keys.onDidChange(draw),
    ];
    draw();
  }

  #draw(): void {
    const folder = this.#folder.current;
    const chosen = folder && this.#choice.of(folder.uri.fsPath);
    const isKnown = this.#keys.values.get(CONTEXT.hasProject) === 'yes';
    if (folder === undefined || (chosen === undefined && !isKnown)) {
      this.#item?.hide();
      return;
    }
    this.#item ??= createItem();
    const name = chosen ?? vscode.l10n.t('All programs');
    const short = name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 1)}…`;
    this.#item.text = `$(package) ${pickText(short)}`;
    this.#item.tooltip = tooltipText(
      vscode.l10n.t('Program to profile: {0}\nClick to select another program.', name),
    );
    this.#item.accessibilityInformation = {
      label: tooltipText(vscode.l10n.t('Program to profile: {0}', name)),
    };
    this.#item.show();
  }

  dispose(): void {
    this.#item?.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem(
    'retarget.program',
    vscode.StatusBarAlignment.Left,
    -9,
  );
  item.name = vscode.l10n.t('Retarget: Program');
  item.command = 'retarget.selectProgram';
  return item;
}
