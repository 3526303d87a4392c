// `retarget compare`: two stored runs of one program, held against each other, in the formats that were asked for.
import { FailureError } from '../../model/failure.ts';
import type { RunComparison } from '../../model/run-comparison.ts';
import { VERSION } from '../../model/version.ts';
import { compareRuns } from '../../profile/compare-runs.ts';
import { openStore } from '../../store/run-store.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { Format } from '../formats.ts';
import { formatOfRunsOnly, wroteFile } from '../messages.ts';
import { checkWritable, runOutputs, writeOutput } from '../run-outputs.ts';

export interface CompareOptions {
  readonly project?: string;
  readonly acrossHosts?: boolean;
  readonly format?: readonly Format[];
  readonly out?: readonly string[];
  readonly json?: boolean;
}

/** @throws {FailureError} `usage` for a format that only a run has; what `compareRuns` throws */
export async function compareCommand(
  before: string,
  after: string,
  { project, acrossHosts, format, out, json }: CompareOptions,
  context: CommandContext,
): Promise<number> {
  const outputs = runOutputs(format ?? [], out ?? [], json === true);
  const runsOnly = outputs.find((each) => each.format === 'junit' || each.format === 'samples');
  if (runsOnly !== undefined) {
    throw new FailureError({ code: 'usage', ...formatOfRunsOnly(runsOnly) });
  }
  await checkWritable(outputs);
  const store = openStore(project ?? '.');
  const comparison = compareRuns(await store.load(before), await store.load(after), {
    acrossHosts: acrossHosts === true,
  });
  if (!outputs.some(({ file }) => file === undefined)) {
    const { comparisonText } = await import('../../report/comparison-text.ts');
    await context.out(comparisonText(comparison, context.style));
  }
  for (const { format: wanted, file } of outputs) {
    const text = await render(comparison, wanted);
    if (file === undefined) await context.out(text);
    else {
      await writeOutput(file, text);
      context.note(`${wroteFile({ file })}\n`);
    }
  }
  return EXIT.done;
}

/** Each format is loaded when it is asked for: loading time is start-up time. */
async function render(comparison: RunComparison, format: Format): Promise<string> {
  switch (format) {
    case 'markdown':
      return (await import('../../report/comparison-markdown.ts')).comparisonMarkdown(comparison);
    case 'csv':
      return (await import('../../report/comparison-csv.ts')).comparisonCsv(comparison);
    case 'html': {
      const { renderComparisonHtml } = await import('../../report/html.ts');
      const { readPage } = await import('../../store/page-files.ts');
      return renderComparisonHtml(comparison, await readPage(), VERSION);
    }
    case 'json':
    case 'junit':
    case 'samples':
      return (await import('../../report/json.ts')).jsonText(comparison);
  }
}
