// The page: its parts in their places, and what passes between them.
import type { Run } from '../src/model/run.ts';
import { buildTable } from './build-table.ts';
import { chartModel } from './chart-model.ts';
import { chartTip } from './chart-tip.ts';
import { comparisonDetails } from './comparison-details.ts';
import { el } from './element.ts';
import { featuresPanel } from './features-panel.ts';
import { pageHeader } from './page-header.ts';
import { resultsTable } from './results-table.ts';
import { createRowChart } from './row-chart.ts';
import { runRemarks } from './run-remarks.ts';
import type { Part } from './part.ts';
import { createStore, type PageState, type Selection, type Store } from './state.ts';
import { benchmarkSearch, targetFilter } from './target-filter.ts';
import { watchTheme } from './theme.ts';
import { viewSwitch } from './view-switch.ts';

export interface Page {
  /** Draws a run, or the same run as it has come to stand; what the reader chose stays. */
  show(run: Run): void;
}

/** Builds the page into an element; the first run fills it. */
export function createPage(root: HTMLElement): Page {
  let store: Store | undefined;
  const details = comparisonDetails();
  const tip = chartTip();
  const select = (selection: Selection): void => {
    tip.hide();
    if (store !== undefined) details.open(store.get().run, selection);
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
  const parts: Record<
    'header' | 'views' | 'search' | 'targets' | 'features' | 'table' | 'remarks' | 'builds',
    Part
  > = {
    header: pageHeader(),
    views: viewSwitch((view) => store?.set({ view })),
    search: benchmarkSearch((filter) => store?.set({ filter })),
    targets: targetFilter((hidden) => store?.set({ hidden })),
    features: featuresPanel(),
    table: resultsTable(select),
    remarks: runRemarks(),
    builds: buildTable(),
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
    {},
    el(
      'div',
      { class: 'columns' },
      el('div', { class: 'column' }, chartCard, parts.table.element, parts.builds.element),
      parts.features.element,
    ),
    parts.remarks.element,
  );

  const draw = (state: PageState): void => {
    performance.mark('retarget-draw-start');
    const model = chartModel(state);
    caption.textContent = model.caption;
    caption.hidden = model.empty !== undefined;
    empty.textContent = model.empty ?? '';
    empty.hidden = model.empty === undefined;
    controls.hidden = !state.run.programs.some(({ benchmarks }) => benchmarks.length > 0);
    chart.element.hidden = model.empty !== undefined && model.groups.length === 0;
    for (const part of Object.values(parts)) part.update(state);
    if (!root.contains(main)) {
      root.replaceChildren(
        el('div', { class: 'page' }, parts.header.element, main),
        details.element,
        tip.element,
      );
    }
    chart.draw(model);
    performance.measure('retarget-draw', 'retarget-draw-start');
  };

  watchTheme(() => chart.recolour());
  return {
    show(run) {
      if (store === undefined) {
        store = createStore({ run, view: 'speedup', hidden: new Set(), filter: '' }, draw);
      }
      store.set({ run });
    },
  };
}
