// One open panel: what it shows, what its page asks for, and the profile that it follows.
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { LiveProgress } from '../../protocol/profile-messages.ts';
import type {
  FromPage,
  NoticeOffer,
  PagePlace,
  PageSubject,
  ToPage,
} from '../../protocol/page-messages.ts';
import type { ProfileEnd, Profiler } from '../profiler.ts';
import { SHOW_LOG, tell } from '../notifications.ts';
import { ServerFailure, type ServerConnection } from '../server-connection.ts';
import { DIFFERENT_HOSTS, isInterruption, serverLost, noticeWords } from './notice-words.ts';
import type { Drawing } from './drawing.ts';
import { fromPage } from './page-input.ts';
import { panelHtml } from './panel-html.ts';
import { copyMarkdown, savePage } from './panel-output.ts';
import { RunFeed } from './run-feed.ts';
import { watchRun } from './run-watch.ts';

/** What the panel works with. */
export interface PanelContext {
  readonly extension: vscode.ExtensionContext;
  readonly server: ServerConnection;
  readonly profiler: Profiler;
  readonly log: vscode.LogOutputChannel;
}

export class PanelWindow {
  readonly panel: vscode.WebviewPanel;
  readonly #context: PanelContext;
  readonly #drawn: vscode.EventEmitter<Drawing>;
  #subject: PageSubject | undefined;
  #reveal: PagePlace | undefined;
  #feed: RunFeed | undefined;
  #watcher: vscode.Disposable | undefined;
  /** Whether the page listens: a hidden one is gone, and says `ready` anew when it is back. */
  #ready = false;
  /** What the page was told of a profile under way. */
  #progress: LiveProgress | undefined;
  /** Run of the latest profile that was looked at, so that a panel moves on to a new one only once. */
  #known: string | undefined;

  constructor(
    context: PanelContext,
    panel: vscode.WebviewPanel,
    drawn: vscode.EventEmitter<Drawing>,
  ) {
    this.panel = panel;
    this.#context = context;
    this.#drawn = drawn;
    const { extension, profiler } = context;
    // Whoever opens another run during a profile wants that one: only a profile that begins later moves the panel.
    this.#known = profiler.current?.run?.path;
    const dist = vscode.Uri.joinPath(extension.extensionUri, 'dist');
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.iconPath = vscode.Uri.joinPath(extension.extensionUri, 'media', 'icon.png');
    const subscriptions = [
      webview.onDidReceiveMessage((data) => this.#hear(data)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
      profiler.onDidChange(() => this.#follow()),
      profiler.onDidSave((path) => {
        if (this.#shows(path)) this.#refresh();
      }),
      profiler.onDidEnd((end) => this.#ended(end)),
    ];
    panel.onDidDispose(() => {
      // What is under way may still come back; it finds nothing to tell, and nobody.
      this.#ready = false;
      this.#subject = undefined;
      this.#stop();
      for (const subscription of subscriptions) subscription.dispose();
    });
    webview.html = panelHtml({
      source: webview.cspSource,
      script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'page.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'page.css')).toString(),
    });
  }

  get subject(): PageSubject | undefined {
    return this.#subject;
  }

  show(subject: PageSubject, reveal?: PagePlace): void {
    this.#stop();
    this.#subject = subject;
    this.#reveal = reveal;
    if (subject.kind === 'run') {
      this.#feed = new RunFeed(this.#context.server, subject.path, {
        send: (message) => this.#send(message),
        failed: (error) => this.#failed(error),
      });
      this.#watcher = this.#watch(subject.path);
    }
    if (this.#ready) this.#tellAll();
  }

  /** Everything that a page needs which shows nothing yet. */
  #tellAll(): void {
    const subject = this.#subject;
    if (subject === undefined) return;
    const reveal = this.#reveal;
    this.#reveal = undefined;
    this.#progress = undefined;
    this.#send({ type: 'subject', subject, ...(reveal === undefined ? {} : { reveal }) });
    if (subject.kind === 'run') {
      this.#follow();
      this.#feed?.refresh(true);
    } else {
      void this.#compare(subject);
    }
  }

  async #compare(subject: PageSubject & { kind: 'comparison' }): Promise<void> {
    const { before, after, acrossHosts } = subject;
    try {
      const { comparison, headline } = await this.#context.server.request('retarget/compareRuns', {
        before,
        after,
        ...(acrossHosts === undefined ? {} : { acrossHosts }),
      });
      if (this.#subject === subject) this.#send({ type: 'comparison', headline, comparison });
    } catch (error) {
      if (this.#subject === subject) this.#failed(error);
    }
  }

  #hear(data: unknown): void {
    const message = fromPage(data);
    if (message === undefined) this.#context.log.warn('The page sent an unknown message.');
    else this.#obey(message);
  }

  #obey(message: FromPage): void {
    const { log, profiler } = this.#context;
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#tellAll();
        return;
      case 'whole':
        this.#feed?.refresh(false);
        return;
      case 'cancel':
        profiler.cancel();
        return;
      case 'profile':
        void this.#profile(message.place);
        return;
      case 'advice':
        void this.#advise(message.place, message.remedy);
        return;
      case 'open-run':
        if (this.#subject?.kind !== 'comparison') return;
        void vscode.commands.executeCommand('retarget.showResults', {
          path: this.#subject[message.which],
        });
        return;
      case 'offer':
        void this.#take(message.offer);
        return;
      case 'drawn':
        // Another subject may have taken its place since.
        if (JSON.stringify(message.subject) !== JSON.stringify(this.#subject)) return;
        this.panel.title = message.title;
        this.#drawn.fire(message);
        return;
      case 'broken':
        log.error(`The page: ${message.message}`);
        return;
      case 'copy-markdown':
        void this.#report(copyMarkdown(this.#context.server, this.#subject, message.text));
        return;
      case 'save':
        void this.#report(savePage(this.#context.server, this.#subject, message));
    }
  }

  /** Tells the page what came of a wish, or the user where the page has gone meanwhile. */
  async #report(wish: Promise<string | undefined>): Promise<void> {
    try {
      const text = await wish;
      if (text === undefined) return;
      if (this.#ready) this.#send({ type: 'said', text });
      else tell('information', text);
    } catch (error) {
      const { text, hint } = noticeWords(error);
      this.#context.log.error(error instanceof Error ? error : text);
      if (this.#ready) this.#send({ type: 'notice', text, ...hint, offers: ['show-log'] });
      else tell('error', text, [SHOW_LOG]);
    }
  }

  async #profile(place: PagePlace): Promise<void> {
    if (this.#subject?.kind !== 'run') return;
    const { profilePlace } = await import('./profile-place.ts');
    await profilePlace(this.#context, this.#subject.path, place);
  }

  async #advise(place: PagePlace, remedy: number): Promise<void> {
    if (this.#subject?.kind !== 'run') return;
    const { takeAdvice } = await import('./take-advice.ts');
    await takeAdvice(this.#context, this.#subject.path, place, remedy);
  }

  async #take(offer: NoticeOffer): Promise<void> {
    if (offer === 'show-log') await vscode.commands.executeCommand('retarget.showLog');
    else if (offer === 'across-hosts' && this.#subject?.kind === 'comparison') {
      this.show({ ...this.#subject, acrossHosts: true });
    } else if (this.#subject !== undefined) this.show(this.#subject);
  }

  /** The profile under way: moves on to its run where it is of the project shown, and tells the page how it stands. */
  #follow(): void {
    const live = this.#context.profiler.current;
    const path = live?.run?.path;
    if (path !== undefined && path !== this.#known) {
      this.#known = path;
      if (this.#isOlderRunBeside(path)) {
        this.show({ kind: 'run', path });
        return;
      }
    }
    const progress = path !== undefined && this.#shows(path) ? live?.progress : undefined;
    if (progress === this.#progress || !this.#ready) return;
    this.#progress = progress;
    this.#send({ type: 'progress', ...(progress === undefined ? {} : { progress }) });
  }

  #isOlderRunBeside(path: string): boolean {
    const shown = this.#subject;
    return shown?.kind === 'run' && shown.path !== path && dirname(shown.path) === dirname(path);
  }

  #ended(end: ProfileEnd): void {
    const run = 'outcome' in end ? end.outcome.run : end.run;
    if (run === undefined || !this.#shows(run.path)) return;
    this.#refresh();
    if (!('error' in end) || isInterruption(end.error)) return;
    const { text, hint } = noticeWords(end.error);
    this.#send({ type: 'notice', text, ...hint, offers: ['show-log'], lasting: true });
  }

  /** A page that is hidden is told everything when it is back: until then nothing is read for it. */
  #refresh(): void {
    if (this.#ready) this.#feed?.refresh(true);
  }

  #shows(path: string): boolean {
    return this.#subject?.kind === 'run' && this.#subject.path === path;
  }

  #watch(path: string): vscode.Disposable {
    return watchRun(path, this.#context.server, {
      changed: () => {
        if (this.#context.profiler.current?.run?.path !== path) this.#refresh();
      },
      deleted: () => {
        this.#send({
          type: 'notice',
          text: vscode.l10n.t('This run was deleted.'),
          hint: vscode.l10n.t('It stays visible until you close this panel.'),
          offers: [],
        });
      },
    });
  }

  #failed(error: unknown): void {
    const { text, hint, code } =
      error instanceof ServerFailure ? noticeWords(error) : serverLost(error);
    // A profile that has just begun stores its run a moment later; the save that follows brings it.
    if (this.#progress !== undefined && code === 'run-missing') return;
    this.#context.log.warn(`The panel shows nothing: ${text}`);
    const { subject } = this;
    const across =
      code === 'runs-differ' && subject?.kind === 'comparison' && subject.acrossHosts !== true;
    this.#send({
      type: 'notice',
      text,
      // The hint names an option of the command line; here there is a button.
      ...(across ? { hint: DIFFERENT_HOSTS } : hint),
      offers: [...(across ? (['across-hosts'] as const) : []), 'retry', 'show-log'],
    });
  }

  #send(message: ToPage): void {
    if (this.#ready) void this.panel.webview.postMessage(message);
  }

  #stop(): void {
    this.#feed?.stop();
    this.#watcher?.dispose();
    this.#feed = undefined;
    this.#watcher = undefined;
  }

  dispose(): void {
    this.panel.dispose();
  }
}
