// A run, handed to the user: rendered in each format that was asked for, and held against the threshold.
import type { Run } from '../model/run.ts';
import { csvReport, csvSamples } from '../report/csv.ts';
import { ratioText } from '../report/format.ts';
import { renderHtml } from '../report/html.ts';
import { runJson } from '../report/json.ts';
import { junitReport } from '../report/junit.ts';
import { markdownReport } from '../report/markdown.ts';
import { terminalReport } from '../report/terminal.ts';
import { thresholdFailures } from '../report/threshold.ts';
import { readPage } from '../store/page-files.ts';
import { visibleText } from '../text/visible-text.ts';
import type { CommandContext } from './context.ts';
import type { Format } from './formats.ts';
import type { RunOutput } from './run-outputs.ts';
import { writeOutput } from './run-outputs.ts';

/**
 * Writes every output; where none goes to standard output, the terminal's report does.
 * @throws {FailureError} where a file cannot be written.
 */
export async function deliverRun(
  run: Run,
  outputs: readonly RunOutput[],
  failBelow: number | undefined,
  context: CommandContext,
): Promise<void> {
  if (!outputs.some(({ file }) => file === undefined)) {
    await context.out(terminalReport(run, context.style));
  }
  for (const { format, file } of outputs) {
    const text = await render(run, format, failBelow);
    if (file === undefined) await context.out(text);
    else {
      await writeOutput(file, text);
      context.note(`Wrote ${visibleText(file)}\n`);
    }
  }
}

/** Whether some speedup is below the threshold with certainty; says which. */
export function thresholdsFail(
  run: Run,
  failBelow: number | undefined,
  { note }: Pick<CommandContext, 'note'>,
): boolean {
  if (failBelow === undefined) return false;
  const failures = thresholdFailures(run, failBelow);
  for (const { program, benchmark, target, speedup } of failures) {
    note(
      `below ${failBelow}x: ${visibleText(`${program}/${benchmark}`)} for ${visibleText(target)} is ${ratioText(speedup)}\n`,
    );
  }
  if (failures.length > 0 || comparesSomething(run)) return failures.length > 0;
  note(`below ${failBelow}x: nothing was compared, so no target is known to be fast enough\n`);
  return true;
}

function comparesSomething(run: Run): boolean {
  const compared = run.programs.flatMap(({ benchmarks }) =>
    benchmarks.flatMap(({ comparisons }) =>
      comparisons.filter(
        ({ verdict, speedup }) => speedup !== undefined || verdict === 'identical code',
      ),
    ),
  );
  return compared.length > 0;
}

async function render(run: Run, format: Format, failBelow: number | undefined): Promise<string> {
  switch (format) {
    case 'markdown':
      return markdownReport(run);
    case 'junit':
      return junitReport(run, failBelow === undefined ? {} : { failBelow });
    case 'csv':
      return csvReport(run);
    case 'samples':
      return csvSamples(run);
    case 'html':
      return renderHtml(run, await readPage());
    case 'json':
      return runJson(run);
  }
}
