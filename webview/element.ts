// Builds elements. Text only ever becomes text nodes and attribute values, so no name can turn into markup.
import { visibleLines } from '../src/text/visible-text.ts';
import { isolatedNodes, isolatedText } from './isolated.ts';

/** Attributes that people read. */
const READ: ReadonlySet<string> = new Set(['title', 'aria-label', 'alt', 'placeholder']);

type Handler = (event: never) => void;
type Props = Readonly<Record<string, string | boolean | Handler | undefined>>;
export type Child = Node | string | undefined;

/**
 * One element: strings become attributes, `true` an empty attribute, functions listeners (`onclick`).
 * `style` is refused by the page's content policy; colours go through `style.setProperty`.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (typeof value === 'string') {
      element.setAttribute(name, READ.has(name) ? isolatedText(visibleLines(value)) : value);
    }
  }
  for (const child of children) {
    if (typeof child === 'string') element.append(...isolatedNodes(visibleLines(child)));
    else if (child !== undefined) element.append(child);
  }
  return element;
}

/** An icon that only repeats what the text beside it says. */
export function icon(sign: string, name: string): HTMLElement {
  return el('span', { class: name, 'aria-hidden': 'true' }, sign);
}
