// What a build is measured by: a plan that is text, and files named by what is in them, which need nothing else of this host.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { measurePlan } from '../../src/bench/measure-plan.ts';
import { openExecutor } from '../../src/bench/open-executor.ts';
import type { MeasuredBenchmark, MeasuringPlan } from '../../src/model/measuring-plan.ts';
import type { BenchmarkResult } from '../../src/model/run.ts';
import { benchmarkResult } from '../../src/profile/benchmark-result.ts';
import { buildPrograms, inWorkshop } from '../../src/profile/build-programs.ts';
import { planMeasuring } from '../../src/profile/plan-measuring.ts';
import { planProfile } from '../../src/profile/profile-plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'retarget-plan-'));
process.env['RETARGET_CACHE'] = join(folder, 'cache');

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const SOURCE = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char **argv) {
#ifdef __AVX__
  int turns = 4;
#else
  int turns = 8;
#endif
  if (argc != 2 || strcmp(argv[1], "a b") != 0 || strcmp(getenv("WORD"), "said") != 0) return 3;
  int sum = 0;
  for (int c; (c = getchar()) != EOF;) sum += c;
  volatile double spent = 0;
  for (int i = 0; i < turns * 100000; i++) spent += i;
  printf("letters: %d\\n", sum);
  return 0;
}
`;

it('is measured from its text elsewhere, where the project, the cache and the work folder are gone', async () => {
  const project = join(folder, 'project');
  const elsewhere = join(folder, 'elsewhere');
  await mkdir(project);
  await mkdir(elsewhere);
  await writeFile(join(project, 'main.c'), SOURCE);
  await writeFile(join(project, 'in.txt'), 'AB');
  const benchmark = {
    ...{ name: 'all', args: ['a b'], env: { WORD: 'said' }, stdin: 'in.txt' },
    metric: { pattern: 'letters: (\\d+)', better: 'lower' },
  };
  const programs = [{ name: 'it', sources: ['main.c'], benchmarks: [benchmark] }];
  await writeFile(join(project, 'retarget.json'), JSON.stringify({ programs }));

  const { signal } = new AbortController();
  const onEvent = (): void => undefined;
  const request = { paths: [project], baseline: 'x86-64', targets: ['x86-64-v2', 'x86-64-v3'] };
  const plan = await planProfile({ ...request, budget: 1, seed: 1 }, { signal });
  const executor = await openExecutor(plan.toolchain, { signal });
  const listener = { onWarning: () => undefined, onResult: () => undefined };
  const { text, built, workFolder } = await inWorkshop(plan, signal, async (workshop) => {
    const all = await buildPrograms(plan, plan.targets, workshop, listener, { onEvent });
    const planned = await planMeasuring(plan, all, {
      ...{ workshop, executor, onEvent, onWarning: listener.onWarning },
      onOwnProgram: () => undefined,
    });
    for (const [hash, path] of planned.files) {
      expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(hash);
      await copyFile(path, join(elsewhere, hash));
    }
    const asText = JSON.stringify(planned.plan);
    // Nothing is lost on the way: no function, no undefined value, no map.
    expect(JSON.parse(asText)).toStrictEqual(planned.plan);
    return {
      ...{ text: asText, workFolder: workshop.workFolder },
      built: all[0]?.variants.map(({ variant }) => variant) ?? [],
    };
  });
  expect(text).not.toContain(join(folder, 'cache'));
  expect(text).not.toContain(workFolder);
  expect(text.split(project)).toHaveLength(2);

  const read = JSON.parse(text) as MeasuringPlan;
  const data = join(folder, 'data');
  await rename(project, data);
  rmSync(join(folder, 'cache'), { recursive: true });
  const hashes = read.programs.flatMap(({ variants }) => variants.map((each) => each.executable));
  // v2 has the baseline's code, and what looks at the target has code from bitcode beside it.
  const planned = read.programs[0]?.variants ?? [];
  expect(planned.map(({ target, flavour }) => `${target} ${flavour}`)).toEqual([
    ...['x86-64 whole', 'x86-64-v3 whole', 'x86-64-v3 bitcode'],
  ]);
  const parts: string[] = [];
  await measurePlan(
    { ...read, folder: data },
    {
      ...{ executor, signal, onEvent, onWarning: () => undefined },
      files: new Map(hashes.map((hash) => [hash, join(elsewhere, hash)])),
      workFolder: join(folder, 'work'),
      onMeasured: (_, measured) => {
        parts.push(JSON.stringify(measured));
        return Promise.resolve();
      },
    },
  );
  await executor.close();

  const [measured] = parts.map((part) => JSON.parse(part) as MeasuredBenchmark);
  expect(measured).toMatchObject({ failures: {}, benchmark: { stdin: join(data, 'in.txt') } });
  expect(measured?.failure).toBeUndefined();
  // The letters of its input: 65 + 66.
  expect(new Set(measured?.samples.map(({ value }) => value))).toEqual(new Set([131]));
  const result: BenchmarkResult | undefined =
    measured && benchmarkResult(measured, { targets: plan.targets, built, planned, precision: 1 });
  expect(result?.comparisons.map(({ target, verdict }) => [target, verdict])).toEqual([
    ['x86-64', 'baseline'],
    ['x86-64-v2', 'identical code'],
    ['x86-64-v3', 'no difference'],
  ]);
  expect(result?.comparisons[2]?.askingShare?.estimate).toBe(1);
});
