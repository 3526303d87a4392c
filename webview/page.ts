// The page of one run: its parts in their places, and what passes between them.
import type { Run } from '../src/model/run.ts';
import type { PagePlace } from '../src/protocol/page-messages.ts';
import type { LiveProgress } from '../src/protocol/profile-messages.ts';
import { buildTable } from './build-table.ts';
import { carryOver } from './carry-over.ts';
import { chartModel } from './chart-model.ts';
import { chartTip } from './chart-tip.ts';
import { comparisonDetails } from './comparison-details.ts';
import { el } from './element.ts';
import { featuresPanel } from './features-panel.ts';
import { pageHeader } from './page-header.ts';
import { NO_CHOICES, type Choices } from './page-memory.ts';
import { resultsTable } from './results-table.ts';
import { createRowChart } from './row-chart.ts';
import { runAlerts, runNotes, type Advise } from './run-remarks.ts';
import type { Part } from './part.ts';
import { createStore, type PageState, type Selection, type Store } from './state.ts';
import { benchmarkSearch, targetFilter } from './target-filter.ts';
import { watchTheme } from './theme.ts';
import { viewSwitch } from './view-switch.ts';

export interface PageOptions {
  /** Stands beside the headline. */
  readonly tools?: HTMLElement;
  /** What the reader chose last time. */
  readonly choices?: Choices;
  readonly chosen?: (choices: Choices) => void;
  /** Something is shown that a brief run leaves out. */
  readonly needsWhole?: () => void;
  /** Profiles what a bar stands for again; absent where nothing can be profiled. */
  readonly profile?: (place: PagePlace) => void;
  /** Does what a failure advises, where that can be done. */
  readonly advise?: Advise;
}

export interface Page {
  /** What is shown; nothing before the first run. */
  readonly state: PageState | undefined;
  /**
   * Draws a run, or the same run as it has come to stand; what the reader chose stays.
   * @param brief whether it comes without samples and command lines
   */
  show(run: Run, brief?: boolean): void;
  /** Where the profile stands that the run grows from; nothing once it has ended. */
  follow(live: LiveProgress | undefined): void;
  reveal(place: PagePlace): void;
  /** Stops listening to the theme. */
  close(): void;
}

/** Builds the page into an element; the first run fills it. */
export function createPage(root: HTMLElement, options: PageOptions = {}): Page {
  const { choices = NO_CHOICES } = options;
  const opened = new Map(choices.opened);
  let store: Store | undefined;
  let live: LiveProgress | undefined;
  let reopen = choices.details;

  const chosen = (): void => {
    if (store === undefined) return;
    const { view, hidden, filter } = store.get();
    const { shown } = details;
    options.chosen?.({
      ...{ view, filter, hidden: [...hidden], opened: [...opened] },
      ...(shown === undefined ? {} : { details: shown }),
    });
  };
  const choose = (change: Partial<PageState>): void => {
    store?.set(change);
    chosen();
  };
  const details = comparisonDetails(chosen, options.profile);
  const tip = chartTip();
  const select = (selection: Selection): void => {
    tip.hide();
    if (store === undefined) return;
    const { run, brief } = store.get();
    details.open(run, selection, brief === true);
    askForWhole();
    chosen();
  };
  const askForWhole = (): void => {
    const state = store?.get();
    if (state?.brief !== true) return;
    if (state.view === 'samples' || details.shown !== undefined) options.needsWhole?.();
  };
  const chart = createRowChart({
    select: (row) => {
      if (row.selection !== undefined) select(row.selection);
    },
    hover: (row, at) => {
      if (row === undefined || store === undefined) tip.hide();
      else tip.show(store.get().run, row, at);
    },
  });
  const caption = el('p', { class: 'caption', id: 'chart-caption' });
  const empty = el('p', { class: 'empty' });
  const table = resultsTable(opened, select, chosen);
  const parts: Record<
    'header' | 'views' | 'search' | 'targets' | 'features' | 'alerts' | 'builds' | 'notes',
    Part
  > = {
    header: pageHeader(options.tools),
    views: viewSwitch((view) => {
      choose({ view });
      askForWhole();
    }),
    search: benchmarkSearch((filter) => choose({ filter })),
    targets: targetFilter((hidden) => choose({ hidden })),
    features: featuresPanel(),
    alerts: runAlerts(options.advise),
    builds: buildTable(),
    notes: runNotes(),
  };
  const controls = el(
    'div',
    {},
    el('div', { class: 'controls' }, parts.views.element, parts.search.element),
    parts.targets.element,
  );
  const chartCard = el(
    'section',
    { class: 'card chart-card', 'aria-label': 'Chart' },
    controls,
    caption,
    chart.element,
    empty,
  );
  const main = el(
    'main',
    { class: 'column' },
    parts.features.element,
    chartCard,
    parts.alerts.element,
    table.element,
    parts.builds.element,
    parts.notes.element,
  );

  const draw = (state: PageState): void => {
    const model = chartModel(state);
    caption.textContent = model.caption;
    caption.hidden = model.empty !== undefined;
    empty.textContent = model.empty ?? '';
    empty.hidden = model.empty === undefined;
    const measured =
      model.empty === undefined ||
      state.run.programs.some(({ benchmarks }) => benchmarks.length > 0);
    controls.hidden = !measured;
    chart.element.hidden = model.empty !== undefined;
    for (const part of [...Object.values(parts), table]) part.update(state);
    if (!root.contains(main)) {
      root.replaceChildren(
        el('div', { class: 'page' }, parts.header.element, main),
        details.element,
        tip.element,
      );
    }
    chart.draw(model);
  };

  const unwatch = watchTheme(() => {
    chart.recolour();
    const state = store?.get();
    if (state !== undefined) details.redraw(state.run, state.brief === true);
  });
  return {
    get state() {
      return store?.get();
    },
    show(newer, brief = false) {
      const before = store?.get();
      const run = brief ? carryOver(before?.run, newer) : newer;
      if (store === undefined) {
        const { view, hidden, filter } = choices;
        store = createStore({ run, view, hidden: new Set(hidden), filter }, draw);
      }
      store.set({ run, brief, live });
      if (reopen !== undefined) {
        details.open(run, reopen, brief);
        reopen = undefined;
      } else {
        details.redraw(run, brief);
      }
      askForWhole();
    },
    follow(progress) {
      live = progress;
      store?.set({ live });
    },
    reveal({ program, benchmark, target }) {
      if (store === undefined) return;
      if (store.get().filter !== '') choose({ filter: '' });
      if (target === undefined) table.reveal({ program, benchmark });
      else select({ program, benchmark, target });
    },
    close: unwatch,
  };
}
