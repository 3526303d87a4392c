// The chart panel as the rest of the extension sees it: one for runs, and beside it one for comparisons; made when first shown,
// restored after a reload.
import * as vscode from 'vscode';
import type { PagePlace, PageSubject } from '../../protocol/page-messages.ts';
import { PANEL } from '../../manifest/names.ts';
import type { Drawing } from './drawing.ts';
import type { PanelContext, PanelWindow } from './panel-window.ts';

export interface ShowOptions {
  /** Leaves the keyboard where it is. */
  readonly preserveFocus?: boolean;
  /** Goes to a benchmark, or opens the details of one of its targets. */
  readonly reveal?: PagePlace;
}

export class ChartPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #context: PanelContext;
  readonly #drawn = new vscode.EventEmitter<Drawing>();
  readonly #windows = new Map<PageSubject['kind'], PanelWindow>();
  /** What was shown last, of those that are open. */
  #latest: PanelWindow | undefined;

  readonly onDidDraw = this.#drawn.event;

  constructor(context: PanelContext) {
    this.#context = context;
  }

  /** What is shown, if anything. */
  get subject(): PageSubject | undefined {
    return this.#latest?.subject;
  }

  /** Whether a run can be seen at the moment: what it came to need not be told elsewhere. @param path of its document */
  isInSight(path: string): boolean {
    const window = this.#windows.get('run');
    return window?.panel.visible === true && isRun(window.subject, path);
  }

  /** Shows a run, or beside it a comparison, in place of what that panel showed. */
  async show(subject: PageSubject, options: ShowOptions = {}): Promise<void> {
    const { PanelWindow } = await import('./panel-window.ts');
    let window = this.#windows.get(subject.kind);
    if (window === undefined) {
      const beside = subject.kind === 'comparison' && this.#windows.get('run')?.panel.visible;
      const panel = vscode.window.createWebviewPanel(PANEL, 'Retarget', {
        viewColumn: beside === true ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
        preserveFocus: options.preserveFocus ?? false,
      });
      window = new PanelWindow(this.#context, panel, this.#drawn);
      this.#adopt(subject.kind, window);
    } else {
      window.panel.reveal(undefined, options.preserveFocus);
    }
    this.#latest = window;
    window.show(subject, options.reveal);
  }

  /** @param state what the page kept, as it stood when the window was closed: data from outside */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { keptSubject } = await import('./page-input.ts');
    const { PanelWindow } = await import('./panel-window.ts');
    const subject = keptSubject(state);
    if (subject === undefined || this.#windows.has(subject.kind)) {
      panel.dispose();
      return;
    }
    const window = new PanelWindow(this.#context, panel, this.#drawn);
    this.#adopt(subject.kind, window);
    window.show(subject);
  }

  #adopt(kind: PageSubject['kind'], window: PanelWindow): void {
    this.#windows.set(kind, window);
    this.#latest = window;
    window.panel.onDidDispose(() => {
      this.#windows.delete(kind);
      if (this.#latest === window) [this.#latest] = this.#windows.values();
    });
  }

  dispose(): void {
    for (const window of [...this.#windows.values()]) window.dispose();
    this.#drawn.dispose();
  }
}

function isRun(subject: PageSubject | undefined, path: string): boolean {
  return subject?.kind === 'run' && subject.path === path;
}

/** The panel, and what restores it when the window was reloaded. */
export function registerPanel(context: PanelContext): ChartPanel {
  const panel = new ChartPanel(context);
  context.extension.subscriptions.push(
    panel,
    vscode.window.registerWebviewPanelSerializer(PANEL, panel),
  );
  return panel;
}
