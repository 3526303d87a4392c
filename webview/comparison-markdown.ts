// A comparison of two runs as Markdown, for the clipboard.
import type { RunComparison } from '../src/model/run-comparison.ts';
import { boundsText, ratioText, valueText } from '../src/report/format.ts';
import { markdownText } from '../src/report/markdown-escape.ts';
import { CHANGE_LOOKS } from './change-look.ts';
import { shownRatio } from './comparison-model.ts';

export function comparisonMarkdown(headline: string, comparison: RunComparison): string {
  const value = (median: number | undefined, unit: string): string =>
    median === undefined ? '' : markdownText(valueText(median, unit));
  const rows = comparison.rows.map((row) => {
    const ratio = shownRatio(row);
    return [
      markdownText(`${row.program}/${row.benchmark}`),
      markdownText(row.target),
      value(row.beforeMedian, row.unit),
      value(row.afterMedian, row.unit),
      ratio === undefined ? '' : markdownText(`${ratioText(ratio)} ${boundsText(ratio)}`),
      CHANGE_LOOKS[row.verdict].words,
    ];
  });
  const lines = [
    ['Benchmark', 'Target', 'Before', 'After', 'Speed vs. before', 'Verdict'],
    ['---', '---', '--:', '--:', '--:', '---'],
    ...rows,
  ].map((cells) => `| ${cells.join(' | ')} |`);
  const notes = comparison.notes.map((note) => `- ${markdownText(note)}`);
  return [
    `**${markdownText(headline)}**`,
    '',
    `Runs: ${markdownText(comparison.before)} before, ${markdownText(comparison.after)} after.`,
    '',
    ...lines,
    ...(notes.length === 0 ? [] : ['', ...notes]),
    '',
  ].join('\n');
}
