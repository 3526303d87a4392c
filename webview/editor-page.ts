// The page inside an editor's panel: acts on its messages, tells it what the reader wants, comes back as it was.
import type { PagePlace, PageSubject, SaveFormat, ToPage } from '../src/protocol/page-messages.ts';
import type { RunComparison } from '../src/model/run-comparison.ts';
import type { LiveProgress } from '../src/protocol/profile-messages.ts';
import { sampleCount } from './carry-over.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { comparisonPicture, runPicture } from './picture-words.ts';
import { showComparison } from './comparison-page.ts';
import { listen, postToEditor, type EditorApi } from './editor-link.ts';
import { el } from './element.ts';
import { noticeBar } from './notice-bar.ts';
import { NO_CHOICES, readMemory, sameProject, type Memory } from './page-memory.ts';
import { createPage, type Page } from './page.ts';
import { progressStrip } from './progress-strip.ts';
import { RunAssembly } from './run-source.ts';
import { baseName, shorten } from './text.ts';
import { toolbar } from './toolbar.ts';
import * as say from './messages.ts';

/** Samples of a run that are fetched before anybody asks for them. */
const SMALL = 20_000;

export function startEditorPage(root: HTMLElement, api: EditorApi): void {
  new EditorPage(root, api).start();
}

class EditorPage {
  readonly #api: EditorApi;
  readonly #root: HTMLElement;
  readonly #content = el('div', { class: 'content' });
  readonly #strip = progressStrip(() => postToEditor(this.#api, { type: 'cancel' }));
  readonly #notice = noticeBar((offer) => postToEditor(this.#api, { type: 'offer', offer }));
  readonly #assembly = new RunAssembly();
  #memory: Memory;
  #page: Page | undefined;
  #comparison: { headline: string; comparison: RunComparison } | undefined;
  #closeComparison: (() => void) | undefined;
  #tools = this.#makeTools([]);
  #live: LiveProgress | undefined;
  #reveal: PagePlace | undefined;
  #restoreScroll = true;
  #noticeLasts = false;

  constructor(root: HTMLElement, api: EditorApi) {
    this.#root = root;
    this.#api = api;
    this.#memory = readMemory(api.getState());
  }

  start(): void {
    this.#root.append(this.#strip.element, this.#notice.element, this.#content);
    this.#wait();
    listen((message) => {
      try {
        this.#hear(message);
      } catch (error) {
        this.#broken(error);
      }
    });
    window.addEventListener('error', ({ error, message }) => this.#broken(error ?? message));
    window.addEventListener('scrollend', () => this.#remember({ scroll: scrollY }));
    postToEditor(this.#api, { type: 'ready' });
  }

  #hear(message: ToPage): void {
    switch (message.type) {
      case 'subject':
        this.#begin(message.subject, message.reveal);
        return;
      case 'run-piece': {
        const received = performance.now();
        const run = this.#assembly.add(message);
        if (run === undefined) return;
        if (!this.#noticeLasts) this.#say(undefined);
        this.#page ??= this.#openPage();
        this.#page.show(run, message.brief);
        this.#drawn(received, `Retarget: ${shorten(baseName(run.project), 40)}`, message.brief);
        if (message.brief && this.#live === undefined && sampleCount(run) <= SMALL) {
          postToEditor(this.#api, { type: 'whole' });
        }
        return;
      }
      case 'progress':
        this.#live = message.progress;
        this.#strip.update(message.progress);
        this.#page?.follow(message.progress);
        return;
      case 'comparison':
        this.#say(undefined);
        this.#showComparison(message.headline, message.comparison);
        return;
      case 'notice':
        this.#say(message);
        if (this.#page === undefined && this.#comparison === undefined) {
          this.#content.replaceChildren();
        }
        return;
      case 'said':
        this.#tools.say(message.text);
    }
  }

  /** What was chosen stays within one project; the picture stays while it is of the same subject. */
  #begin(subject: PageSubject, reveal: PagePlace | undefined): void {
    const before = this.#memory.subject;
    const same = JSON.stringify(before) === JSON.stringify(subject);
    this.#reveal = reveal;
    this.#say(undefined);
    // If a profile of this subject is under way, that is told next.
    this.#live = undefined;
    this.#strip.clear();
    const keep = same || sameProject(before, subject);
    this.#remember({
      subject,
      ...(keep ? {} : { choices: NO_CHOICES, scroll: 0 }),
      ...(same || !keep ? {} : { choices: { ...this.#memory.choices, details: undefined } }),
    });
    if (same) return;
    this.#close();
    this.#wait();
  }

  /** A lasting notice is about the subject, not about one reading of it: pieces that come later leave it. */
  #say(notice: (ToPage & { type: 'notice' }) | undefined): void {
    this.#noticeLasts = notice?.lasting ?? false;
    this.#notice.show(notice);
  }

  #openPage(): Page {
    this.#tools = this.#makeTools(['png', 'csv', 'html', 'markdown', 'json']);
    const page = createPage(this.#content, {
      tools: this.#tools.element,
      choices: this.#memory.choices,
      chosen: (choices) => this.#remember({ choices }),
      needsWhole: () => postToEditor(this.#api, { type: 'whole' }),
      profile: (place) => postToEditor(this.#api, { type: 'profile', place }),
      advise: (place, remedy) => postToEditor(this.#api, { type: 'advice', place, remedy }),
    });
    page.follow(this.#live);
    return page;
  }

  #showComparison(headline: string, comparison: RunComparison): void {
    const received = performance.now();
    this.#close();
    this.#comparison = { headline, comparison };
    this.#tools = this.#makeTools(['png', 'csv', 'html', 'markdown', 'json']);
    this.#closeComparison = showComparison(this.#content, headline, comparison, {
      tools: this.#tools.element,
      open: (which) => postToEditor(this.#api, { type: 'open-run', which }),
    });
    this.#drawn(received, 'Retarget: comparison', false);
  }

  #makeTools(formats: readonly SaveFormat[]): ReturnType<typeof toolbar> {
    return toolbar(formats, {
      copy: () => {
        const text = this.#comparison;
        postToEditor(this.#api, {
          type: 'copy-markdown',
          ...(text === undefined
            ? {}
            : { text: comparisonMarkdown(text.headline, text.comparison) }),
        });
      },
      save: (format) => this.#save(format),
    });
  }

  #save(format: SaveFormat): void {
    if (format !== 'png') {
      postToEditor(this.#api, { type: 'save', format });
      return;
    }
    const state = this.#page?.state;
    const picture =
      state === undefined
        ? this.#comparison && comparisonPicture(this.#comparison)
        : runPicture(state);
    if (picture === undefined) return;
    if (picture.note !== undefined) this.#tools.say(picture.note);
    postToEditor(this.#api, { type: 'save', format, png: picture.png });
  }

  #drawn(received: number, title: string, brief: boolean): void {
    if (this.#restoreScroll && this.#memory.scroll > 0) scrollTo(0, this.#memory.scroll);
    this.#restoreScroll = false;
    if (this.#reveal !== undefined) this.#page?.reveal(this.#reveal);
    this.#reveal = undefined;
    const { subject } = this.#memory;
    if (subject === undefined) return;
    // After the frame that shows it.
    requestAnimationFrame(() =>
      setTimeout(() => {
        const milliseconds = performance.now() - received;
        postToEditor(this.#api, { type: 'drawn', subject, milliseconds, title, brief });
      }),
    );
  }

  #remember(change: Partial<Memory>): void {
    this.#memory = { ...this.#memory, ...change };
    this.#api.setState(this.#memory);
  }

  #wait(): void {
    this.#content.replaceChildren(el('p', { class: 'waiting' }, say.LOADING_RUN));
  }

  #close(): void {
    this.#page?.close();
    this.#closeComparison?.();
    this.#page = undefined;
    this.#comparison = undefined;
    this.#closeComparison = undefined;
  }

  #broken(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    postToEditor(this.#api, { type: 'broken', message });
    this.#notice.show({
      ...say.CANNOT_DRAW,
      offers: ['retry', 'show-log'],
    });
  }
}
