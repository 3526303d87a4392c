// What takes the picture elsewhere: copy and save. Only where an editor stands behind the page.
import type { SaveFormat } from '../src/protocol/page-messages.ts';
import { el } from './element.ts';

export interface Toolbar {
  readonly element: HTMLElement;
  /** Says what came of it, to eyes and screen readers, for a while. */
  say(text: string): void;
}

export interface ToolbarActions {
  copy(): void;
  save(format: SaveFormat): void;
}

const NAMES: Readonly<Record<SaveFormat, string>> = {
  png: 'PNG',
  csv: 'CSV',
  html: 'HTML',
  markdown: 'Markdown',
  json: 'JSON',
};

/** Milliseconds that words stay. */
const STAYS = 8000;

export function toolbar(formats: readonly SaveFormat[], actions: ToolbarActions): Toolbar {
  const said = el('span', { class: 'said', role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    element: el(
      'div',
      { class: 'toolbar', role: 'group', 'aria-label': 'Copy and save' },
      said,
      el(
        'button',
        { type: 'button', class: 'tool', onclick: () => actions.copy() },
        'Copy as Markdown',
      ),
      el('span', { class: 'toolbar-label', 'aria-hidden': 'true' }, 'Save'),
      el(
        'span',
        { class: 'joined' },
        ...formats.map((format) =>
          el(
            'button',
            {
              type: 'button',
              class: 'tool',
              'aria-label': `Save as ${NAMES[format]}`,
              onclick: () => actions.save(format),
            },
            NAMES[format],
          ),
        ),
      ),
    ),
    say(text) {
      said.textContent = text;
      clearTimeout(timer);
      timer = setTimeout(() => said.replaceChildren(), STAYS);
    },
  };
}
