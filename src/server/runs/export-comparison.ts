// Two runs that are compared, written to a file of the user's choice.
import type { RunComparison } from '../../model/run-comparison.ts';
import { VERSION } from '../../model/version.ts';
import type { ComparisonFormat } from '../../protocol/server-requests.ts';
import { comparisonCsv } from '../../report/comparison-csv.ts';
import { comparisonMarkdown } from '../../report/comparison-markdown.ts';
import { renderComparisonHtml } from '../../report/html.ts';
import { jsonText } from '../../report/json.ts';
import { readPage } from '../../store/page-files.ts';
import { writeExport } from './export-run.ts';

/**
 * @param out absolute; a file that is there is replaced, whole or not at all.
 * @throws {FailureError} `folder-read-only`, `disk-full`.
 */
export async function exportComparison(
  comparison: RunComparison,
  format: ComparisonFormat,
  out: string,
): Promise<void> {
  await writeExport(out, await render(comparison, format));
}

async function render(comparison: RunComparison, format: ComparisonFormat): Promise<string> {
  switch (format) {
    case 'html':
      return renderComparisonHtml(comparison, await readPage(), VERSION);
    case 'csv':
      return comparisonCsv(comparison);
    case 'markdown':
      return comparisonMarkdown(comparison);
    case 'json':
      return jsonText(comparison);
  }
}
