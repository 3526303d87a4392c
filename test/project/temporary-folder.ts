// A fresh folder for each test, gone after it.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { FailureError } from '../../src/model/failure.ts';
import type { Failure } from '../../src/model/failure.ts';

export class TemporaryFolder {
  path = '';

  constructor() {
    beforeEach(async () => {
      this.path = await realpath(await mkdtemp(join(tmpdir(), 'retarget-project-')));
    });
    afterEach(() => rm(this.path, { recursive: true, force: true }));
  }

  /** Absolute path of a file that now holds this text. */
  async write(name: string, text = ''): Promise<string> {
    const path = join(this.path, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  }

  writeConfig(config: unknown): Promise<string> {
    return this.write('retarget.json', JSON.stringify(config, null, 2));
  }
}

/** The failure that this ends with; a test that expects one fails where there is none. */
export async function failureFrom(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('Expected a failure.');
}
