// Programs of many units: what goes wrong, what is interrupted, and what is told on the way.
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  buildProgram,
  type BuildOptions,
  type BuiltProgram,
} from '../../src/build/build-program.ts';
import type { BuildStep } from '../../src/build/build-progress.ts';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import type { PreparedProgram, Unit } from '../../src/model/program.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { BuildPlace, targets } from './build-place.ts';

const TARGETS = targets('x86-64', 'x86-64-v3');

const place = new BuildPlace('scale');

function unit(name: string, source: string): Promise<Unit> {
  return place.unit(name, source);
}

function given(name: string): Unit {
  const source = join(place.folder, name);
  return { source, language: 'object', directory: place.folder, flags: [], removed: [] };
}

/** A main that adds up what each of `count` units gives: its number, or twice that for a target with AVX2. */
async function sum(count: number): Promise<PreparedProgram> {
  const numbers = Array.from({ length: count }, (_, n) => n);
  const units = await Promise.all(
    numbers.map((n) =>
      unit(
        `unit${n}.c`,
        n % 2 === 0
          ? `int unit${n}(void) { return ${n}; }\n`
          : `#ifdef __AVX2__\nint unit${n}(void) { return ${2 * n}; }\n#else\nint unit${n}(void) { return ${n}; }\n#endif\n`,
      ),
    ),
  );
  const main = await unit(
    'main.c',
    `#include <stdio.h>\n${numbers.map((n) => `int unit${n}(void);`).join('\n')}\nint main(void) { printf("%d\\n", 0${numbers.map((n) => ` + unit${n}()`).join('')}); return 0; }\n`,
  );
  return programOf([main, ...units]);
}

function programOf(units: readonly Unit[]): PreparedProgram {
  const link = { flags: [], language: 'c', directory: place.folder, removed: [] } as const;
  return { name: 'sum', directory: place.folder, units, link, benchmarks: [] };
}

function build(
  program: PreparedProgram,
  changes: Partial<BuildOptions> = {},
): Promise<BuiltProgram> {
  return buildProgram(program, TARGETS, place.options(changes));
}

function output(built: BuiltProgram, index: number): Promise<string> {
  return place.output(built, index);
}

/** Parts of the whole that were done after each step. */
function parts(steps: readonly BuildStep[]): number[] {
  return steps.map(({ done, total }) => done / total);
}

describe('a build of many units', () => {
  it('that was interrupted goes on from where it was', async () => {
    const program = await sum(16);
    const controller = new AbortController();
    const steps: BuildStep[] = [];
    const first = build(program, {
      signal: controller.signal,
      onStep: (step) => {
        steps.push(step);
        if (steps.length === 20) controller.abort();
      },
    });
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    const second = await build(program);
    const { stepsRun, stepsCached } = second.facts;
    expect(stepsCached).toBeGreaterThanOrEqual(20);
    expect(stepsRun).toBeGreaterThan(0);
    expect(await output(second, 0)).toBe('120\n');
    expect(await output(second, 1)).toBe('184\n');
    const whole = await build(program, {
      cache: new ArtifactCache({ folder: join(place.folder, 'other') }),
    });
    expect(stepsRun + stepsCached).toBe(whole.facts.stepsRun + whole.facts.stepsCached);
    expect(stepsRun).toBeLessThan(whole.facts.stepsRun);
  });

  it('counts all its steps from the start, and only takes off what is not needed', async () => {
    const steps: BuildStep[] = [];
    await build(await sum(8), { onStep: (step) => steps.push(step) });
    expect(parts(steps)).toEqual([...parts(steps)].sort((a, b) => a - b));
    const totals = steps.map(({ total }) => total);
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
    // 9 front ends, 4 more for the target that 4 of them ask for, 9 objects and a link for each target.
    expect(steps.at(-1)).toMatchObject({ done: 9 + 4 + 2 * (9 + 1), total: 9 + 4 + 2 * (9 + 1) });
  });

  it('goes on past units that fail, names them all, and counts nothing that they were needed for', async () => {
    const { units } = await sum(6);
    const bad = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        unit(`bad${n}.c`, `int bad${n}(void) { return no${n}; }\n`),
      ),
    );
    const steps: BuildStep[] = [];
    const built = await build(programOf([...bad, ...units]), {
      onStep: (step) => steps.push(step),
    });
    expect(built.failure?.message).toContain('5 of 12 units do not compile');
    for (const n of [0, 1, 2, 3, 4]) expect(built.failure?.details).toContain(`'no${n}'`);
    expect(steps.filter(({ step }) => step === 'code generation')).toHaveLength(2 * 7);
    expect(await readdir(join(place.folder, 'work'))).toEqual([]);
    // Only the links are left, which nobody has given up before the last object is there.
    const { done = 0, total = 0 } = steps.at(-1) ?? {};
    expect(total - done).toBeLessThanOrEqual(TARGETS.length);
  });

  it('keeps what it tells of failures short, however many they are', async () => {
    const longWords = Array.from({ length: 30 }, (_, n) => `no${n}${'x'.repeat(400)};`).join(' ');
    const bad = await Promise.all(
      Array.from({ length: 20 }, (_, n) => unit(`bad${n}.c`, `int f(void) { ${longWords} }\n`)),
    );
    const { failure } = await build(programOf(bad), { bitcodeOnly: true });
    expect(failure?.details?.length).toBeLessThan(200_000);
    for (const { source } of bad) expect(failure?.details).toContain(`${source} does not compile`);
  });

  it.runIf(process.platform === 'linux')('opens few files at once', async () => {
    const { source } = await unit('one.c', 'static int nothing;\n');
    const object = join(place.folder, 'one.o');
    await runProcess({ command: place.toolchain.clang, args: ['-c', source, '-o', object] });
    const names = Array.from({ length: 400 }, (_, n) => `given${n}.o`);
    for (const name of names) await copyFile(object, join(place.folder, name));
    const main = await unit('main.c', 'int main(void) { return 0; }\n');
    const before = (await readdir('/proc/self/fd')).length;
    let most = 0;
    const watching = setInterval(() => {
      void readdir('/proc/self/fd').then((files) => (most = Math.max(most, files.length)));
    }, 1);
    const built = await build(programOf([main, ...names.map(given)]));
    clearInterval(watching);
    expect(built.variants.map(({ variant }) => variant.state)).toEqual(['built', 'built']);
    expect(most - before).toBeLessThan(100);
  });
});
