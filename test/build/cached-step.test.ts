// A step with several outputs, by the real compiler: an object, and what the optimiser says of its loops.
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Builder } from '../../src/build/builder.ts';
import { compileInputs } from '../../src/build/compile-inputs.ts';
import { withDependencyFile } from '../../src/build/dependencies.ts';
import {
  cachedStep,
  type Made,
  type CachedResult,
  type CachedStep,
} from '../../src/build/cached-step.ts';
import { ArtifactCache, type StoredFile } from '../../src/cache/artifact-cache.ts';
import type { Unit } from '../../src/model/program.ts';
import { BuildPlace } from './build-place.ts';

const place = new BuildPlace('outputs');

const SUM = `#include "count.h"
float sum(const float *p) { float s = 0; for (int i = 0; i < COUNT; i++) s += p[i]; return s; }
`;
const FLAGS = ['-O3', '-ffast-math'];

/** How often the compiler ran. */
let ran = 0;

async function compile(builder: Builder, unit: Unit, dependencies: string) {
  const [object, remarks] = [builder.temporary('.o'), builder.temporary('.yaml')];
  const argv = [
    ...[place.toolchain.clang, ...FLAGS, '-c', unit.source, '-o', object],
    ...['-fsave-optimization-record', `-foptimization-record-file=${remarks}`],
    ...['-MD', '-MF', dependencies, '-MT', 'unit'],
  ];
  const { exitCode, stderr } = await builder.run(argv, unit.directory, 0);
  expect(exitCode, stderr).toBe(0);
  ran += 1;
  try {
    return {
      ...{ content: await readFile(object), facts: null },
      others: { remarks: await readFile(remarks) },
      ...(await compileInputs(builder, unit, dependencies)),
    };
  } finally {
    for (const file of [object, remarks]) await rm(file);
  }
}

function plain({ content, facts, inputs, asked }: Made<'remarks'>): Made {
  return { content, facts, inputs, ...(asked === undefined ? {} : { asked }) };
}

/** Each build is another process's. */
function openBuilder(): Promise<Builder> {
  const cache = new ArtifactCache({ folder: place.cache.folder });
  return Builder.open({ ...place.options(), cache });
}

async function withRemarks(unit: Unit): Promise<CachedResult<'remarks'>> {
  const builder = await openBuilder();
  const step: CachedStep<'remarks'> = {
    ...{ name: 'object', others: ['remarks'], ingredients: [unit.source, FLAGS] },
    make: () => withDependencyFile(builder, (file) => compile(builder, unit, file)),
  };
  return cachedStep(builder, step);
}

async function withoutRemarks(unit: Unit): Promise<CachedResult> {
  const builder = await openBuilder();
  return cachedStep(builder, {
    ...{ name: 'object', ingredients: [unit.source, FLAGS] },
    make: async () =>
      plain(await withDependencyFile(builder, (file) => compile(builder, unit, file))),
  });
}

async function unitOf(count: number): Promise<Unit> {
  await place.write('count.h', `#define COUNT ${count}\n`);
  ran = 0;
  return place.unit('sum.c', SUM);
}

function text({ path }: StoredFile): Promise<string> {
  return readFile(path, 'utf8');
}

describe('a step that makes an object and remarks', () => {
  it('is found again with both, and made again where a header changes', async () => {
    const unit = await unitOf(4096);
    const { artifact } = await withRemarks(unit);
    const remarks = await text(artifact.others.remarks);
    expect(remarks).toContain('!Passed\nPass:            loop-vectorize');
    expect((await withRemarks(unit)).artifact).toEqual(artifact);
    expect(ran).toBe(1);
    await place.write('count.h', '#define COUNT 2\n');
    const changed = await withRemarks(unit);
    expect(await text(changed.artifact.others.remarks)).not.toContain('loop-vectorize');
    await place.write('count.h', '#define COUNT 4096\n');
    expect((await withRemarks(unit)).artifact).toEqual(artifact);
    expect(ran).toBe(2);
  });

  it('is made again, whole, where either of the two is damaged', async () => {
    const unit = await unitOf(512);
    const { artifact } = await withRemarks(unit);
    const whole = [await text(artifact), await text(artifact.others.remarks)];
    await truncate(artifact.others.remarks.path, 100);
    await withRemarks(unit);
    expect(ran).toBe(2);
    await writeFile(artifact.path, Buffer.alloc(artifact.size));
    const healed = await withRemarks(unit);
    expect(ran).toBe(3);
    expect([await text(healed.artifact), await text(healed.artifact.others.remarks)]).toEqual(
      whole,
    );
  });

  it('does not take an object alone for both, nor the other way round', async () => {
    const unit = await unitOf(64);
    const alone = await withoutRemarks(unit);
    expect(alone.artifact.others).toEqual({});
    const both = await withRemarks(unit);
    expect(ran).toBe(2);
    expect(both.artifact.hash).toBe(alone.artifact.hash);
    expect((await withoutRemarks(unit)).artifact.others).toEqual({});
    expect(ran).toBe(2);
  });
});
