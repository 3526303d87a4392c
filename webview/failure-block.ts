// One failure as an element.
import type { Failure } from '../src/model/failure.ts';
import type { Remedy } from '../src/model/remedy.ts';
import { neutralRemedies } from '../src/report/neutral-remedies.ts';
import { visibleLines } from '../src/text/visible-text.ts';
import { el } from './element.ts';
import { longText } from './name.ts';

/** A failure as it is meant to be read: what, what to do, and the tool's own words folded away. */
export function failureBlock({ message, hint, details, remedies = [] }: Failure): HTMLElement {
  const [advice, ...lines] = hint?.split('\n') ?? [];
  return el(
    'div',
    { class: 'failure' },
    el('p', {}, longText(message)),
    advice === undefined ? undefined : el('p', { class: 'quiet' }, longText(advice)),
    // Lines to copy, such as a configuration's.
    lines.length === 0 ? undefined : el('pre', { tabindex: '0' }, visibleLines(lines.join('\n'))),
    ...remedyElements(remedies),
    details === undefined
      ? undefined
      : el(
          'details',
          { 'data-key': 'failure' },
          el('summary', {}, 'Details'),
          el('pre', { tabindex: '0' }, visibleLines(details)),
        ),
  );
}

/** What to do besides, such as a command to copy. */
export function remedyElements(remedies: readonly Remedy[]): readonly HTMLElement[] {
  return neutralRemedies(remedies).map((text) => el('p', { class: 'quiet' }, longText(text)));
}
