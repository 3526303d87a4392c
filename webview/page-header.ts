// The top of the page: the run in one sentence, its state where it is not simply finished, and what it holds for.
import type { Run } from '../src/model/run.ts';
import { timeText } from '../src/report/format.ts';
import { headline } from '../src/report/headline.ts';
import { settingText } from '../src/report/run-notes.ts';
import { el } from './element.ts';
import { longText, nameElement } from './name.ts';
import type { Part } from './part.ts';
import { baseName } from './text.ts';

const STATES: Readonly<Record<Run['state'], { sign: string; words: string } | undefined>> = {
  finished: undefined,
  running: { sign: '\u25f7', words: 'Running: what is shown so far is provisional' },
  interrupted: { sign: '\u25d1', words: 'Interrupted: only what was finished is shown' },
  failed: { sign: '\u2715', words: 'The run failed' },
};

export function pageHeader(): Part {
  const element = el('header', { class: 'page-header' });
  return {
    element,
    update({ run }) {
      const state = STATES[run.state];
      element.replaceChildren(
        el(
          'p',
          { class: 'eyebrow' },
          el('span', { class: 'brand' }, 'Retarget'),
          nameElement(baseName(run.project)),
          el('time', { datetime: run.startedAt }, timeText(run.startedAt)),
        ),
        ...(state === undefined
          ? []
          : [
              el(
                'p',
                { class: `state state-${run.state}`, role: 'status' },
                `${state.sign}\u2002${state.words}`,
              ),
            ]),
        el('h1', {}, longText(headline(run), 420)),
        el('p', { class: 'setting' }, longText(settingText(run), 300)),
      );
    },
  };
}
