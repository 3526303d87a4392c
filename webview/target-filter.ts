// The chart's legend, which also switches targets on and off, and the search for a benchmark.
import { el } from './element.ts';
import { nameElement } from './name.ts';
import type { Part } from './part.ts';
import type { PageState } from './state.ts';
import { hueVariable } from './theme.ts';

/** More targets than this fold away behind their number. */
const FOLDED = 12;
/** Fewer benchmarks than this need no search. */
const SEARCHED = 8;

export function targetFilter(change: (hidden: ReadonlySet<string>) => void): Part {
  const element = el('div', { class: 'targets' });
  let drawnFor: PageState['run'] | undefined;
  let boxes: readonly { readonly name: string; readonly box: HTMLInputElement }[] = [];
  let summary: HTMLElement | undefined;
  const changed = (): void =>
    change(new Set(boxes.filter(({ box }) => !box.checked).map(({ name }) => name)));
  const all = (checked: boolean) => (): void => {
    for (const { box } of boxes) box.checked = checked;
    changed();
  };

  const build = ({ run }: PageState): void => {
    const made = run.targets.map(({ name }, index) => {
      const box = el('input', { type: 'checkbox', onchange: changed });
      const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
      swatch.style.setProperty('--hue', hueVariable(index));
      return {
        name,
        box,
        label: el(
          'label',
          { class: 'target' },
          box,
          swatch,
          nameElement(name, 32),
          ...(name === run.baseline ? [el('span', { class: 'quiet' }, '(baseline)')] : []),
        ),
      };
    });
    boxes = made;
    const labels = made.map(({ label }) => label);
    if (labels.length <= FOLDED) {
      summary = undefined;
      element.replaceChildren(...labels);
      return;
    }
    summary = el('summary', {});
    element.replaceChildren(
      el(
        'details',
        {},
        summary,
        el(
          'div',
          { class: 'target-list' },
          el('button', { type: 'button', onclick: all(true) }, 'All'),
          el('button', { type: 'button', onclick: all(false) }, 'None'),
          ...labels,
        ),
      ),
    );
  };

  return {
    element,
    update(state) {
      if (state.run !== drawnFor) build(state);
      drawnFor = state.run;
      for (const { name, box } of boxes) box.checked = !state.hidden.has(name);
      const shown = boxes.filter(({ box }) => box.checked).length;
      if (summary !== undefined) summary.textContent = `Targets: ${shown} of ${boxes.length} shown`;
    },
  };
}

export function benchmarkSearch(change: (filter: string) => void): Part {
  const input = el('input', {
    type: 'search',
    placeholder: 'Filter benchmarks',
    'aria-label': 'Filter benchmarks by name',
    spellcheck: 'false',
    oninput: () => change(input.value.trim().toLowerCase()),
  });
  const element = el('div', { class: 'search' }, input);
  return {
    element,
    update({ run, filter }) {
      const benchmarks = run.programs.reduce((sum, program) => sum + program.benchmarks.length, 0);
      element.hidden = benchmarks < SEARCHED && filter === '';
    },
  };
}
