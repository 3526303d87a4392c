// nanobench: no list and no filter. Each execution prints a table in Markdown for each group, a line for each benchmark.
import type { Benchmark, Metric } from '../../model/program.ts';
import { ENDS_WELL, quotedText, type PrintingProtocol } from './harness-protocol.ts';
import { nanobenchLines, type NanobenchLine } from './nanobench-table.ts';

/** Variables that it looks for in its environment, which stripping leaves in an executable. */
export const NANOBENCH_WORDS = ['NANOBENCH_SUPPRESS_WARNINGS', 'NANOBENCH_ENDLESS'];

export const nanobench: PrintingProtocol = {
  name: 'nanobench',
  words: NANOBENCH_WORDS,
  listArgs: ({ args }) => [args],
  rowsIn: (output, template) => {
    const lines = nanobenchLines(output);
    const severalTitles = new Set(lines.map(({ title }) => title)).size > 1;
    return lines.map((line): Benchmark => ({
      ...template,
      name: severalTitles ? `${line.title}/${line.name}` : line.name,
      metric: metricOf(line),
      check: ENDS_WELL,
    }));
  },
};

function digitsOf(number: string): number {
  return number.replace(/^[0.,]+/u, '').replaceAll(/[.,]/gu, '').length;
}

/** Times and rates are both printed with two decimals: the one with more digits is read. */
function metricOf({ title, name, tables, before, time, rate, rateUnit }: NanobenchLine): Metric {
  const column = digitsOf(rate.text) > digitsOf(time.text) ? 'rate' : 'time';
  const cells = column === 'time' ? '([\\d,.]+) \\| *[\\d,.]+' : '[\\d,.]+ \\| *([\\d,.]+)';
  return {
    kind: 'output',
    pattern: `^\\|(?:[^|\\n]*\\|)*? *${cells} \\| *[\\d.]+% \\|[^\\n]*\\| (?::wavy_dash: )?\`${quotedText(name)}\``,
    cell: { title, tables, name, before, column },
    ...(column === 'time' ? { better: 'lower', unit: 'ns' } : { better: 'higher', unit: rateUnit }),
  };
}
