// The top of the page: what to build for, the facts behind it, and the run's state where it is not simply finished.
import type { Run } from '../src/model/run.ts';
import { localTimeText } from '../src/report/format.ts';
import { drawnPlace } from './drawn-place.ts';
import { el } from './element.ts';
import { longText, nameElement, unbrokenText } from './name.ts';
import type { Part } from './part.ts';
import { baseName } from './text.ts';
import * as say from './messages.ts';
import { runAdvice } from './run-advice.ts';

const STATES: Readonly<Record<Run['state'], { sign: string; words: string } | undefined>> = {
  finished: undefined,
  running: { sign: '\u25f7', words: say.STATE_WORDS.running },
  interrupted: { sign: '\u25d1', words: say.STATE_WORDS.interrupted },
  failed: { sign: '\u2715', words: say.STATE_WORDS.failed },
};

/** Characters of a sentence that is shown whole. */
const WHOLE = 420;

function sentenceElement(text: string, key?: string): HTMLElement {
  return text.length > WHOLE ? longText(text, WHOLE, key) : unbrokenText(text);
}

/** @param tools stands beside the headline where there is an editor */
export function pageHeader(tools?: HTMLElement): Part {
  const eyebrow = el('p', { class: 'eyebrow' });
  const state = el('p', {});
  const words = el('div', {});
  const element = el(
    'header',
    { class: 'page-header' },
    el('div', { class: 'header-top' }, eyebrow, tools),
    words,
    state,
  );
  const drawEyebrow = drawnPlace(
    eyebrow,
    ({ project, startedAt }: Run) => ({ project, startedAt }),
    ({ project, startedAt }) => [
      el('span', { class: 'brand' }, 'Retarget'),
      nameElement(baseName(project)),
      el('time', { datetime: startedAt }, localTimeText(startedAt)),
    ],
  );
  const drawWords = drawnPlace(words, runAdvice, ({ sentence, facts }) => [
    el('h1', {}, sentenceElement(sentence, 'headline')),
    facts.length === 0
      ? undefined
      : el('ul', { class: 'advice' }, ...facts.map((fact) => el('li', {}, sentenceElement(fact)))),
  ]);
  return {
    element,
    update({ run, live }) {
      drawEyebrow(run);
      drawWords(run);
      // The strip above says that it runs.
      const shown = live === undefined ? STATES[run.state] : undefined;
      state.hidden = shown === undefined;
      state.className = `state state-${run.state}`;
      state.textContent = shown === undefined ? '' : `${shown.sign}\u2002${shown.words}`;
    },
  };
}
