// A run, handed to the user: rendered in each format that was asked for, and held against the threshold.
import type { Run } from '../model/run.ts';
import { thresholdFailures } from '../report/threshold.ts';
import type { CommandContext } from './context.ts';
import type { Format } from './formats.ts';
import type { RunOutput } from './run-outputs.ts';
import { writeOutput } from './run-outputs.ts';
import { belowThreshold, nothingCompared, wroteFile } from './messages.ts';

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
    const { terminalReport } = await import('../report/terminal.ts');
    await context.out(terminalReport(run, context.style));
  }
  for (const { format, file } of outputs) {
    const text = await render(run, format, failBelow);
    if (file === undefined) await context.out(text);
    else {
      await writeOutput(file, text);
      context.note(`${wroteFile({ file })}\n`);
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
    note(`${belowThreshold({ threshold: failBelow, program, benchmark, target, speedup })}\n`);
  }
  if (failures.length > 0 || comparesSomething(run)) return failures.length > 0;
  note(`${nothingCompared({ threshold: failBelow })}\n`);
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

/** Each format is loaded when it is asked for: loading time is start-up time. */
async function render(run: Run, format: Format, failBelow: number | undefined): Promise<string> {
  switch (format) {
    case 'markdown':
      return (await import('../report/markdown.ts')).markdownReport(run);
    case 'junit': {
      const { junitReport } = await import('../report/junit.ts');
      return junitReport(run, failBelow === undefined ? {} : { failBelow });
    }
    case 'csv':
      return (await import('../report/csv.ts')).csvReport(run);
    case 'samples':
      return (await import('../report/csv.ts')).csvSamples(run);
    case 'html': {
      const { renderHtml } = await import('../report/html.ts');
      const { readPage } = await import('../store/page-files.ts');
      return renderHtml(run, await readPage());
    }
    case 'json':
      return (await import('../report/json.ts')).runJson(run);
  }
}
