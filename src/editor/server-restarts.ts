// How often a server that ends by itself is started again: not for ever.

const MOST = 3;
/** Milliseconds after which an end is forgotten. */
const MEMORY = 5 * 60_000;

export class ServerRestarts {
  #ends: number[] = [];

  /** The server ended; whether it may be started again. */
  again(now: number = Date.now()): boolean {
    this.#ends = [...this.#ends.filter((end) => now - end < MEMORY), now];
    return this.#ends.length <= MOST;
  }
}
