// The chart panel as the rest of the extension sees it: one per window, made when first shown, restored after a reload.
import * as vscode from 'vscode';
import type { PagePlace, PageSubject } from '../../protocol/page-messages.ts';
import { PANEL } from '../../manifest/names.ts';
import type { Drawing, PanelContext, PanelWindow } from './panel-window.ts';

export interface ShowOptions {
  /** Leaves the keyboard where it is. */
  readonly preserveFocus?: boolean;
  /** Goes to a benchmark, or opens the details of one of its targets. */
  readonly reveal?: PagePlace;
}

export class ChartPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #context: PanelContext;
  readonly #drawn = new vscode.EventEmitter<Drawing>();
  #window: PanelWindow | undefined;

  readonly onDidDraw = this.#drawn.event;

  constructor(context: PanelContext) {
    this.#context = context;
  }

  /** What is shown, if anything. */
  get subject(): PageSubject | undefined {
    return this.#window?.subject;
  }

  /** Shows a run or a comparison in the window's one panel, in place of what it showed. */
  async show(subject: PageSubject, options: ShowOptions = {}): Promise<void> {
    const { PanelWindow } = await import('./panel-window.ts');
    if (this.#window === undefined) {
      const panel = vscode.window.createWebviewPanel(PANEL, 'Retarget', {
        viewColumn: vscode.ViewColumn.Active,
        preserveFocus: options.preserveFocus ?? false,
      });
      this.#adopt(new PanelWindow(this.#context, panel, this.#drawn));
    } else {
      this.#window.panel.reveal(undefined, options.preserveFocus);
    }
    this.#window?.show(subject, options.reveal);
  }

  /** @param state what the page kept, as it stood when the window was closed: data from outside */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { keptSubject } = await import('./page-input.ts');
    const { PanelWindow } = await import('./panel-window.ts');
    const subject = keptSubject(state);
    if (subject === undefined || this.#window !== undefined) {
      panel.dispose();
      return;
    }
    const window = new PanelWindow(this.#context, panel, this.#drawn);
    this.#adopt(window);
    window.show(subject);
  }

  #adopt(window: PanelWindow): void {
    this.#window = window;
    window.panel.onDidDispose(() => {
      if (this.#window === window) this.#window = undefined;
    });
  }

  dispose(): void {
    this.#window?.dispose();
    this.#drawn.dispose();
  }
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
