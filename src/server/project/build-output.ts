// What a watched build writes, handed to the log while it runs: whole lines, and not a message for each.
import { stripVTControlCharacters } from 'node:util';
import { visibleLines } from '../../text/visible-text.ts';
import type { ServerLog } from '../server-context.ts';

/** Milliseconds between entries. */
const PACE = 200;

export class BuildOutput {
  readonly #log: Pick<ServerLog, 'info'>;
  #pending = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(log: Pick<ServerLog, 'info'>) {
    this.#log = log;
  }

  write(piece: string): void {
    this.#pending += piece;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const end = this.#pending.lastIndexOf('\n') + 1;
      this.#tell(this.#pending.slice(0, end));
      this.#pending = this.#pending.slice(end);
    }, PACE);
  }

  /** Tells what is left, its last line whether it ended or not. */
  end(): void {
    clearTimeout(this.#timer);
    this.#tell(this.#pending);
    this.#pending = '';
  }

  #tell(text: string): void {
    const lines = stripVTControlCharacters(text).replaceAll(/\r\n?/gu, '\n').trimEnd();
    if (lines !== '') this.#log.info(visibleLines(lines));
  }
}
