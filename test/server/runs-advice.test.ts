// What a failure advises, taken with one request, leads to a run that measures.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { bundledServer } from './language-server.ts';

const server = bundledServer();

const CLOCK = `#include <stdio.h>
#include <time.h>
int main(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  printf("value 42\\n");
  printf("Started at %ld\\n", now.tv_nsec);
  for (volatile unsigned i = 0; i < 3000000; i++) { }
  return 0;
}
`;

it('an output that changes is compared without its changing lines, in a retarget.json that is written for it', async () => {
  const folder = join(server.folder, 'clock');
  await server.write({ 'clock/clock.c': CLOCK });
  const client = await server.start({ folders: [folder] });
  const profile = async () => {
    const { run } = await client.request('retarget/profile', {
      ...{ paths: [folder], baseline: 'x86-64', targets: ['x86-64-v2'], budget: 0.3 },
    });
    return {
      path: run.path,
      benchmark: (JSON.parse(await readFile(run.path, 'utf8')) as Run).programs[0]?.benchmarks[0],
    };
  };
  const { path, benchmark } = await profile();
  expect(benchmark?.failure?.code).toBe('benchmark-unstable-output');
  const remedies = benchmark?.failure?.remedies ?? [];
  const ignoring = remedies.findIndex(
    (each) => each.kind === 'set-benchmark' && each.check?.ignoreLines !== undefined,
  );
  expect(ignoring).not.toBe(-1);
  const place = { path, program: 0, benchmark: 0 };
  const taken = await client.request('retarget/takeAdvice', { ...place, remedy: ignoring });
  expect(taken).toEqual({ folder, program: 'clock', writtenTo: join(folder, 'retarget.json') });
  const again = await profile();
  expect(again.benchmark?.failure).toBeUndefined();
  expect(again.benchmark?.comparisons.length).toBeGreaterThan(0);
  expect(await client.failure('retarget/takeAdvice', { ...place, remedy: 99 })).toMatchObject({
    ...{
      code: 'usage',
      message: expect.stringContaining('does not contain this advice') as string,
    },
  });
});
