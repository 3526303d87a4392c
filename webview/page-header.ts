// The top of the page: the run in one sentence, its state where it is not simply finished, and what it holds for.
import type { Run } from '../src/model/run.ts';
import { timeText } from '../src/report/format.ts';
import { headline } from '../src/report/headline.ts';
import { settingText } from '../src/report/run-setting.ts';
import { drawnPlace } from './drawn-place.ts';
import { el } from './element.ts';
import { longText, nameElement } from './name.ts';
import type { Part } from './part.ts';
import { baseName } from './text.ts';
import * as say from './messages.ts';

const STATES: Readonly<Record<Run['state'], { sign: string; words: string } | undefined>> = {
  finished: undefined,
  running: { sign: '\u25f7', words: say.STATE_WORDS.running },
  interrupted: { sign: '\u25d1', words: say.STATE_WORDS.interrupted },
  failed: { sign: '\u2715', words: say.STATE_WORDS.failed },
};

/** @param tools stands beside the headline where there is an editor */
export function pageHeader(tools?: HTMLElement): Part {
  const eyebrow = el('p', { class: 'eyebrow' });
  const state = el('p', {});
  const words = el('div', {});
  const element = el(
    'header',
    { class: 'page-header' },
    el('div', { class: 'header-top' }, eyebrow, tools),
    state,
    words,
  );
  const drawEyebrow = drawnPlace(
    eyebrow,
    ({ project, startedAt }: Run) => ({ project, startedAt }),
    ({ project, startedAt }) => [
      el('span', { class: 'brand' }, 'Retarget'),
      nameElement(baseName(project)),
      el('time', { datetime: startedAt }, timeText(startedAt)),
    ],
  );
  const drawWords = drawnPlace(
    words,
    (run: Run) => ({ sentence: headline(run), setting: settingText(run) }),
    ({ sentence, setting }) => [
      el('h1', {}, longText(sentence, 420, 'headline')),
      el('p', { class: 'setting' }, longText(setting, 300)),
    ],
  );
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
