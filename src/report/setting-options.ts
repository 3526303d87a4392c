// A benchmark's settings as options of `retarget profile`, to be added to a command.
import type { BenchmarkSettings } from '../model/remedy.ts';
import { argvText } from '../text/argv-text.ts';

/** One line, as a POSIX shell reads it back. */
export function settingOptions({ metric, check = {} }: BenchmarkSettings): string {
  const { output, tolerance, absolute, ignoreLines = [] } = check;
  return argvText([
    ...(metric === undefined ? [] : [`--metric=${metric.better}:${metric.pattern}`]),
    ...(output === undefined ? [] : [`--check=${output}`]),
    ...(tolerance === undefined ? [] : [`--tolerance=${tolerance}`]),
    ...(absolute === undefined ? [] : [`--absolute=${absolute}`]),
    ...ignoreLines.map((pattern) => `--ignore-line=${pattern}`),
  ]);
}
