// What a reader must know beside the numbers: problems, warnings, notes on targets, and how the numbers came about.
import type { Run } from '../src/model/run.ts';
import { countText } from '../src/report/format.ts';
import { problemsOf, targetNotes, warningGroups } from '../src/report/run-notes.ts';
import { el, icon } from './element.ts';
import { failureBlock } from './failure-block.ts';
import { longText, nameElement } from './name.ts';
import type { Part } from './part.ts';

/** Entries shown before the rest folds away. */
const SHOWN = 12;

export function runRemarks(): Part {
  const element = el('div', { class: 'remarks' });
  let drawnFor: Run | undefined;
  return {
    element,
    update({ run }) {
      if (run === drawnFor) return;
      drawnFor = run;
      const problems = problemsOf(run).map(({ title, failure }) =>
        el('li', {}, el('b', {}, nameElement(title, 120)), ' ', failureBlock(failure)),
      );
      const warnings = warningGroups(run).map(({ message, places }) =>
        el(
          'li',
          {},
          longText(message),
          ...(places.length === 0
            ? []
            : [' ', el('span', { class: 'quiet' }, nameElement(`(${places.join('; ')})`, 160))]),
        ),
      );
      const notes = targetNotes(run).map(({ target, text }) =>
        el('li', {}, el('b', {}, nameElement(target, 40)), ' ', longText(text)),
      );
      element.replaceChildren(
        ...card('Problems', problems, 'problems', '\u2715'),
        ...card('Warnings', warnings, 'warnings', '!'),
        ...card('Targets', notes, 'target-notes', 'i'),
        method(run),
      );
    },
  };
}

function card(
  title: string,
  items: readonly HTMLElement[],
  name: string,
  sign: string,
): HTMLElement[] {
  if (items.length === 0) return [];
  const rest = items.slice(SHOWN);
  return [
    el(
      'section',
      { class: `card ${name}`, 'aria-labelledby': `${name}-title` },
      el('h2', { id: `${name}-title` }, icon(sign, 'title-sign'), title),
      el('ul', {}, ...items.slice(0, SHOWN)),
      rest.length === 0
        ? undefined
        : el('details', {}, el('summary', {}, `${rest.length} more`), el('ul', {}, ...rest)),
    ),
  ];
}

function method(run: Run): HTMLElement {
  const { settings } = run;
  const pinned =
    settings.pin === undefined ? '' : ` Benchmarks were pinned to core ${settings.pin}.`;
  const paragraphs = [
    `Speedup is the time of ${run.baseline} over the time of the target: above 1 the target is faster. It is estimated from ratios within rounds: each round runs every distinct variant once, in random order, so that a machine that slows down or speeds up does so for all of them.`,
    `Intervals hold at 95\u2009%. Verdicts are corrected for the number of comparisons, so a target can have an interval that leaves 1 out and still be inconclusive. Where two targets give the same executable it was measured once, and no ratio is claimed.`,
    `Measuring stopped at a relative half-width of ${(settings.precision * 100).toLocaleString('en-US')}\u2009% or after ${countText(settings.budget, 'second')}; never because a difference had appeared.${pinned}`,
    `One executable is one layout of its code, one input is one input, and another machine may answer otherwise.`,
  ];
  return el(
    'section',
    { class: 'card method', 'aria-labelledby': 'method-title' },
    el('h2', { id: 'method-title' }, 'How to read this'),
    ...paragraphs.map((text) => el('p', {}, longText(text, 1000))),
    el(
      'p',
      { class: 'quiet' },
      longText(
        `Run ${run.id}, seed ${settings.seed}, Retarget ${run.tool}, ${run.toolchain.banner}, ${run.toolchain.triple}. Project: ${run.project}`,
        600,
      ),
    ),
  );
}
