import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../src/bench/executor.ts';
import { variantOfTarget } from '../../src/model/variant.ts';
import {
  measureBenchmark,
  type MeasureOptions,
  type MeasureRequest,
  type Measurement,
} from '../../src/bench/measure.ts';
import { openExecutor } from '../../src/bench/open-executor.ts';
import type { Benchmark } from '../../src/model/program.ts';
import {
  benchmark,
  compile,
  eventually,
  freshFolder,
  processesWith,
  toolchain,
} from './compile.ts';

const folder = freshFolder();
process.env['RETARGET_CACHE'] = join(folder, 'cache');

let executor: Executor;
beforeAll(async () => {
  executor = await openExecutor(toolchain);
});
afterAll(() => executor.close());

let programs = 0;

/** One program for two targets: `WIDE` is 1 in the second one only. */
function variants(body: string): MeasureRequest['contestants'] {
  const source = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>
int main(int argc, char **argv) { (void)argc, (void)argv; ${body} return 0; }`;
  programs++;
  return [0, 1].map((wide) => ({
    ...variantOfTarget(wide === 1 ? 'wide' : 'base'),
    executable: compile(folder, `program ${programs}-${wide}`, `#define WIDE ${wide}\n${source}`),
  }));
}

function measure(
  contestants: MeasureRequest['contestants'],
  configured: Partial<Benchmark> = {},
  options: Partial<MeasureOptions> = {},
  more: Partial<MeasureRequest> = {},
): Promise<Measurement> {
  const request = {
    benchmark: benchmark(configured),
    contestants,
    precision: 0.5,
    budget: 2,
    seed: 3,
    stageFolder: join(folder, 'stage'),
    executableName: 'program',
    ...more,
  };
  return measureBenchmark(request, { executor, ...options });
}

describe('a real program', () => {
  it('is measured for both targets, in wall and CPU time, memory and exit', async () => {
    const spin = variants(
      'for (volatile int i = 0; i < (WIDE ? 1000000 : 8000000); i++) continue;',
    );
    const result = await measure(spin, { metric: { kind: 'cpu' } });
    expect(result.failure).toBeUndefined();
    expect(result.rounds).toBeGreaterThanOrEqual(6);
    expect(result.comparisons[1]?.speedup?.estimate).toBeGreaterThan(1);
    for (const sample of result.samples) {
      expect(sample.wall).toBeGreaterThan(0);
      expect(sample.user + sample.system).toBeGreaterThan(0);
      expect(sample.peakMemory).toBeGreaterThan(0);
    }
    expect(readdirSync(join(folder, 'stage'))).toEqual([]);
  });

  it('cannot tell from its own name or path which variant it is', async () => {
    const names = variants(
      'char path[4096] = {0}; if (readlink("/proc/self/exe", path, 4095) < 0) return 1; printf("%s %s\\n", argv[0], path);',
    );
    const result = await measure(names);
    expect([result.failure, [...result.failures]]).toEqual([undefined, []]);
  });

  it.each(['a b', '"quoted\'', '$(touch x)', '-rf', 'two\nlines', 'Zähler ✓', '.hidden', 'next'])(
    'may be called %j, its arguments, folder and input too',
    async (name) => {
      const directory = join(folder, 'stage of', name);
      const { mkdirSync } = await import('node:fs');
      mkdirSync(directory, { recursive: true });
      const stdin = join(directory, name);
      writeFileSync(stdin, name);
      const echo = variants(
        'char text[99] = {0}; fread(text, 1, 98, stdin); return strcmp(text, argv[1]) || strcmp(getenv("WORD"), argv[1]);',
      );
      const result = await measure(
        echo,
        { name, args: [name], env: { WORD: name }, directory, stdin },
        {},
        { executableName: name, stageFolder: directory },
      );
      expect([result.failure, [...result.failures]]).toEqual([undefined, []]);
    },
  );

  it('is stopped at once by the signal, leaves no process and keeps finished rounds', async () => {
    const controller = new AbortController();
    const sleepy = variants('usleep(3000); if (access(argv[1], F_OK) == 0) for (;;) pause();');
    const flag = join(folder, 'tag-interrupted');
    const running = measure(
      sleepy,
      { args: [flag] },
      {
        signal: controller.signal,
        onRound: ({ rounds }) => {
          if (rounds === 3) writeFileSync(flag, '');
        },
      },
    );
    expect(await eventually(() => processesWith('tag-interrupted').length > 0)).toBe(true);
    setTimeout(() => {
      controller.abort();
    }, 500);
    const result = await running;
    expect([result.stopped, result.rounds, result.samples.length]).toEqual(['interrupted', 3, 6]);
    expect(processesWith('tag-interrupted')).toEqual([]);
  });
});

describe('bad benchmarks', () => {
  it('a missing executable is named', async () => {
    const executable = join(folder, 'gone');
    const result = await measure([{ ...variantOfTarget('base'), executable }]);
    expect(result.failure).toMatchObject({ code: 'benchmark-missing' });
    expect(result.failure?.message).toContain(executable);
  });

  it('one that is not executable is said to be so', async () => {
    const executable = join(folder, 'text');
    writeFileSync(executable, 'text');
    const result = await measure([{ ...variantOfTarget('base'), executable }]);
    expect(result.failure?.code).toBe('benchmark-not-executable');
  });

  it('a missing input file or folder is named', async () => {
    const fine = variants('');
    const missing = join(folder, 'no such');
    const input = await measure(fine, { stdin: missing });
    expect(input.failure).toMatchObject({ code: 'benchmark-missing', place: { file: missing } });
    const directory = await measure(fine, { directory: missing });
    expect(directory.failure).toMatchObject({
      code: 'benchmark-missing',
      place: { file: missing },
    });
  });

  it('a crash at the baseline ends the benchmark, with what the program said', async () => {
    const result = await measure(variants('fprintf(stderr, "about to go\\n"); abort();'));
    expect([result.stopped, result.failure?.code]).toEqual(['failed', 'benchmark-crashed']);
    expect(result.failure?.message).toContain('SIGABRT');
    expect(result.failure?.details).toBe('about to go');
  });

  it('an illegal instruction in one variant only takes that one out', async () => {
    const result = await measure(
      variants('if (WIDE) __builtin_trap(); raise(WIDE ? SIGILL : SIGCONT);'),
    );
    expect(result.failure).toBeUndefined();
    expect([...result.failures.keys()]).toEqual(['wide/whole/own']);
    expect(result.failures.get('wide/whole/own')).toMatchObject({ code: 'benchmark-crashed' });
    expect(result.failures.get('wide/whole/own')?.message).toMatch(/SIG(ILL|TRAP)/);
    const illegal = await measure(variants('if (WIDE) raise(SIGILL);'));
    expect(illegal.failures.get('wide/whole/own')?.message).toContain(
      'SIGILL (illegal instruction)',
    );
  });

  it('one that hangs is killed at its limit, and its target or the benchmark fails', async () => {
    const both = await measure(variants('for (;;) pause();'), { timeLimit: 200 });
    expect(both.failure).toMatchObject({ code: 'benchmark-timeout' });
    expect(both.failure?.hint).toContain('timeLimit');
    const one = await measure(variants('if (WIDE) for (;;) pause();'), { timeLimit: 3000 });
    expect([one.failure, one.failures.get('wide/whole/own')?.code]).toEqual([
      undefined,
      'benchmark-timeout',
    ]);
  });

  it('one that leaves children is measured, the children are killed, and that is said', async () => {
    const forks = variants('if (fork() == 0) { setsid(); for (;;) pause(); }');
    const result = await measure(forks, { args: ['tag-forks'] });
    expect(result.failure).toBeUndefined();
    expect(result.warnings.filter(({ code }) => code === 'left-processes')).toHaveLength(2);
    expect(processesWith('tag-forks')).toEqual([]);
  });

  const flood = (size: string): string =>
    `static char block[1 << 20]; memset(block, 'x', sizeof block);
     for (int i = 0; i < ${size}; i++) { if (WIDE && argc > 1 && i == 20) block[5] = 'y'; fwrite(block, 1, sizeof block, stdout); }`;

  it('one that prints far more than is kept is compared to its end, and that is said', async () => {
    const prints = variants(flood('64'));
    const same = await measure(prints);
    expect([same.failure, same.failures.size]).toEqual([undefined, 0]);
    expect(same.warnings).toContainEqual(expect.objectContaining({ code: 'output-truncated' }));
    const different = await measure(prints, { args: ['differ'] });
    expect(different.failures.get('wide/whole/own')).toMatchObject({ code: 'output-differs' });
    expect(different.failures.get('wide/whole/own')?.message).toContain('(after the first 8 MiB)');
  });

  it('one that prints without end is killed at its limit, and the message says how much it printed', async () => {
    const result = await measure(variants('for (;;) puts("and again, and again, and again");'), {
      timeLimit: 1500,
    });
    expect(result.failure?.code).toBe('benchmark-timeout');
    expect(result.failure?.message).toMatch(/after printing .* [MG]iB/);
  });

  it('one that needs input and gets none fails with a hint at "stdin"', async () => {
    const result = await measure(
      variants('int x; if (scanf("%d", &x) != 1) { fputs("no number", stderr); return 2; }'),
    );
    expect(result.failure).toMatchObject({ code: 'benchmark-crashed', details: 'no number' });
    expect(result.failure?.hint).toContain('"stdin"');
  });

  it('one that prints something else each time is refused, with what to configure', async () => {
    const clock = variants(
      'struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); printf("sum 5\\nelapsed time: %ld.%09ld\\n", t.tv_sec, t.tv_nsec);',
    );
    const refused = await measure(clock);
    expect([refused.stopped, refused.failure?.code]).toEqual([
      'failed',
      'benchmark-unstable-output',
    ]);
    expect(refused.failure?.message).toContain('line 2');
    expect(refused.failure?.details).toMatch(
      /first run: +elapsed time: .*\nsecond run: +elapsed time: /,
    );
    const advised = /\{"ignoreLines":(\[.*?\])\}/.exec(refused.failure?.hint ?? '')?.[1];
    const ignoreLines = JSON.parse(advised ?? '[]') as string[];
    const followed = await measure(clock, { check: { output: 'exact', ignoreLines } });
    expect([followed.failure, followed.failures.size]).toEqual([undefined, 0]);
  });

  it('one whose last digits differ for a target is wrong by default, and right with the advised tolerance', async () => {
    const digits = variants('printf("energy = %.9f J\\n", WIDE ? 1.000000012 : 1.000000011);');
    const wrong = (await measure(digits)).failures.get('wide/whole/own');
    expect(wrong?.code).toBe('output-differs');
    expect(wrong?.message).toContain('line 1');
    expect(wrong?.details).toBe(
      'baseline: energy = 1.000000011 J\nwide:     energy = 1.000000012 J',
    );
    const tolerance = Number(/"tolerance":([\d.e-]+)/.exec(wrong?.hint ?? '')?.[1]);
    const right = await measure(digits, {
      check: { output: 'numbers', tolerance, ignoreLines: [] },
    });
    expect([...right.failures]).toEqual([]);
  });

  it('one that cannot be pinned where asked says so', async () => {
    const result = await measure(variants(''), {}, {}, { pin: 100_000 });
    expect(result.failure?.code).toBe('usage');
    expect(result.failure?.message).toContain('core 100000');
  });

  it('a stage folder that cannot be made is named', async () => {
    const stageFolder = join(folder, 'text too');
    writeFileSync(stageFolder, '');
    const result = await measure(variants(''), {}, {}, { stageFolder });
    expect(result.failure?.code).toBe('folder-read-only');
  });
});
