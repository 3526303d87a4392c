// The top of the page: the run in one sentence, its state where it is not simply finished, and what it holds for.
import type { Run } from '../src/model/run.ts';
import { timeText } from '../src/report/format.ts';
import { headline } from '../src/report/headline.ts';
import { settingText } from '../src/report/run-notes.ts';
import { el } from './element.ts';
import { longText, nameElement } from './name.ts';
import type { Part } from './part.ts';
import type { PageState } from './state.ts';
import { baseName } from './text.ts';

const STATES: Readonly<Record<Run['state'], { sign: string; words: string } | undefined>> = {
  finished: undefined,
  running: { sign: '\u25f7', words: 'Running: what is shown so far is provisional' },
  interrupted: { sign: '\u25d1', words: 'Interrupted: only what was finished is shown' },
  failed: { sign: '\u2715', words: 'The run failed' },
};

/** @param tools stands beside the headline where there is an editor */
export function pageHeader(tools?: HTMLElement): Part {
  const eyebrow = el('p', { class: 'eyebrow' });
  const words = el('div', {});
  const element = el(
    'header',
    { class: 'page-header' },
    el('div', { class: 'header-top' }, eyebrow, tools),
    words,
  );
  let drawn: Pick<PageState, 'run' | 'live'> | undefined;
  return {
    element,
    update({ run, live }) {
      if (drawn?.run === run && (drawn.live === undefined) === (live === undefined)) return;
      drawn = { run, live };
      // The strip above says that it runs.
      const state = live === undefined ? STATES[run.state] : undefined;
      eyebrow.replaceChildren(
        el('span', { class: 'brand' }, 'Retarget'),
        nameElement(baseName(run.project)),
        el('time', { datetime: run.startedAt }, timeText(run.startedAt)),
      );
      words.replaceChildren(
        ...(state === undefined
          ? []
          : [el('p', { class: `state state-${run.state}` }, `${state.sign}\u2002${state.words}`)]),
        el('h1', {}, longText(headline(run), 420)),
        el('p', { class: 'setting' }, longText(settingText(run), 300)),
      );
    },
  };
}
