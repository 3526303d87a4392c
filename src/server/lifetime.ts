// The server's end: asked for, or because its client is gone. What is under way is stopped and saved first, but not for long.
import type { InitializeParams } from 'vscode-languageserver/node';
import { processExists } from '../process/process-exists.ts';
import { startWatchdog } from './watchdog.ts';

/** Milliseconds that work under way gets to save what it has. */
const GRACE = 4000;
/** Milliseconds between looks at the client's process, for clients that die without closing the pipe. */
const LOOK_EVERY = 2000;

/** Also what the protocol's library calls a watch dog. */
export class Lifetime {
  readonly #controller = new AbortController();
  readonly #work = new Set<Promise<unknown>>();
  #leaving = false;
  #isWatched = false;
  #shutdownReceived = false;

  /** Aborts when the server begins to end. */
  get closing(): AbortSignal {
    return this.#controller.signal;
  }

  get shutdownReceived(): boolean {
    return this.#shutdownReceived;
  }

  /** The client has said goodbye: nothing it asked for is worth going on with. */
  set shutdownReceived(received: boolean) {
    this.#shutdownReceived = received;
    if (received) this.#controller.abort(new DOMException('The server is stopping.', 'AbortError'));
  }

  initialize({ processId }: InitializeParams): void {
    // A client that has no process of its own sends null; one that leaves it out has said nothing.
    const client = typeof processId === 'number' ? processId : undefined;
    if (!this.#isWatched) startWatchdog(client);
    this.#isWatched = true;
    if (client === undefined) return;
    setInterval(() => {
      if (!processExists(client)) this.exit(1);
    }, LOOK_EVERY).unref();
  }

  /** The end waits for it, once `closing` has told it to stop. */
  track(work: Promise<unknown>): void {
    const settled = work.catch(() => undefined).finally(() => this.#work.delete(settled));
    this.#work.add(settled);
  }

  /** Resolves when nothing is under way any more, or the grace is over. */
  async settled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, GRACE);
    });
    await Promise.race([Promise.allSettled([...this.#work]), late]);
    clearTimeout(timer);
  }

  /** Leaves. Processes that still run are killed with this one. */
  exit(code: number): void {
    if (this.#leaving) return;
    this.#leaving = true;
    this.#controller.abort(new DOMException('The server is stopping.', 'AbortError'));
    void this.settled().then(() => process.exit(code));
  }
}
