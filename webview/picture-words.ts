// What stands around the chart in a saved picture.
import type { RunComparison } from '../src/model/run-comparison.ts';
import { timeText } from '../src/report/format.ts';
import { settingText } from '../src/report/run-setting.ts';
import { chartModel } from './chart-model.ts';
import { changedTargets, comparisonModel } from './comparison-model.ts';
import { runWords } from './comparison-page.ts';
import { drawPicture, type Picture } from './picture.ts';
import type { PageState } from './state.ts';
import { targetHue } from './target-hue.ts';
import { baseName } from './text.ts';
import { runAdvice } from './run-advice.ts';

export function runPicture(state: PageState): Picture {
  const { run, hidden } = state;
  return drawPicture(chartModel(state), {
    headline: runAdvice(run).sentence,
    lines: [
      `${baseName(run.project)}, ${timeText(run.startedAt)}, Retarget ${run.tool}`,
      settingText(run),
    ],
    legend: run.targets
      .map(({ name }) => ({ name, hue: targetHue(name) }))
      .filter(({ name }) => !hidden.has(name)),
  });
}

export function comparisonPicture(shown: {
  readonly headline: string;
  readonly comparison: RunComparison;
}): Picture {
  return drawPicture(comparisonModel(shown.comparison), {
    headline: shown.headline,
    lines: [
      `${runWords(shown.comparison, 'before')} \u2192 ${runWords(shown.comparison, 'after')}`,
    ],
    legend: changedTargets(shown.comparison).map((name) => ({ name, hue: targetHue(name) })),
  });
}
