// What was built: one line per program and target, whether or not it was measured.
import type { Run, Variant } from '../src/model/run.ts';
import { standing } from '../src/model/variant.ts';
import { codeOf } from '../src/model/variant-code.ts';
import { bytesText } from '../src/text/bytes-text.ts';
import { drawnPlace } from './drawn-place.ts';
import { el, icon } from './element.ts';
import { nameElement } from './name.ts';
import type { Part } from './part.ts';
import { counted } from '../src/text/plural.ts';
import * as say from './messages.ts';

/** Characters of a hash that tell executables of one run apart; the details have all of it. */
const HASH = 12;
/** Lines that are shown at once. */
const MOST = 400;

export function buildTable(): Part {
  const element = el('section', { class: 'card builds', 'aria-labelledby': 'builds-title' });
  const draw = drawnPlace(element, buildsOf, drawBuilds);
  return {
    element,
    update({ run }) {
      draw(run);
      element.hidden = run.programs.every(({ variants }) => variants.length === 0);
    },
  };
}

interface Line {
  readonly program: string;
  readonly variant: Variant;
}

interface Builds {
  readonly lines: readonly Line[];
  readonly measured: boolean;
}

/** Without units and command lines: they come and go without a change in what was built. */
function buildsOf({ programs }: Run): Builds {
  return {
    lines: programs.flatMap(({ name, variants }) =>
      standing(variants).map((variant) => ({
        program: name,
        variant: { ...variant, units: [], linkArgv: [] },
      })),
    ),
    measured: programs.some(({ benchmarks }) => benchmarks.length > 0),
  };
}

function drawBuilds({ lines, measured }: Builds): HTMLElement[] {
  const built = new Set(lines.flatMap(({ variant }) => codeOf(variant) ?? []));
  const columns = ['Program', 'Target', 'State', 'Size', 'Executable'];
  const table = el(
    'table',
    {},
    el('thead', {}, el('tr', {}, ...columns.map((column) => el('th', { scope: 'col' }, column)))),
    el('tbody', {}, ...lines.slice(0, MOST).map(lineOf)),
  );
  return [
    el('h2', { id: 'builds-title' }, 'Builds'),
    el(
      'details',
      // As it is when first drawn: folded later, it would go from under its reader's eyes.
      { open: !measured, 'data-key': 'builds' },
      el(
        'summary',
        {},
        `${counted(lines.length, 'variant')}, ${counted(built.size, 'distinct executable')}`,
      ),
      el(
        'div',
        {
          ...{ class: 'table-scroll', tabindex: '0', 'data-key': 'table' },
          ...{ role: 'group', 'aria-label': 'Builds' },
        },
        table,
      ),
      lines.length > MOST
        ? el('p', { class: 'quiet' }, say.moreInDocument({ count: lines.length - MOST }))
        : undefined,
    ),
  ];
}

function lineOf({ program, variant }: Line): HTMLTableRowElement {
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
