// Why there is no picture, or no newer one, and what can be done about it.
import type { NoticeOffer, ToPage } from '../src/protocol/page-messages.ts';
import { el, icon } from './element.ts';
import { longText } from './name.ts';

export type Notice = Omit<ToPage & { type: 'notice' }, 'type'>;

export interface NoticeBar {
  readonly element: HTMLElement;
  show(notice: Notice | undefined): void;
}

const LABELS: Readonly<Record<NoticeOffer, string>> = {
  retry: 'Try Again',
  'across-hosts': 'Compare Anyway',
  'show-log': 'Show Log',
};

export function noticeBar(take: (offer: NoticeOffer) => void): NoticeBar {
  const element = el('div', { class: 'notice-place', role: 'alert' });
  return {
    element,
    show(notice) {
      if (notice === undefined) {
        element.replaceChildren();
        return;
      }
      const offers = notice.offers.filter((offer) => offer in LABELS);
      element.replaceChildren(
        el(
          'div',
          { class: 'notice' },
          icon('!', 'title-sign'),
          el(
            'div',
            { class: 'notice-text' },
            el('p', {}, longText(notice.text, 600)),
            notice.hint === undefined
              ? undefined
              : el('p', { class: 'quiet' }, longText(notice.hint, 600)),
          ),
          el(
            'div',
            { class: 'notice-offers' },
            ...offers.map((offer) =>
              el(
                'button',
                { type: 'button', class: 'tool', onclick: () => take(offer) },
                LABELS[offer],
              ),
            ),
          ),
        ),
      );
    },
  };
}
