// The box beside the pointer that says a row of the chart in full.
import type { Run } from '../src/model/run.ts';
import { inconclusiveReason } from '../src/report/verdict-reason.ts';
import type { ChartRow } from './chart-data.ts';
import { benchmarkTitle } from './shown-benchmarks.ts';
import { el } from './element.ts';
import { probability } from './figures.ts';
import { nameElement } from './name.ts';
import { VERDICT_LOOKS } from './verdict-look.ts';
import * as say from './messages.ts';

export interface ChartTip {
  readonly element: HTMLElement;
  show(run: Run, row: ChartRow, at: { x: number; y: number }): void;
  hide(): void;
}

const GAP = 14;

export function chartTip(): ChartTip {
  // The table says the same to those who cannot see it.
  const element = el('div', { class: 'tip', 'aria-hidden': 'true', hidden: true });
  return {
    element,
    hide() {
      element.hidden = true;
    },
    show(run, row, at) {
      const lines = linesOf(run, row);
      element.replaceChildren(
        ...lines.map((line, index) => el(index === 0 ? 'b' : 'div', {}, nameElement(line, 260))),
      );
      element.hidden = false;
      const { offsetWidth: width, offsetHeight: height } = element;
      const left = at.x + GAP + width > innerWidth ? at.x - GAP - width : at.x + GAP;
      const top = at.y + GAP + height > innerHeight ? at.y - GAP - height : at.y + GAP;
      element.style.left = `${Math.max(4, left)}px`;
      element.style.top = `${Math.max(4, top)}px`;
    },
  };
}

function linesOf(run: Run, row: ChartRow): string[] {
  const { selection } = row;
  const figure = [row.figure, row.interval ?? ''].filter((text) => text !== '').join('   ');
  if (selection === undefined) return [row.target, figure];
  const program = run.programs[selection.program];
  const result = program?.benchmarks[selection.benchmark];
  const comparison = result?.comparisons.find(({ target }) => target === row.target);
  if (program === undefined || result === undefined || comparison === undefined)
    return [row.target, figure];
  const { words } = VERDICT_LOOKS[comparison.verdict];
  const why = inconclusiveReason(run, result, comparison);
  return [
    `${row.target}, ${benchmarkTitle(run, program, result)}`,
    figure,
    comparison.pValue === undefined ? words : `${words}, ${probability(comparison.pValue)}`,
    ...(why === undefined ? [] : [why.sentence]),
    ...(row.note === undefined ? [] : [row.note]),
    say.CLICK_FOR_DETAILS,
  ];
}
