// The strip on top while a profile goes on: what happens now, how much is left, and the way to stop it.
import type { LiveProgress } from '../src/protocol/profile-messages.ts';
import { el } from './element.ts';
import { shorten } from './text.ts';
import * as say from './messages.ts';

export interface ProgressStrip {
  readonly element: HTMLElement;
  update(progress: LiveProgress | undefined): void;
  /** Something else is shown now: the strip goes, and nothing is said to have ended. */
  clear(): void;
}

export function progressStrip(cancel: () => void): ProgressStrip {
  const message = el('b', { class: 'progress-message', dir: 'auto' });
  const timeLeft = el('span', { class: 'quiet' });
  const button = el('button', { type: 'button', class: 'tool' }, 'Cancel');
  const bar = el('div', {
    class: 'progress-bar',
    role: 'progressbar',
    'aria-label': 'Profile',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
  });
  bar.append(el('div', { class: 'progress-part' }));
  // Told to screen readers when something else begins, not with every step.
  const spoken = el('p', { class: 'unseen', role: 'status' });
  const visible = el(
    'section',
    { class: 'progress', 'aria-label': say.PROFILE_RUNNING, hidden: true },
    el('div', { class: 'progress-line' }, message, timeLeft, button),
    bar,
  );
  const element = el('div', { class: 'progress-place' }, visible, spoken);
  let going = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    button.textContent = 'Cancelling';
    cancel();
  });
  return {
    element,
    clear() {
      visible.hidden = true;
      going = false;
    },
    update(progress) {
      visible.hidden = progress === undefined;
      if (progress === undefined) {
        if (going) spoken.textContent = say.PROFILE_ENDED;
        going = false;
        return;
      }
      if (!going) {
        button.disabled = false;
        button.textContent = 'Cancel';
      }
      going = true;
      message.textContent = shorten(progress.message, 160);
      timeLeft.textContent = shorten(progress.timeLeft ?? '', 60);
      announce(spoken, spokenText(progress));
      fill(bar, progress.fraction);
    },
  };
}

function spokenText({ phase, benchmark }: LiveProgress): string {
  switch (phase) {
    case 'preparing':
      return say.PREPARING;
    case 'waiting':
      return say.WAITING;
    case 'building':
      return say.BUILDING;
    case 'checking':
      return say.CHECKING;
    case 'measuring':
      return say.measuring({ benchmark: benchmark && shorten(benchmark.name, 60) });
  }
}

function announce(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Without a fraction the bar only says that something goes on. */
function fill(bar: HTMLElement, fraction: number | undefined): void {
  bar.classList.toggle('unknown', fraction === undefined);
  if (fraction === undefined) {
    bar.removeAttribute('aria-valuenow');
    return;
  }
  const percent = Math.round(100 * Math.min(1, Math.max(0, fraction)));
  bar.setAttribute('aria-valuenow', String(percent));
  bar.style.setProperty('--part', `${percent}%`);
}
