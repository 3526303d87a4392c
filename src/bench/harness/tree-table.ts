// The tables of times that benches print which list nothing, as divan's: a tree of names, and behind each name one or more times.
import type { Metric } from '../../model/program.ts';
import { quotedText } from './harness-protocol.ts';

export interface PrintedTime {
  /** What stands above the tree, in front of its headings. */
  readonly root: string;
  /** Names from the outermost group to the line's own. */
  readonly path: readonly string[];
  readonly metric: Metric;
}

const TIME = String.raw`[\d.,]+ ?(?:ps|ns|us|µs|μs|ms|s)`;
/** Everything in front of a name: three characters for each group, then a branch. */
const BRANCH = /^((?:[│ ] {2})*)[├╰└]─+ (.*)$/u;
/** Two blanks, or a blank and a column's bar, end a name. */
const NAME = /^(\S+(?: \S+)*?)(?: {2,}(.*)| *│(.*)| +([\d.,]+ ?(?:ps|ns|us|µs|μs|ms|s)\b.*))?$/u;
const HAS_TIME = new RegExp(`^${TIME}(?![\\w/])`, 'u');

/** A metric for each line of a tree that has times, in order; of each name the first. */
export function treeTimes(output: string): PrintedTime[] {
  const found = new Map<string, PrintedTime>();
  const groups: string[] = [];
  /** Which column has the times that are compared: the median where a heading names it, else the mean, else the first. */
  let column = 0;
  let root = '';
  for (const line of output.split('\n')) {
    const [, prefix = '', rest = ''] = BRANCH.exec(line) ?? [];
    if (rest === '') {
      const headings = line
        .split('│')
        .map((cell) => cell.trim().split(/ {2,}/u).at(-1)?.toLowerCase());
      const at = ['median', 'mean'].map((name) => headings.indexOf(name)).find((each) => each >= 0);
      if (headings.length > 1 && at !== undefined) {
        column = at;
        root = /^(\S+(?: \S+)*?) {2}/u.exec(line)?.[1] ?? '';
      }
      continue;
    }
    const depth = prefix.length / 3;
    const [, name = '', spaced, barred, timed] = NAME.exec(rest) ?? [];
    if (name === '') continue;
    groups.length = depth;
    groups[depth] = name;
    const cells = (spaced ?? barred ?? timed ?? '').split('│').map((cell) => cell.trim());
    const path = [...groups];
    const key = path.join('\n');
    if (!HAS_TIME.test(cells[column] ?? '') || found.has(key)) continue;
    found.set(key, { root, path, metric: metricOf(path, column) });
  }
  return [...found.values()];
}

function metricOf(path: readonly string[], column: number): Metric {
  const lines = path.map((name, depth) => {
    const branch = `(?:[│ ] {2}){${depth}}[├╰└]─+ ${quotedText(name)}(?= *│| {2,}| [\\d.]|$)`;
    if (depth === path.length - 1) return branch;
    // What stands within it, up to the one that is meant.
    return `${branch}[^\\n]*\\n(?:(?:[│ ] {2}){${depth + 1}}[^\\n]*\\n)*?`;
  });
  const cells = column === 0 ? ' *' : `[^│\\n]*(?:│[^│\\n]*){${column - 1}}│ *`;
  const time = (number: string, unit: string): string =>
    `^${lines.join('')}${cells}${number} ?${unit}`;
  const unit = 'ps|ns|us|µs|μs|ms|s';
  return {
    kind: 'output',
    pattern: time('([\\d.,]+)', `(?:${unit})(?!\\w)`),
    unitPattern: time('[\\d.,]+', `(${unit})(?!\\w)`),
    better: 'lower',
    unit: 'ns',
  };
}
