// A comparison of two runs as Markdown: the sentence, a table, what else differs.
import { markdownTable } from 'markdown-table';
import stringWidth from 'string-width';
import type { RunComparison } from '../model/run-comparison.ts';
import {
  changeText,
  comparedRuns,
  comparisonHeadline,
  shownChange,
} from './comparison-headline.ts';
import { boundsText, ratioText, valueText } from './format.ts';
import { markdownText } from './markdown-escape.ts';
import { otherHosts } from './messages/comparison.ts';

/** Ends with a newline. */
export function comparisonMarkdown(comparison: RunComparison): string {
  const value = (median: number | undefined, unit: string): string =>
    median === undefined ? '' : markdownText(valueText(median, unit));
  const rows = comparison.rows.map((row) => {
    const ratio = shownChange(row);
    return [
      markdownText(`${row.program}/${row.benchmark}`),
      markdownText(row.target),
      value(row.beforeMedian, row.unit),
      value(row.afterMedian, row.unit),
      ratio === undefined ? '' : markdownText(`${ratioText(ratio)} ${boundsText(ratio)}`),
      changeText(row.verdict),
    ];
  });
  const head = ['Benchmark', 'Target', 'Before', 'After', 'Speed vs. before', 'Verdict'];
  const align = ['l', 'l', 'r', 'r', 'r', 'l'];
  const notes = [...(comparison.sameHost ? [] : [otherHosts()]), ...comparison.notes];
  const sections = [
    `**${markdownText(comparisonHeadline(comparison))}**`,
    markdownText(comparedRuns(comparison)),
    ...(rows.length === 0
      ? []
      : [markdownTable([head, ...rows], { align, stringLength: stringWidth })]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${markdownText(note)}`).join('\n')]),
  ];
  return `${sections.join('\n\n')}\n`;
}
