// What the chart draws in each view. No drawing here.
import type { BenchmarkResult, ProgramResult, Run } from '../src/model/run.ts';
import { metricText } from '../src/report/format.ts';
import { standingOf } from '../src/report/standing.ts';
import { PARTS, ratioAxis } from './chart-axis.ts';
import type { ChartGroup, ChartModel, ChartRow } from './chart-data.ts';
import { emptyReason } from './empty-reason.ts';
import { rangeFigure, ratioFigure } from './figures.ts';
import { liveGroup } from './live-group.ts';
import { samplesRow, signed, speedupRow, timesRow } from './row-content.ts';
import { benchmarkTitle, shownBenchmarks } from './shown-benchmarks.ts';
import type { PageState } from './state.ts';
import { targetHue } from './target-hue.ts';
import { VERDICT_LOOKS } from './verdict-look.ts';
import { counted } from '../src/text/plural.ts';
import * as say from './messages.ts';
import { runAdvice } from './run-advice.ts';

export function chartModel(state: PageState): ChartModel {
  const { view } = state;
  const { target: chosen } = runAdvice(state.run);
  const overall = view === 'mean' || view === 'speedup' ? meanGroups(state, chosen) : [];
  const groups = view === 'mean' ? overall : [...overall, ...benchmarkGroups(state, chosen)];
  const rows = groups.flatMap((group) => group.rows);
  const empty = emptyReason(state, groups);
  return {
    view,
    groups,
    axis: view === 'times' ? PARTS : ratioAxis(rows.flatMap(({ value }) => value ?? [])),
    tick: (value) =>
      view === 'times' ? `${Math.round(value * 100)}\u2009%` : `${Number(value.toFixed(4))}\u00d7`,
    caption: caption(state, rows),
    ...(view === 'speedup' || view === 'mean' ? { sides: say.speedupSides(state.run) } : {}),
    ...(empty === undefined ? {} : { empty }),
  };
}

function benchmarkGroups(state: PageState, chosen: string | undefined): ChartGroup[] {
  const { run, view } = state;
  const unbuilt = run.programs.flatMap(({ name, benchmarks, failure }): ChartGroup[] =>
    benchmarks.length > 0 || failure === undefined || !name.toLowerCase().includes(state.filter)
      ? []
      : [{ title: name, subtitle: failure.message, rows: [] }],
  );
  const measured = [...shownBenchmarks(state)].map(({ program, result, place }): ChartGroup => {
    const shown = result.comparisons.filter(
      ({ target, verdict }) =>
        !state.hidden.has(target) && (view !== 'speedup' || verdict !== 'baseline'),
    );
    const draw = {
      speedup: speedupRow,
      times: timesRow,
      samples: samplesRow(result, run.settings, state.brief === true),
      mean: speedupRow,
    }[view];
    return {
      title: benchmarkTitle(run, program, result),
      subtitle: groupSubtitle(run, result),
      rows: shown.map((comparison) => ({
        target: comparison.target,
        hue: targetHue(comparison.target),
        ...(comparison.target === chosen ? { chosen: true } : {}),
        selection: { ...place, target: comparison.target },
        look: VERDICT_LOOKS[comparison.verdict].bar,
        ...draw(comparison, result),
      })),
    };
  });
  const live = liveGroup(state);
  return [...measured, ...(live === undefined ? [] : [live]), ...unbuilt];
}

function groupSubtitle(run: Run, result: BenchmarkResult): string {
  if (result.failure !== undefined) return result.failure.message;
  const baseline = result.comparisons.find(({ verdict }) => verdict === 'baseline');
  const time =
    baseline?.median === undefined
      ? []
      : [`${run.baseline} ${metricText(result.benchmark.metric, baseline.median)}`];
  return [...time, counted(result.rounds, 'round')].join(' \u00b7 ');
}

function meanGroups(state: PageState, chosen: string | undefined): ChartGroup[] {
  const { run, view } = state;
  return run.programs
    .filter(
      (program) => program.overall.length > 0 && program.name.toLowerCase().includes(state.filter),
    )
    .map((program) => ({
      title: meanTitle(run, program, view),
      subtitle: say.meanOf({ benchmarks: program.benchmarks.length }),
      isMean: true,
      rows: run.targets.flatMap(({ name }): ChartRow[] => {
        const hue = targetHue(name);
        const mark = name === chosen ? { chosen: true } : {};
        if (state.hidden.has(name) || name === run.baseline) return [];
        const speedup = program.overall.find(({ target }) => target === name)?.speedup;
        if (speedup === undefined) {
          return [
            {
              ...{ target: name, hue, ...mark },
              look: 'none',
              figure: '',
              note: 'not measured in every benchmark',
            },
          ];
        }
        // As the sentence above the chart judges it: a mean alone, whatever its interval, finds nothing.
        const { outcome } = standingOf(program, name, run.baseline);
        const found = outcome === 'faster' || outcome === 'slower';
        const verdict = found || outcome === 'no difference' ? outcome : 'inconclusive';
        return [
          {
            ...{ target: name, hue, ...mark },
            look: VERDICT_LOOKS[verdict].bar,
            value: speedup,
            ...signed(verdict, ratioFigure(speedup)),
            interval: rangeFigure(speedup),
          },
        ];
      }),
    }));
}

function meanTitle(run: Run, program: ProgramResult, view: PageState['view']): string {
  if (view === 'mean') return program.name;
  return run.programs.length > 1 ? say.overallOf({ program: program.name }) : say.OVERALL;
}

function caption({ run, view }: PageState, rows: readonly ChartRow[]): string {
  switch (view) {
    case 'speedup':
      return say.speedupCaption(run);
    case 'times':
      return say.timesCaption();
    case 'samples': {
      const thinned = rows.some((row) => row.thinned === true);
      return say.samplesCaption({ baseline: run.baseline, thinned });
    }
    case 'mean':
      return say.meanCaption(run);
  }
}
