// A profile's steps as the protocol's work-done progress, which every editor can show.
import { basename } from 'node:path';
import type {
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageserver/node';
import type { LiveProgress } from '../../protocol/profile-messages.ts';
import { visibleText } from '../../text/visible-text.ts';
import { BATCH_EVERY } from './news-channel.ts';

type Step = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

/** Such as `Profiling kernels`. */
export function profileTitle(paths: readonly string[]): string {
  return visibleText(`Profiling ${basename(paths[0] ?? '')}`);
}

export class StepReporter {
  readonly #title: string;
  readonly #send: (step: Step) => void;
  #begun = false;
  #last = '';
  #waiting: LiveProgress | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(title: string, send: (step: Step) => void) {
    this.#title = title;
    this.#send = send;
  }

  /** Shows a step; of several in a moment, the last. */
  report(progress: LiveProgress): void {
    if (!this.#begun) {
      this.#begun = true;
      this.#send({ kind: 'begin', title: this.#title, cancellable: true, ...shown(progress) });
      return;
    }
    this.#waiting = progress;
    this.#timer ??= setTimeout(() => this.#sendWaiting(), BATCH_EVERY);
  }

  end(): void {
    clearTimeout(this.#timer);
    if (this.#begun) this.#send({ kind: 'end' });
    this.#begun = false;
  }

  #sendWaiting(): void {
    this.#timer = undefined;
    if (this.#waiting === undefined) return;
    const step = { kind: 'report', cancellable: true, ...shown(this.#waiting) } as const;
    this.#waiting = undefined;
    const text = JSON.stringify(step);
    if (text !== this.#last) this.#send(step);
    this.#last = text;
  }
}

function shown({ message, timeLeft, fraction }: LiveProgress) {
  return {
    message: timeLeft === undefined ? message : `${message}, ${timeLeft}`,
    ...(fraction === undefined ? {} : { percentage: Math.floor(fraction * 100) }),
  };
}
