// The chart's legend, which also switches targets on and off, and the search for a benchmark.
import type { Run } from '../src/model/run.ts';
import { drawnPlace } from './drawn-place.ts';
import { el } from './element.ts';
import { nameElement } from './name.ts';
import type { Part } from './part.ts';
import { targetHue } from './target-hue.ts';
import { hueVariable } from './theme.ts';
import * as say from './messages.ts';

/** More targets than this fold away behind their number. */
const FOLDED = 12;
/** Fewer benchmarks than this need no search. */
const SEARCHED = 8;

export function targetFilter(change: (hidden: ReadonlySet<string>) => void): Part {
  const element = el('div', { class: 'targets' });
  let boxes: readonly { readonly name: string; readonly box: HTMLInputElement }[] = [];
  let summary: HTMLElement | undefined;
  const changed = (): void =>
    change(new Set(boxes.filter(({ box }) => !box.checked).map(({ name }) => name)));
  const all = (checked: boolean) => (): void => {
    for (const { box } of boxes) box.checked = checked;
    changed();
  };

  const draw = ({ names, baseline }: { names: readonly string[]; baseline: string }): Node[] => {
    const made = names.map((name) => {
      const key = `show ${name}`;
      const box = el('input', { type: 'checkbox', 'data-key': key, onchange: changed });
      const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
      swatch.style.setProperty('--hue', hueVariable(targetHue(name)));
      return {
        name,
        box,
        label: el(
          'label',
          { class: 'target' },
          box,
          swatch,
          nameElement(name, 32),
          ...(name === baseline ? [el('span', { class: 'quiet' }, '(baseline)')] : []),
        ),
      };
    });
    boxes = made;
    const labels = made.map(({ label }) => label);
    if (labels.length <= FOLDED) {
      summary = undefined;
      return labels;
    }
    summary = el('summary', {});
    return [
      el(
        'details',
        { 'data-key': 'shown targets' },
        summary,
        el(
          'div',
          { class: 'target-list' },
          el('button', { type: 'button', 'data-key': 'all', onclick: all(true) }, 'All'),
          el('button', { type: 'button', 'data-key': 'none', onclick: all(false) }, 'None'),
          ...labels,
        ),
      ),
    ];
  };
  const drawTargets = drawnPlace(
    element,
    ({ targets, baseline }: Run) => ({ names: targets.map(({ name }) => name), baseline }),
    draw,
  );

  return {
    element,
    update(state) {
      drawTargets(state.run);
      for (const { name, box } of boxes) box.checked = !state.hidden.has(name);
      const shown = boxes.filter(({ box }) => box.checked).length;
      if (summary !== undefined)
        summary.textContent = say.targetsShown({ shown, all: boxes.length });
    },
  };
}

export function benchmarkSearch(change: (filter: string) => void): Part {
  const typed = (): string => input.value.trim().toLowerCase();
  const input = el('input', {
    type: 'search',
    placeholder: 'Filter benchmarks',
    'aria-label': 'Filter benchmarks by name',
    spellcheck: 'false',
    oninput: () => change(typed()),
  });
  const element = el('div', { class: 'search' }, input);
  return {
    element,
    update({ run, filter }) {
      const benchmarks = run.programs.reduce((sum, program) => sum + program.benchmarks.length, 0);
      // Only another filter is written over what was typed, which may have capitals and spaces.
      if (typed() !== filter) input.value = filter;
      const used = filter !== '' || document.activeElement === input;
      element.hidden = benchmarks < SEARCHED && !used;
    },
  };
}
