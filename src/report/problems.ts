// What went wrong in a run: its failures, each once, in reading order.
import type { Failure } from '../model/failure.ts';
import type { Comparison, Run } from '../model/run.ts';
import { standing } from '../model/variant.ts';

export interface Problem {
  /** What went wrong with it, such as `kernels/norm, x86-64-v3: wrong output`. */
  readonly title: string;
  readonly failure: Failure;
}

/** Failures of the run, its programs, variants, benchmarks and comparisons, each once, in reading order. */
export function problemsOf(run: Pick<Run, 'programs' | 'failure'>): Problem[] {
  const problems = new Map<string, Problem>();
  const add = (title: string, failure: Failure | undefined): void => {
    if (failure === undefined) return;
    const key = JSON.stringify([failure.code, failure.message, failure.details]);
    if (!problems.has(key)) problems.set(key, { title, failure });
  };
  add('run', run.failure);
  for (const program of run.programs) {
    add(program.name, program.failure);
    for (const variant of standing(program.variants)) {
      add(`${program.name}, ${variant.target}: not built`, variant.failure);
    }
    for (const { benchmark, failure, comparisons } of program.benchmarks) {
      const place = `${program.name}/${benchmark.name}`;
      add(place, failure);
      for (const comparison of comparisons) {
        if (isWrong(comparison)) {
          add(`${place}, ${comparison.target}: ${comparison.verdict}`, comparison.failure);
        }
      }
    }
  }
  return [...problems.values()];
}

/** Problems for a text that is read from top to bottom: advice that several have is told with the first. */
export function withoutRepeatedHints(problems: readonly Problem[]): Problem[] {
  const firsts = new Map<string, string>();
  return problems.map(({ title, failure }) => {
    const { hint } = failure;
    const first = hint === undefined ? undefined : firsts.get(hint);
    if (hint === undefined || first !== undefined) {
      const same = first === undefined ? {} : { hint: `As for ${first}.` };
      return { title, failure: { ...failure, ...same } };
    }
    firsts.set(hint, title.replace(/: (?:not built|wrong output|failed)$/u, ''));
    return { title, failure };
  });
}

/** Wrong output and failures; a target that cannot run here is no defect of the program. */
function isWrong(comparison: Comparison): boolean {
  return comparison.verdict === 'wrong output' || comparison.verdict === 'failed';
}
