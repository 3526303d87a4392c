// The status bar's item: the step of the profile under way, else the last result; nothing where there is neither.
import * as vscode from 'vscode';
import type { LastRunMemory } from './last-run.ts';
import type { LiveProgress } from '../protocol/profile-messages.ts';
import type { Profiler } from './profiler.ts';
import { pickText, tooltipText } from './shown-text.ts';

/** Characters: other extensions have items too. */
const LONGEST = 40;

export class StatusBar implements vscode.Disposable {
  readonly #profiler: Profiler;
  readonly #results: LastRunMemory;
  readonly #disposables: vscode.Disposable[];
  #item: vscode.StatusBarItem | undefined;
  #text: string | undefined;

  constructor(profiler: Profiler, results: LastRunMemory) {
    this.#profiler = profiler;
    this.#results = results;
    const draw = (): void => this.#draw();
    this.#disposables = [profiler.onDidChange(draw), results.onDidChange(draw)];
    draw();
  }

  /** What it shows; undefined while it is hidden. */
  get text(): string | undefined {
    return this.#text;
  }

  #draw(): void {
    const content = this.#content();
    this.#text = content?.text;
    if (content === undefined) {
      this.#item?.hide();
      return;
    }
    this.#item ??= createItem();
    this.#item.text = content.text;
    this.#item.tooltip = content.tooltip;
    this.#item.command = content.command;
    this.#item.accessibilityInformation = { label: `Retarget: ${content.tooltip}` };
    this.#item.show();
  }

  #content(): { text: string; tooltip: string; command: vscode.Command } | undefined {
    const { current } = this.#profiler;
    if (current !== undefined) {
      const { message, timeLeft } = current.progress;
      return {
        text: `$(loading~spin) ${pickText(shortened(stepText(current.progress)))}`,
        tooltip: tooltipText([message, timeLeft].filter(isText).join('\n')),
        command: show(current.run?.path),
      };
    }
    const { last } = this.#results;
    if (last === undefined) return undefined;
    return {
      text: `$(graph) ${pickText(shortened(last.brief))}`,
      tooltip: tooltipText(vscode.l10n.t('{0}\nClick to show the results.', last.headline)),
      command: show(last.path),
    };
  }

  dispose(): void {
    this.#item?.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem(
    'retarget.status',
    vscode.StatusBarAlignment.Left,
    -10,
  );
  item.name = 'Retarget';
  return item;
}

function show(path: string | undefined): vscode.Command {
  return {
    title: vscode.l10n.t('Show Results'),
    command: 'retarget.showResults',
    ...(path === undefined ? {} : { arguments: [{ path }] }),
  };
}

/** Such as `Measuring spin/first 43 %`: the whole message is in the tooltip. */
function stepText({ phase, benchmark, fraction, steps }: LiveProgress): string {
  const percent = fraction === undefined ? '' : ` ${Math.floor(100 * fraction)} %`;
  switch (phase) {
    case 'preparing':
      return vscode.l10n.t('Preparing a profile');
    case 'waiting':
      return vscode.l10n.t('Waiting for another profile or build');
    case 'building':
      // Not the part of the whole, which building is little of: the message beside it counts steps.
      return steps === undefined
        ? vscode.l10n.t('Building')
        : vscode.l10n.t('Building: {0} of {1} steps', steps.done, steps.total);
    case 'checking':
      return `${vscode.l10n.t('Checking output')}${percent}`;
    case 'measuring': {
      const measuring =
        benchmark === undefined
          ? vscode.l10n.t('Measuring')
          : vscode.l10n.t('Measuring {0}', benchmark.name);
      return `${shortened(measuring, LONGEST - percent.length)}${percent}`;
    }
  }
}

function shortened(text: string, longest = LONGEST): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}
