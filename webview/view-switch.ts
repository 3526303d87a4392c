// Which of the run's four pictures the chart shows: radio buttons, so that arrow keys and screen readers know them.
import { el } from './element.ts';
import type { Part } from './part.ts';
import type { View } from './state.ts';

const VIEWS: readonly { readonly view: View; readonly label: string }[] = [
  { view: 'speedup', label: 'Speedup' },
  { view: 'times', label: 'Times' },
  { view: 'samples', label: 'Samples' },
  { view: 'mean', label: 'Geomean' },
];

export function viewSwitch(choose: (view: View) => void): Part {
  const inputs = new Map<View, HTMLInputElement>();
  const element = el('fieldset', { class: 'views' }, el('legend', { class: 'unseen' }, 'Show'));
  for (const { view, label } of VIEWS) {
    const input = el('input', {
      type: 'radio',
      name: 'view',
      value: view,
      onchange: () => choose(view),
    });
    inputs.set(view, input);
    element.append(el('label', {}, input, el('span', {}, label)));
  }
  return {
    element,
    update(state) {
      for (const [view, input] of inputs) input.checked = view === state.view;
    },
  };
}
