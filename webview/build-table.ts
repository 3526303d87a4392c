// What was built: one line per program and target, whether or not it was measured.
import type { Run, Variant } from '../src/model/run.ts';
import { countText } from '../src/report/format.ts';
import { bytesText } from '../src/text/bytes-text.ts';
import { el, icon } from './element.ts';
import { nameElement } from './name.ts';
import type { Part } from './part.ts';

/** Characters of a hash that tell executables of one run apart; the details have all of it. */
const HASH = 12;
/** Lines that are shown at once. */
const MOST = 400;

export function buildTable(): Part {
  const element = el('section', { class: 'card builds', 'aria-labelledby': 'builds-title' });
  let drawnFor: Run | undefined;
  return {
    element,
    update({ run }) {
      if (run === drawnFor) return;
      drawnFor = run;
      const lines = run.programs.flatMap(({ name, variants }) =>
        variants.map((variant) => ({ name, variant })),
      );
      const measured = run.programs.some(({ benchmarks }) => benchmarks.length > 0);
      element.hidden = lines.length === 0;
      const built = new Set(lines.flatMap(({ variant }) => variant.executableHash ?? []));
      const columns = ['Program', 'Target', 'State', 'Size', 'Executable'];
      const table = el(
        'table',
        {},
        el(
          'thead',
          {},
          el('tr', {}, ...columns.map((column) => el('th', { scope: 'col' }, column))),
        ),
        el('tbody', {}, ...lines.slice(0, MOST).map(({ name, variant }) => lineOf(name, variant))),
      );
      element.replaceChildren(
        el('h2', { id: 'builds-title' }, 'Builds'),
        el(
          'details',
          { open: !measured },
          el(
            'summary',
            {},
            `${countText(lines.length, 'variant')}, ${countText(built.size, 'distinct executable')}`,
          ),
          el(
            'div',
            { class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': 'Builds' },
            table,
          ),
          lines.length > MOST
            ? el('p', { class: 'quiet' }, `${lines.length - MOST} more are in the run's document.`)
            : undefined,
        ),
      );
    },
  };
}

function lineOf(program: string, variant: Variant): HTMLTableRowElement {
  const { target, state, identicalTo, executableHash, executableSize, failure } = variant;
  const words = state === 'built' ? 'built' : state === 'failed' ? 'failed' : 'not built';
  const hash =
    executableHash === undefined
      ? [nameElement(failure?.message ?? '\u2013', 120)]
      : [
          el('code', { title: executableHash }, executableHash.slice(0, HASH)),
          ...(identicalTo === undefined ? [] : [' same as ', nameElement(identicalTo, 32)]),
        ];
  return el(
    'tr',
    {},
    el('td', {}, nameElement(program, 40)),
    el('td', {}, nameElement(target, 40)),
    el(
      'td',
      {},
      el(
        'span',
        { class: `badge badge-${state === 'built' ? 'quiet' : 'broken'}` },
        icon(state === 'built' ? '\u2713' : '\u2715', 'sign'),
        words,
      ),
    ),
    el('td', {}, executableSize === undefined ? '\u2013' : bytesText(executableSize)),
    el('td', {}, ...hash),
  );
}
