// A build that comes out as before is compared by the objects that were compared then.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../../src/build/build-program.ts';
import { Builder } from '../../../src/build/builder.ts';
import {
  comparableObjects,
  type Comparable,
} from '../../../src/build/verify/comparable-objects.ts';
import { earlierSample, keepSample } from '../../../src/build/verify/earlier-sample.ts';
import { verifyProgram } from '../../../src/build/verify/verify-program.ts';
import type { Verification } from '../../../src/model/verification.ts';
import { BuildPlace, targets } from '../build-place.ts';

const place = new BuildPlace('samples');
const TARGETS = targets('x86-64', 'x86-64-v3');

async function built(answer: number): Promise<BuiltProgram> {
  const units = [
    await place.unit('main.c', 'int other(void);\nint main(void) { return other(); }\n'),
    await place.unit('other.c', `int other(void) { return ${answer}; }\n`),
  ];
  return buildProgram(
    {
      ...{ name: 'sampled', directory: place.folder, units, benchmarks: [] },
      link: { flags: [], language: 'c', directory: place.folder, removed: [] },
    },
    TARGETS,
    place.options(),
  );
}

async function objectsOf(program: BuiltProgram): Promise<[Builder, readonly Comparable[]]> {
  const builder = await Builder.open(place.options());
  return [builder, (await comparableObjects(builder, program, TARGETS)).comparable];
}

function verified(program: BuiltProgram, seed: number): Promise<Verification> {
  return verifyProgram(program, TARGETS, {
    ...{ toolchain: place.toolchain, cache: place.cache, workFolder: join(place.folder, 'work') },
    ...{ choice: 'sample', seed },
  });
}

describe.runIf(process.arch === 'x64')('the sample of a build that came out as before', () => {
  it('is the earlier one, whatever the seed', async () => {
    const program = await built(1);
    const [builder, objects] = await objectsOf(program);
    const [, second] = objects;
    if (second === undefined) throw new Error('nothing was built');
    await keepSample(builder, objects, new Set([second]));
    expect(await earlierSample(builder, objects)).toEqual([second]);
    const counts = { comparable: 4, compared: 1, equal: 1 };
    expect(await verified(program, 1)).toMatchObject({ ...counts, remembered: 0 });
    expect(await verified(program, 2)).toMatchObject({ ...counts, remembered: 1 });
  });

  it('is kept where one was drawn', async () => {
    const program = await built(1);
    const { compared } = await verified(program, 1);
    const [builder, objects] = await objectsOf(program);
    expect(compared).toBeGreaterThan(0);
    expect(await earlierSample(builder, objects)).toHaveLength(compared);
  });

  it('is not taken for that of other objects', async () => {
    const [builder, objects] = await objectsOf(await built(1));
    await keepSample(builder, objects, new Set(objects));
    const [other, changed] = await objectsOf(await built(2));
    expect(await earlierSample(other, changed)).toBeUndefined();
  });
});
