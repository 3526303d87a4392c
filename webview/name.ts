// A name from outside as an element: isolated, so that its script's direction stays its own; cut, with the whole in its title.
import { visibleText } from '../src/text/visible-text.ts';
import { el } from './element.ts';
import { shorten } from './text.ts';

const LONGEST = 64;

export function nameElement(text: string, longest = LONGEST): HTMLElement {
  const shown = shorten(text, longest);
  const whole = visibleText(text);
  return el('bdi', { class: 'name', ...(shown === whole ? {} : { title: whole }) }, shown);
}

/** A sentence of which no word is torn at its hyphens, such as `x86-64-v3`. */
export function unbrokenText(text: string): HTMLElement {
  const words = visibleText(text)
    .split(/(?<= )/u)
    .map((word) =>
      word.includes('-') && word.length <= LONGEST ? el('span', { class: 'unbroken' }, word) : word,
    );
  return el('span', { class: 'long', dir: 'auto' }, ...words);
}

/** Characters of a text by which it is known again. */
const KEY = 80;

/**
 * A sentence or value that may be very long: its beginning, with a switch that shows all of it.
 * @param key by which it is known again when it was drawn anew, where its text may have changed
 */
export function longText(text: string, longest = 400, key?: string): HTMLElement {
  const whole = visibleText(text);
  if (whole.length <= longest) return el('span', { class: 'long', dir: 'auto' }, whole);
  return el(
    'details',
    { class: 'long', 'data-key': key ?? whole.slice(0, KEY) },
    el('summary', {}, el('bdi', {}, `${[...whole].slice(0, longest).join('')}\u2026`)),
    el('bdi', {}, whole),
  );
}
