// Counts the steps of one build. All that there could be are counted from the start, and those that turn out not to be
// needed are taken off: what is done never becomes a smaller part of the whole.
import type { BuildPace, StepKind } from './build-pace.ts';

export interface BuildStep {
  readonly step: StepKind;
  /** Base name of the source, with the target from code generation on. */
  readonly item: string;
  readonly done: number;
  readonly total: number;
  /** Seconds; absent until there is something to tell it from. */
  readonly remaining?: number;
}

export class BuildProgress {
  #done = 0;
  readonly #left: Record<StepKind, number>;
  readonly #pace: BuildPace;
  readonly #onStep: ((step: BuildStep) => void) | undefined;

  constructor(
    steps: Readonly<Record<StepKind, number>>,
    pace: BuildPace,
    onStep?: (step: BuildStep) => void,
  ) {
    this.#left = { ...steps };
    this.#pace = pace;
    this.#onStep = onStep;
  }

  /** Steps that are not needed, or that nothing is there for any more. */
  spare(kind: StepKind, steps = 1): void {
    this.#left[kind] -= steps;
  }

  step(kind: StepKind, item: string): void {
    this.#left[kind] -= 1;
    this.#done += 1;
    if (this.#onStep === undefined) return;
    const left = this.#left['front end'] + this.#left['code generation'] + this.#left.link;
    const remaining = this.#pace.remaining(this.#left);
    this.#onStep({
      ...{ step: kind, item, done: this.#done, total: this.#done + left },
      ...(remaining === undefined ? {} : { remaining }),
    });
  }

  /** Counts a step once it is done; one that fails is taken off. */
  async count<T>(kind: StepKind, item: string, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.step(kind, item);
      return result;
    } catch (error) {
      this.spare(kind);
      throw error;
    }
  }
}
