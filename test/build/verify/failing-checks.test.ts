// What a check that cannot be done says: nothing against the code, and the run goes on.
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../../src/build/build-program.ts';
import { Builder } from '../../../src/build/builder.ts';
import { compareObject } from '../../../src/build/verify/compare-object.ts';
import { verifyProgram } from '../../../src/build/verify/verify-program.ts';
import { FailureError } from '../../../src/model/failure.ts';
import { BuildPlace, targets } from '../build-place.ts';

const place = new BuildPlace('checks');
const TARGETS = targets('x86-64', 'x86-64-v3');

async function built(): Promise<BuiltProgram> {
  const unit = await place.unit('main.c', 'int main(void) { return 0; }\n');
  return buildProgram(
    {
      ...{ name: 'checked', directory: place.folder, units: [unit] },
      ...{
        link: { flags: [], language: 'c', directory: place.folder, removed: [] },
        benchmarks: [],
      },
    },
    TARGETS,
    place.options(),
  );
}

describe.runIf(process.arch === 'x64')('holding code against direct builds', () => {
  it('leaves an object out whose compiler is killed', async () => {
    const program = await built();
    const clang = await place.write('killed', '#!/bin/sh\nkill -9 $$\n');
    await chmod(clang, 0o755);
    const toolchain = { ...place.toolchain, clang };
    const verification = await verifyProgram(program, TARGETS, {
      ...{ toolchain, cache: place.cache, workFolder: join(place.folder, 'work') },
      ...{ choice: 'all', seed: 1 },
    });
    expect(verification).toMatchObject({ comparable: 2, compared: 0, departures: [] });
    expect(verification.uncompared).toEqual([
      expect.objectContaining({
        ...{ reason: 'failed', objects: 2, detail: expect.stringContaining('SIGKILL') as string },
      }),
    ]);
  });

  it.each([
    [true, 'refused'],
    [false, 'uncompared'],
  ])('a direct compile that fails, with files as they were: %s', async (isSettled, kind) => {
    const program = await built();
    const object = program.variants[0]?.objects[0]?.object?.object;
    if (object === undefined) throw new Error('nothing was built');
    const builder = await Builder.open(place.options());
    const failure = { code: 'compile-failed', message: 'expected expression' } as const;
    const direct = {
      argv: [],
      make: () => Promise.reject(new FailureError(failure)),
      isSettled: () => Promise.resolve(isSettled),
    };
    const comparison = await compareObject(builder, object, direct, program.startedAt);
    expect(comparison.kind).toBe(kind);
  });
});
