// Executors one after the other: one that breaks fails the execution that it broke in, and no other.
import type { Execution, Executor, Outcome } from './executor.ts';
import type { Warning } from '../model/run.ts';

export interface LastingOptions {
  /** Starts another one like the first. @throws {FailureError} where it cannot */
  readonly start: () => Promise<Executor>;
  /** Called once at the end. */
  readonly onClose: () => Promise<void>;
}

/** An executor that lasts, made of ones that may not: the first, and others that are started when something is to be run. */
export class LastingExecutor implements Executor {
  readonly kind: Executor['kind'];
  readonly measuresCpu: boolean;
  readonly warning?: Warning;
  readonly #options: LastingOptions;
  #current: Executor | undefined;
  #closed = false;

  constructor(first: Executor, options: LastingOptions) {
    const { kind, measuresCpu, warning } = first;
    this.kind = kind;
    this.measuresCpu = measuresCpu;
    if (warning !== undefined) this.warning = warning;
    this.#current = first;
    this.#options = options;
  }

  async execute(execution: Execution, signal?: AbortSignal): Promise<Outcome> {
    signal?.throwIfAborted();
    const current = (this.#current ??= await this.#options.start());
    try {
      return await current.execute(execution, signal);
    } catch (error) {
      if (current.isLost === true) this.#current = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#current?.close();
    await this.#options.onClose();
  }
}
