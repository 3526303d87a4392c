// What to build for, found out once for each run that arrives: several parts of the page show it, with each change of a filter.
import type { Run } from '../src/model/run.ts';
import { adviceOf, type Advice } from '../src/report/advice.ts';

const known = new WeakMap<Run, Advice>();

export function runAdvice(run: Run): Advice {
  const advice = known.get(run) ?? adviceOf(run);
  known.set(run, advice);
  return advice;
}
