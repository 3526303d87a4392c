// Builds elements. Text only ever becomes text nodes and attribute values, so no name can turn into markup.

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
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** An icon that only repeats what the text beside it says. */
export function icon(sign: string, name: string): HTMLElement {
  return el('span', { class: name, 'aria-hidden': 'true' }, sign);
}
