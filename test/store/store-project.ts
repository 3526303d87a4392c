// A fresh project folder for each test of the store, and what its files and failures look like.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { FailureCode } from '../../src/model/failure.ts';

export const OLDER = '20261121-090000-aaaa';
export const NEWER = '20261122-160501-3f2a';

/** Resolves to the folder of the test that is running. */
export function freshProject(): () => string {
  let project = '';
  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'retarget-store-'));
  });
  afterEach(async () => {
    await rm(project, { recursive: true, force: true });
  });
  return () => project;
}

/** Matches a FailureError with this code, whose message matches. */
export function failing(code: FailureCode, message: RegExp): Error {
  return expect.objectContaining({
    failure: expect.objectContaining({
      code,
      message: expect.stringMatching(message) as string,
    }) as object,
  }) as Error;
}
