// What went wrong in a run: its failures, each once, in reading order.
import type { Failure } from '../model/failure.ts';
import type { Comparison, Run } from '../model/run.ts';
import { standing } from '../model/variant.ts';
import { sameAdvice } from './messages/notes.ts';

export interface Problem {
  /** Where it is, such as `kernels/norm, x86-64-v3`. */
  readonly place: string;
  /** What went wrong there, such as `kernels/norm, x86-64-v3: wrong output`. */
  readonly title: string;
  readonly failure: Failure;
  /** The benchmark that it is about, by position, and the target where it is about one. */
  readonly at?: { readonly program: number; readonly benchmark: number; readonly target?: string };
}

/** Failures of the run, its programs, variants, benchmarks and comparisons, each once, in reading order. */
export function problemsOf(run: Pick<Run, 'programs' | 'failure'>): Problem[] {
  const problems = new Map<string, Problem>();
  const add = (
    place: string,
    failure: Failure | undefined,
    what?: string,
    at?: Problem['at'],
  ): void => {
    if (failure === undefined) return;
    const key = JSON.stringify([failure.code, failure.message, failure.details]);
    const title = what === undefined ? place : `${place}: ${what}`;
    const problem = { place, title, failure, ...(at === undefined ? {} : { at }) };
    if (!problems.has(key)) problems.set(key, problem);
  };
  add('run', run.failure);
  for (const [index, program] of run.programs.entries()) {
    add(program.name, program.failure);
    for (const variant of standing(program.variants)) {
      add(`${program.name}, ${variant.target}`, variant.failure, 'not built');
    }
    for (const [row, { benchmark, failure, comparisons }] of program.benchmarks.entries()) {
      const place = `${program.name}/${benchmark.name}`;
      const at = { program: index, benchmark: row };
      add(place, failure, undefined, at);
      for (const { target, verdict, ...comparison } of comparisons) {
        if (isWrong(verdict)) {
          add(`${place}, ${target}`, comparison.failure, verdict, { ...at, target });
        }
      }
    }
  }
  return [...problems.values()];
}

/** Problems for a text that is read from top to bottom: advice that several have is told with the first. */
export function withoutRepeatedHints(problems: readonly Problem[]): Problem[] {
  const firsts = new Map<string, string>();
  return problems.map((problem) => {
    const { place, failure } = problem;
    const { hint } = failure;
    if (hint === undefined) return problem;
    const first = firsts.get(hint);
    if (first !== undefined) {
      return { ...problem, failure: { ...failure, hint: sameAdvice({ place: first }) } };
    }
    firsts.set(hint, place);
    return problem;
  });
}

/** Wrong output and failures; a target that cannot run here is no defect of the program. */
function isWrong(verdict: Comparison['verdict']): boolean {
  return verdict === 'wrong output' || verdict === 'failed';
}
