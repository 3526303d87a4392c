// Warnings by what they mean for the reader: one line each, which unfolds.
import type { ConsequenceGroup } from '../src/report/warning-consequence.ts';
import type { WarningGroup } from '../src/report/warning-groups.ts';
import { el, icon } from './element.ts';
import { remedyElements } from './failure-block.ts';
import { longText, nameElement } from './name.ts';
import * as say from './messages.ts';

/** Lines of one kind before the rest folds away. */
const SHOWN = 12;

export function warningsCard(groups: readonly ConsequenceGroup[]): HTMLElement[] {
  if (groups.length === 0) return [];
  return [
    el(
      'section',
      { class: 'card warnings', 'aria-labelledby': 'warnings-title' },
      el('h2', { id: 'warnings-title' }, icon('!', 'title-sign'), 'Warnings'),
      el(
        'dl',
        { class: 'consequences' },
        ...groups.map(({ title, warnings }) => {
          const rest = warnings.slice(SHOWN);
          return el(
            'div',
            {},
            el('dt', {}, title),
            el(
              'dd',
              {},
              ...warnings.slice(0, SHOWN).map(warningLine),
              rest.length === 0
                ? undefined
                : el(
                    'details',
                    { 'data-key': `more ${title}` },
                    el('summary', {}, say.rowsMore({ count: rest.length })),
                    ...rest.map(warningLine),
                  ),
            ),
          );
        }),
      ),
    ),
  ];
}

function warningLine({ message, places, files, remedies }: WarningGroup): HTMLElement {
  return el(
    'details',
    { class: 'one-line', 'data-key': message.slice(0, 80) },
    el('summary', {}, nameElement(message, 2000)),
    places.length === 0 ? undefined : el('p', { class: 'quiet' }, longText(places.join('; '), 300)),
    ...remedyElements(remedies),
    files.length === 0
      ? undefined
      : el('ul', { class: 'files' }, ...files.map((file) => el('li', {}, nameElement(file, 120)))),
  );
}
