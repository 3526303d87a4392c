import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { RunComparison } from '../../src/model/run-comparison.ts';
import { comparisonCsv } from '../../src/report/comparison-csv.ts';
import { comparedRuns } from '../../src/report/comparison-headline.ts';
import { comparisonMarkdown } from '../../src/report/comparison-markdown.ts';
import { localTimeText } from '../../src/report/format.ts';
import { renderComparisonHtml } from '../../src/report/html.ts';
import { sampleComparison } from '../ui/sample-comparison.ts';

const HOSTILE = '</script>| a | b |';
const NAMED: RunComparison = {
  ...sampleComparison,
  runs: {
    before: { id: sampleComparison.before, startedAt: '2026-11-22T16:05:01.000Z' },
    after: {
      ...{ id: sampleComparison.after, startedAt: '2026-11-23T12:00:00.000Z', name: 'nightly' },
      source: { commit: '3f2a91c0'.repeat(5), dirty: true },
    },
  },
};

describe('a comparison', () => {
  it('as Markdown has its sentence, which runs, a row for each measurement, and what else differs', () => {
    const text = comparisonMarkdown(NAMED);
    expect(text).toMatch(/^\*\*Of 9 measurements: 1 slower now \(kernels\/saxpy for x86-64-v3\)/u);
    expect(text).toMatch(/\| kernels\/saxpy \| x86-64-v3 +\| 100 ms \| +151 ms \|.*slower now/u);
    expect(text).toContain('- LLVM differs: 21.1.0 before, 22.1.8 after.');
  });

  it('as CSV has full precision, and the time of what one run alone measured', () => {
    const rows = parse<Record<string, string>>(comparisonCsv(NAMED), { columns: true });
    expect(rows).toHaveLength(9);
    const of = (target: string) =>
      rows.find((row) => row['benchmark'] === 'norm' && row['target'] === target);
    expect(of('sapphirerapids')).toMatchObject({
      ...{ verdict: 'only before', before_median: '100000000', after_median: '', ratio: '' },
    });
    expect(of('x86-64-v3')).toMatchObject({ ratio: '1.08', unit: 'ns' });
    // What one executable takes is no change, whatever its times.
    expect(rows.find(({ verdict }) => verdict === 'identical code')).toMatchObject({ ratio: '' });
  });

  it('as HTML carries itself as data that ends no element', () => {
    const rows = NAMED.rows.map((row) => ({ ...row, target: HOSTILE }));
    const text = renderComparisonHtml({ ...NAMED, rows }, { script: 'x', style: '' }, '1.0.0');
    expect(text.match(/<\/script>/gu)).toHaveLength(2);
    expect(text).toContain('id="retarget-comparison"');
  });

  it('names its runs by name, local time to the second, and commit', () => {
    const [before, after] = [NAMED.runs?.before, NAMED.runs?.after].map((run) =>
      localTimeText(run?.startedAt ?? ''),
    );
    expect(comparedRuns(NAMED)).toBe(
      `${NAMED.before} (${before}) \u2192 ${NAMED.after} (nightly, ${after}, 3f2a91c0+)`,
    );
  });
});
