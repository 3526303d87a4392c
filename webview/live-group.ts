// The benchmark that is being measured at the moment, as a group of the chart: bars that still move, marked as such.
import type { ChartGroup, ChartRow } from './chart-data.ts';
import { rangeFigure, ratioFigure } from './figures.ts';
import type { PageState } from './state.ts';
import { targetHue } from './target-hue.ts';
import * as say from './messages.ts';

/** Nothing where no benchmark is under way, or once its result is in the run. */
export function liveGroup({ run, live, hidden, filter, view }: PageState): ChartGroup | undefined {
  const under = live?.benchmark;
  if (under === undefined || view !== 'speedup') return undefined;
  const stored = run.programs.some(
    ({ name, benchmarks }) =>
      name === under.program && benchmarks.some(({ benchmark }) => benchmark.name === under.name),
  );
  const title = run.programs.length > 1 ? `${under.program} / ${under.name}` : under.name;
  if (stored || !title.toLowerCase().includes(filter)) return undefined;
  const rows = under.speedups
    .filter(({ target }) => target !== run.baseline && !hidden.has(target))
    .map(({ target, speedup }): ChartRow => ({
      target,
      hue: targetHue(target),
      look: 'hollow',
      value: speedup,
      figure: `\u2026\u2002${ratioFigure(speedup)}`,
      interval: rangeFigure(speedup),
    }));
  if (rows.length === 0) return undefined;
  return { title, subtitle: say.beingMeasured(under), rows };
}
