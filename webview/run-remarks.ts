// What a reader must know beside the numbers: problems and warnings; further down notes on targets, and how the numbers came about.
import type { Run } from '../src/model/run.ts';
import { BITCODE_ONLY_NOTE } from '../src/report/messages/notes.ts';
import { warningsByConsequence } from '../src/report/warning-consequence.ts';
import type { PagePlace } from '../src/protocol/page-messages.ts';
import { problemsOf, type Problem } from '../src/report/problems.ts';
import { targetNotes, type TargetNote } from '../src/report/target-notes.ts';
import { ownProgramNotes } from '../src/report/own-program-text.ts';
import { verificationNotes } from '../src/report/verification-text.ts';
import { drawnPlace } from './drawn-place.ts';
import { el, icon } from './element.ts';
import { adviceButtons } from './advice-buttons.ts';
import { failureBlock } from './failure-block.ts';
import { longText, nameElement } from './name.ts';
import type { Part } from './part.ts';
import { warningsCard } from './warnings-card.ts';
import * as say from './messages.ts';

/** Does what a failure advises: its remedy at an index. */
export type Advise = (place: PagePlace, remedy: number) => void;

/** Entries shown before the rest folds away. */
const SHOWN = 12;

/** What decides whether the numbers can be believed: to be read before anything about builds. */
export function runAlerts(advise?: Advise): Part {
  return remarks(
    (run) => ({ problems: problemsOf(run), warnings: warningsByConsequence(run) }),
    ({ problems, warnings }) => [
      ...card(
        'Problems',
        problems.map((problem) => problemItem(problem, advise)),
        'problems',
        '\u2715',
      ),
      ...warningsCard(warnings),
    ],
  );
}

function problemItem({ title, failure, at }: Problem, advise?: Advise): HTMLElement {
  return el(
    'li',
    { 'data-key': title },
    el('b', {}, nameElement(title, 120)),
    ' ',
    failureBlock(failure),
    ...(at === undefined || advise === undefined
      ? []
      : adviceButtons(failure.remedies ?? [], (remedy) => advise(at, remedy))),
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
      const items = [...sameNotes(notes)].map(([text, targets]) =>
        el('li', {}, ...namesOf(targets), ' ', longText(text)),
      );
      if (made.settings.bitcodeOnly === true) {
        items.push(el('li', {}, longText(BITCODE_ONLY_NOTE)));
      }
      for (const text of own) items.push(el('li', {}, longText(text)));
      return [...card('Targets', items, 'target-notes', 'i'), method(made)];
    },
  );
}

/** What holds of several targets is said once. */
function sameNotes(notes: readonly TargetNote[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { target, text } of notes) groups.set(text, [...(groups.get(text) ?? []), target]);
  return groups;
}

function namesOf(targets: readonly string[]): (HTMLElement | string)[] {
  return targets.flatMap((target, at) => [
    ...(at === 0 ? [] : [', ']),
    el('b', {}, nameElement(target, 40)),
  ]);
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
    el(
      'details',
      { 'data-key': 'method' },
      el('summary', {}, el('h2', { id: 'method-title' }, 'How to read this')),
      ...paragraphs.map((text) => el('p', {}, longText(text, 1000))),
      el(
        'p',
        { class: 'quiet' },
        longText(say.runFacts({ ...run, ...run.toolchain, seed: settings.seed }), 600),
      ),
    ),
  );
}
