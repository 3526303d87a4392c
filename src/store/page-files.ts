// The HTML report's script and style, as the bundler leaves them beside the command line and the server.
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FailureError } from '../model/failure.ts';
import { pageMissing } from './messages.ts';

/** As `report/html.ts` takes it. */
export interface PageFiles {
  readonly script: string;
  readonly style: string;
}

/** @throws {FailureError} `internal` where the installation lacks them. */
export async function readPage(): Promise<PageFiles> {
  const here = dirname(fileURLToPath(import.meta.url));
  // This code runs from dist/ or dist/chunks/; from src/store/ in tests.
  const folders = [here, dirname(here), join(here, '..', '..', 'dist')];
  for (const folder of folders) {
    const script = join(folder, 'page.js');
    const there = await access(script).then(
      () => true,
      () => false,
    );
    if (!there) continue;
    return {
      script: await readFile(script, 'utf8'),
      style: await readFile(join(folder, 'page.css'), 'utf8'),
    };
  }
  throw new FailureError({
    code: 'internal',
    ...pageMissing({ folder: here }),
  });
}
