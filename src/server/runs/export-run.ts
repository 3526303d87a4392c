// A run written to a file of the user's choice, in the formats that reports come in.
import type { Run } from '../../model/run.ts';
import type { ExportFormat } from '../../protocol/server-requests.ts';
import { csvReport } from '../../report/csv.ts';
import { renderHtml } from '../../report/html.ts';
import { runJson } from '../../report/json.ts';
import { markdownReport } from '../../report/markdown.ts';
import { replaceFile } from '../../store/atomic-file.ts';
import { readPage } from '../../store/page-files.ts';
import { storageFailure } from '../../store/storage-failure.ts';

/**
 * @param out absolute; a file that is there is replaced, whole or not at all.
 * @throws {FailureError} `folder-read-only`, `disk-full`.
 */
export async function exportRun(run: Run, format: ExportFormat, out: string): Promise<void> {
  await writeExport(out, await render(run, format));
}

/** @throws {FailureError} as `exportRun` */
export async function writeExport(out: string, text: string): Promise<void> {
  try {
    await replaceFile(out, text);
  } catch (error) {
    throw storageFailure(error, out);
  }
}

async function render(run: Run, format: ExportFormat): Promise<string> {
  switch (format) {
    case 'html':
      return renderHtml(run, await readPage());
    case 'csv':
      return csvReport(run);
    case 'markdown':
      return markdownReport(run);
    case 'json':
      return runJson(run);
    case 'junit': {
      // Its XML library is as large as the rest of the server.
      const { junitReport } = await import('../../report/junit.ts');
      return junitReport(run);
    }
  }
}
