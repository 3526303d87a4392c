// nanobench: no list and no filter. Each execution prints a table in Markdown for each group, a line for each benchmark.
import type { Benchmark, Metric } from '../../model/program.ts';
import { ENDS_WELL, quotedText, type PrintingProtocol } from './harness-protocol.ts';

/** Variables that it looks for in its environment, which stripping leaves in an executable. */
export const NANOBENCH_WORDS = ['NANOBENCH_SUPPRESS_WARNINGS', 'NANOBENCH_ENDLESS'];

/** `| relative |  ns/op |  op/s |  err% |  total | title`; the unit of time and of what is counted are the program's own. */
const HEADER = /^\|(?:[^|\n]*\|)*? *[^\s/|]+\/[^|\n]+ \| *([^|\n]+\/s) \| *err% \|[^\n]*\| (.+)$/u;
/** `|  1,189.02 |  841,029.91 |  1.2% |  0.01 | `name``, or `:wavy_dash: `name` (Unstable with ...)`. */
const ROW =
  /^\|(?:[^|\n]*\|)*? *([\d,.]+) \| *([\d,.]+) \| *[\d.]+% \|[^\n]*\| (?::wavy_dash: )?`(.*)`(?: \(Unstable .*)?$/u;

/** `ns`, `us`, `µs`. */
const TIME_UNIT = '[^\\s/|]+';

interface Line {
  readonly title: string;
  readonly name: string;
  /** How many tables of the same title are before its own. */
  readonly tables: number;
  /** How many lines of the same name are before it in its table. */
  readonly before: number;
  /** Set where the column of rates has more digits than the one of times: both are printed with two decimals. */
  readonly rate?: string;
}

export const nanobench: PrintingProtocol = {
  name: 'nanobench',
  words: NANOBENCH_WORDS,
  listArgs: ({ args }) => [args],
  rowsIn: (output, template) => {
    const lines = linesIn(output);
    const severalTitles = new Set(lines.map(({ title }) => title)).size > 1;
    return lines.map((line): Benchmark => ({
      ...template,
      name: severalTitles ? `${line.title}/${line.name}` : line.name,
      metric: metricOf(line),
      check: ENDS_WELL,
    }));
  },
};

function linesIn(output: string): Line[] {
  const lines: Line[] = [];
  const titles = new Map<string, number>();
  let table: (Pick<Line, 'title' | 'tables'> & { readonly rate: string }) | undefined;
  for (const text of output.split('\n')) {
    const [, rate, headed] = HEADER.exec(text) ?? [];
    if (rate !== undefined && headed !== undefined) {
      const tables = titles.get(headed) ?? 0;
      titles.set(headed, tables + 1);
      table = { rate, title: headed, tables };
    } else if (!text.startsWith('|')) table = undefined;
    const [, time = '', often = '', name] = ROW.exec(text) ?? [];
    if (table === undefined || name === undefined) continue;
    const { title, tables } = table;
    const before = lines.filter(
      (line) => line.title === title && line.tables === tables && line.name === name,
    ).length;
    lines.push({
      ...{ title, tables, name, before },
      ...(digitsOf(often) > digitsOf(time) ? { rate: table.rate } : {}),
    });
  }
  return lines;
}

function digitsOf(number: string): number {
  return number.replace(/^[0.,]+/u, '').replaceAll(/[.,]/gu, '').length;
}

function metricOf({ title, tables, name, before, rate }: Line): Metric {
  const header = (unit: string): string =>
    `^\\|(?:[^|\\n]*\\|)*? *${unit}/[^|\\n]+ \\| *[^|\\n]+/s \\| *err% \\|[^\\n]*\\| ${quotedText(title)}\\n`;
  // A table ends where a line has no bar.
  const others = '(?:\\|[^\\n]*\\n)*?';
  const row = (time: string, often: string): string =>
    `\\|(?:[^|\\n]*\\|)*? *${time} \\| *${often} \\| *[\\d.]+% \\|[^\\n]*\\| (?::wavy_dash: )?\`${quotedText(name)}\`(?: \\(Unstable [^\\n]*)?$`;
  const value = '[\\d,.]+';
  const earlier = tables === 0 ? '' : `(?:${header(TIME_UNIT)}[^]*?){${tables}}`;
  const above = before === 0 ? '' : `(?:${others}${row(value, value)}\\n){${before}}`;
  const line = (unit: string, time: string, often: string): string =>
    `${earlier}${header(unit)}${above}${others}${row(time, often)}`;
  if (rate !== undefined) {
    const pattern = line(TIME_UNIT, value, `(${value})`);
    return { kind: 'output', pattern, better: 'higher', unit: rate };
  }
  return {
    kind: 'output',
    pattern: line(TIME_UNIT, `(${value})`, value),
    unitPattern: line(`(${TIME_UNIT})`, value, value),
    better: 'lower',
    unit: 'ns',
  };
}
