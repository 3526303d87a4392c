// What happens during a profile, in batches: as soon as possible, but never so often that reading it is work.
import type { ProfileNews } from '../../protocol/profile-messages.ts';

/** Milliseconds between two batches. */
export const BATCH_EVERY = 200;

export class NewsChannel {
  readonly #send: (batch: readonly ProfileNews[]) => void;
  #waiting: ProfileNews[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sentAt = -Infinity;

  constructor(send: (batch: readonly ProfileNews[]) => void) {
    this.#send = send;
  }

  /** In order. Of several steps of progress, and of several writings of one document, only the last is worth reading. */
  add(news: ProfileNews): void {
    this.#waiting = this.#waiting.filter((other) => !isOutdatedBy(other, news));
    this.#waiting.push(news);
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#sentAt + BATCH_EVERY - performance.now());
    this.#timer = setTimeout(() => this.flush(), wait);
  }

  /** Sends what waits; at the end, so that the last news is not lost. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#sentAt = performance.now();
    this.#send(batch);
  }
}

function isOutdatedBy(older: ProfileNews, newer: ProfileNews): boolean {
  if (older.kind === 'progress') return newer.kind === 'progress';
  return older.kind === 'saved' && newer.kind === 'saved' && older.path === newer.path;
}
