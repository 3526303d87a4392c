// What a tree shows of a run, without its comparisons.
import type { Run } from '../../model/run.ts';
import type { RunOutline } from '../../protocol/server-requests.ts';
import { askingFiles } from '../../report/asking-words.ts';
import { benchmarkBrief } from '../../report/brief.ts';
import { overallWords } from '../../report/comparison-words.ts';
import { headline } from '../../report/headline.ts';
import { summaryOf } from '../../store/run-store.ts';

/** @param path of the run's document. */
export function outlineOf(run: Run, path: string): RunOutline {
  return {
    run: summaryOf(run, path, headline),
    headline: headline(run),
    ...(run.failure === undefined ? {} : { failure: run.failure }),
    programs: run.programs.map((program) => ({
      name: program.name,
      ...(program.failure === undefined ? {} : { failure: program.failure }),
      overall: overallWords(run, program),
      asking: askingFiles(program),
      benchmarks: program.benchmarks.map((result) => ({
        name: result.benchmark.name,
        brief: benchmarkBrief(result),
        ...(result.failure === undefined ? {} : { failure: result.failure }),
      })),
    })),
  };
}
