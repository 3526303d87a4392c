// A result in a few words, such as `x86-64-v3 1.42x`: for a status bar, a lens above `main`, a row of a tree.
import type { BenchmarkResult, ProgramResult, Run } from '../model/run.ts';
import { visibleText } from '../text/visible-text.ts';
import { shownSpeedup } from './comparison-facts.ts';
import { ratioText } from './format.ts';
import { isOpen } from './headline.ts';
import { didNotBuild } from './soundness.ts';
import { isCompared, standingOf, type Standing } from './standing.ts';
import { counted } from '../text/plural.ts';

/** The best target of a run with its speedup, or why there is none; visible characters only. */
export function runBrief(run: Run): string {
  const measured = run.programs.filter(({ benchmarks }) => benchmarks.some(isCompared));
  const [first] = measured;
  if (first === undefined) return unmeasured(run);
  if (measured.length === 1) return programBrief(run, first);
  const best = measured
    .flatMap((program) => {
      const winner = bestOf(run, program);
      return winner === undefined ? [] : [{ ...winner, program: program.name }];
    })
    .sort((a, b) => b.speedup.estimate - a.speedup.estimate)[0];
  if (best === undefined) {
    const standings = measured.flatMap((program) =>
      others(run).map((name) => standingOf(program, name, run.baseline)),
    );
    const wrong = standings.find(({ outcome }) => outcome === 'wrong');
    const what = wrong === undefined ? nothingFaster(isOpen(standings)) : wrongText(wrong);
    return visibleText(`${counted(measured.length, 'program')}, ${what}`);
  }
  return visibleText(`${best.program}: ${best.target} ${ratioText(best.speedup)}`);
}

/** As `runBrief`, of one program. */
export function programBrief(run: Pick<Run, 'targets' | 'baseline'>, program: ProgramResult) {
  const best = bestOf(run, program);
  if (best !== undefined) return visibleText(`${best.target} ${ratioText(best.speedup)}`);
  if (didNotBuild(program, run.baseline)) return 'did not build';
  if (!program.benchmarks.some(isCompared)) return 'not measured';
  const standings = others(run).map((name) => standingOf(program, name, run.baseline));
  const wrong = standings.find(({ outcome }) => outcome === 'wrong');
  if (wrong !== undefined) return visibleText(wrongText(wrong));
  if (standings.length === 0) return 'only the baseline';
  return standings.every(({ outcome }) => outcome === 'identical code')
    ? 'identical code'
    : visibleText(
        standings.every(({ compared }) => compared === 0)
          ? 'nothing compared'
          : `${nothingFaster(isOpen(standings))} than ${run.baseline}`,
      );
}

function wrongText({ target, wrong }: Standing): string {
  return `${target}: ${wrong.length > 0 ? 'wrong output' : 'failed'}`;
}

/** Where some target is inconclusive it may be faster after all. */
function nothingFaster(open: boolean): string {
  return open ? 'nothing clearly faster' : 'nothing faster';
}

/** As `runBrief`, of one benchmark. */
export function benchmarkBrief(result: BenchmarkResult): string {
  if (result.failure !== undefined) return 'failed';
  const best = result.comparisons
    .flatMap((comparison) => {
      const speedup = shownSpeedup(result, comparison);
      return comparison.verdict === 'faster' && speedup !== undefined
        ? [{ target: comparison.target, speedup }]
        : [];
    })
    .sort((a, b) => b.speedup.estimate - a.speedup.estimate)[0];
  if (best !== undefined) return visibleText(`${best.target} ${ratioText(best.speedup)}`);
  const rest = result.comparisons.filter(({ verdict }) => verdict !== 'baseline');
  const wrong = rest.find(({ verdict }) => verdict === 'wrong output' || verdict === 'failed');
  if (wrong !== undefined) return visibleText(`${wrong.target}: ${wrong.verdict}`);
  if (rest.length === 0)
    return result.comparisons.length === 0 ? 'not measured' : 'only the baseline';
  const [verdict] = rest.map((comparison) => comparison.verdict);
  return verdict !== undefined && rest.every((comparison) => comparison.verdict === verdict)
    ? verdict
    : nothingFaster(rest.some((comparison) => comparison.verdict === 'inconclusive'));
}

function unmeasured(run: Run): string {
  if (run.state === 'running') return 'not measured yet';
  if (run.failure !== undefined) return 'failed';
  return run.programs.some((program) => didNotBuild(program, run.baseline))
    ? 'did not build'
    : run.state === 'interrupted'
      ? 'interrupted'
      : 'nothing measured';
}

function bestOf(run: Pick<Run, 'targets' | 'baseline'>, program: ProgramResult) {
  return others(run)
    .flatMap((name) => {
      const { outcome, speedup, target } = standingOf(program, name, run.baseline);
      return outcome === 'faster' && speedup !== undefined ? [{ target, speedup }] : [];
    })
    .sort((a, b) => b.speedup.estimate - a.speedup.estimate)[0];
}

function others({ targets, baseline }: Pick<Run, 'targets' | 'baseline'>): string[] {
  return targets.map(({ name }) => name).filter((name) => name !== baseline);
}
