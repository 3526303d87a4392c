// How fast a build goes: what its steps took so far, and from that how long the rest of them will.

export type StepKind = 'front end' | 'code generation' | 'link';

/** Steps that ran before anything is said: the first ones are no measure. */
const FEWEST = 4;
/** Milliseconds of building before anything is said: most builds are over by then. */
const SOONEST = 2000;

/** A step of a kind that none has run of yet, in steps of the kind before it (field experience with C++ at -O3). */
const CODE_GENERATION_IN_FRONT_ENDS = 2;

export class BuildPace {
  readonly #jobs: number;
  readonly #began = performance.now();
  readonly #ran: Record<StepKind, { steps: number; milliseconds: number }> = {
    'front end': { steps: 0, milliseconds: 0 },
    'code generation': { steps: 0, milliseconds: 0 },
    link: { steps: 0, milliseconds: 0 },
  };

  /** @param jobs steps at work at once. */
  constructor(jobs: number) {
    this.#jobs = jobs;
  }

  /** Steps ran (they were not found in the cache). @param milliseconds of wall time, among the others at work. */
  ran(kind: StepKind, milliseconds: number, steps = 1): void {
    this.#ran[kind].steps += steps;
    this.#ran[kind].milliseconds += milliseconds;
  }

  /** Milliseconds that all steps took so far, each by itself. */
  get spent(): number {
    return Object.values(this.#ran).reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  }

  /** Seconds until these are done, if they all have to run; undefined while nothing can be told. */
  remaining(left: Readonly<Record<StepKind, number>>): number | undefined {
    const steps = Object.values(this.#ran).reduce((sum, kind) => sum + kind.steps, 0);
    if (steps < FEWEST || performance.now() - this.#began < SOONEST) return undefined;
    const frontEnd = this.#mean('front end') ?? 0;
    const codegen = this.#mean('code generation') ?? frontEnd * CODE_GENERATION_IN_FRONT_ENDS;
    const link = this.#mean('link') ?? codegen;
    const all = left['front end'] * frontEnd + left['code generation'] * codegen + left.link * link;
    return all / this.#jobs / 1000;
  }

  #mean(kind: StepKind): number | undefined {
    const { steps, milliseconds } = this.#ran[kind];
    return steps === 0 ? undefined : milliseconds / steps;
  }
}
