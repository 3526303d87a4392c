// Counts the steps of one build, of all that it has.
import type { Program } from '../model/program.ts';

export interface BuildStep {
  readonly step: 'front end' | 'code generation' | 'link';
  /** Base name of the source, with the target from code generation on. */
  readonly item: string;
  readonly done: number;
  readonly total: number;
}

export class BuildProgress {
  #done = 0;
  #total: number;
  readonly #onStep: ((step: BuildStep) => void) | undefined;

  constructor(program: Program, targetCount: number, onStep?: (step: BuildStep) => void) {
    const compiled = program.units.filter(({ language }) => language !== 'object');
    const frontEnds = compiled.filter(({ language }) => language !== 'assembly');
    this.#total = frontEnds.length + targetCount * (compiled.length + 1);
    this.#onStep = onStep;
  }

  /** Steps that nobody could know of beforehand. */
  more(steps: number): void {
    this.#total += steps;
  }

  step(step: BuildStep['step'], item: string): void {
    this.#done += 1;
    this.#onStep?.({ step, item, done: this.#done, total: this.#total });
  }
}
