// What a reader must know beside the numbers: problems and warnings; further down notes on targets, and how the numbers came about.
import type { Run } from '../src/model/run.ts';
import { BITCODE_ONLY_NOTE } from '../src/report/messages/notes.ts';
import { warningGroups, type WarningGroup } from '../src/report/warning-groups.ts';
import { problemsOf, type Problem } from '../src/report/problems.ts';
import { targetNotes } from '../src/report/target-notes.ts';
import { ownProgramNotes } from '../src/report/own-program-text.ts';
import { verificationNotes } from '../src/report/verification-text.ts';
import { drawnPlace } from './drawn-place.ts';
import { el, icon } from './element.ts';
import { failureBlock } from './failure-block.ts';
import { longText, nameElement } from './name.ts';
import type { Part } from './part.ts';
import * as say from './messages.ts';

/** Entries shown before the rest folds away. */
const SHOWN = 12;

/** What decides whether the numbers can be believed: to be read before anything about builds and the host. */
export function runAlerts(): Part {
  return remarks(
    (run) => ({ problems: problemsOf(run), warnings: warningGroups(run) }),
    ({ problems, warnings }) => [
      ...card('Problems', problems.map(problemItem), 'problems', '\u2715'),
      ...card('Warnings', warnings.map(warningItem), 'warnings', '!'),
    ],
  );
}

function problemItem({ title, failure }: Problem): HTMLElement {
  return el(
    'li',
    { 'data-key': title },
    el('b', {}, nameElement(title, 120)),
    ' ',
    failureBlock(failure),
  );
}

function warningItem({ message, places }: WarningGroup): HTMLElement {
  return el(
    'li',
    {},
    longText(message),
    ...(places.length === 0
      ? []
      : [' ', el('span', { class: 'quiet' }, longText(`(${places.join('; ')})`, 300))]),
  );
}

export function runNotes(): Part {
  return remarks(
    (run) => ({
      notes: targetNotes(run),
      own: [...ownProgramNotes(run), ...verificationNotes(run)],
      made: howMade(run),
    }),
    ({ notes, own, made }) => {
      const items = notes.map(({ target, text }) =>
        el('li', {}, el('b', {}, nameElement(target, 40)), ' ', longText(text)),
      );
      if (made.settings.bitcodeOnly === true) {
        items.push(el('li', {}, longText(BITCODE_ONLY_NOTE)));
      }
      for (const text of own) items.push(el('li', {}, longText(text)));
      return [...card('Targets', items, 'target-notes', 'i'), method(made)];
    },
  );
}

function remarks<Shown>(
  pick: (run: Run) => Shown,
  cards: (shown: Shown) => readonly HTMLElement[],
): Part {
  const element = el('div', { class: 'remarks' });
  const draw = drawnPlace(element, pick, cards);
  return {
    element,
    update({ run }) {
      draw(run);
      element.hidden = element.childElementCount === 0;
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
        : el(
            'details',
            { 'data-key': `more ${name}` },
            el('summary', {}, say.rowsMore({ count: rest.length })),
            el('ul', {}, ...rest),
          ),
    ),
  ];
}

type HowMade = Pick<Run, 'settings' | 'baseline' | 'id' | 'tool' | 'project'> & {
  readonly toolchain: Pick<Run['toolchain'], 'banner' | 'triple'>;
};

function howMade({ settings, baseline, id, tool, project, toolchain }: Run): HowMade {
  const { banner, triple } = toolchain;
  return { settings, baseline, id, tool, project, toolchain: { banner, triple } };
}

function method(run: HowMade): HTMLElement {
  const { settings } = run;
  const paragraphs = say.howToRead({ ...settings, baseline: run.baseline, pin: settings.pin });
  return el(
    'section',
    { class: 'card method', 'aria-labelledby': 'method-title' },
    el('h2', { id: 'method-title' }, 'How to read this'),
    ...paragraphs.map((text) => el('p', {}, longText(text, 1000))),
    el(
      'p',
      { class: 'quiet' },
      longText(say.runFacts({ ...run, ...run.toolchain, seed: settings.seed }), 600),
    ),
  );
}
