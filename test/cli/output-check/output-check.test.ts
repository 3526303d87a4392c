import { writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchmarkResult, Run } from '../../../src/model/run.ts';
import { settingOptions } from '../../../src/report/setting-options.ts';
import { badInput } from '../bad-input/bad-input.ts';

const retarget = badInput();
const x86 = process.arch === 'x64';

async function profile(...words: readonly string[]): Promise<BenchmarkResult[]> {
  const { stdout, stderr } = await retarget.run([
    'profile',
    ...words,
    ...['--budget', '0.1s', '--format', 'json'],
  ]);
  expect(stdout, stderr).not.toBe('');
  return (JSON.parse(stdout) as Run).programs.flatMap(({ benchmarks }) => benchmarks);
}

const verdictsOf = (result: BenchmarkResult | undefined): string[] =>
  result?.comparisons.map(({ verdict }) => verdict) ?? [];
const codesOf = (result: BenchmarkResult | undefined): string[] =>
  result?.warnings.map(({ code }) => code) ?? [];

/** Says which target it was built for, by what a target lets the compiler do. */
const WIDE = '#ifdef __SSE3__\n#define WIDE 1\n#else\n#define WIDE 0\n#endif\n';
const V2 = ['--targets', 'x86-64-v2', '--baseline', 'x86-64'] as const;

describe.runIf(x86)('what a program writes', () => {
  const writes = (wide: string): string => `#include <stdio.h>
${WIDE}
int main(void) {
  FILE *file = fopen("out.bin", "wb");
  fwrite(WIDE ? "${wide}" : "\\0\\1\\2\\3", 1, 4, file);
  return fclose(file);
}
`;
  const project = (wide: string, check?: object): Promise<string> => {
    const benchmarks = [{ name: 'b', ...(check === undefined ? {} : { check }) }];
    const programs = [{ name: 'w', sources: ['w.c'], flags: ['-O1'], benchmarks }];
    return retarget.project({ 'w.c': writes(wide) }, { programs });
  };

  it('is named where nothing was printed, so that nothing but the exit code was checked', async () => {
    const [result] = await profile(await project('\\0\\1\\2\\4'), ...V2);
    expect(codesOf(result)).toContain('nothing-checked');
    expect(result?.warnings.find(({ code }) => code === 'nothing-checked')?.message).toContain(
      '"files": ["out.bin"]',
    );
  });

  it('is compared like the output, also where it is no text', async () => {
    const [wrong] = await profile(await project('\\0\\1\\2\\4', { files: ['out.bin'] }), ...V2);
    expect(verdictsOf(wrong)).toEqual(['baseline', 'wrong output']);
    expect(wrong?.comparisons[1]?.failure?.message).toContain('(first at byte 4)');
    const [right] = await profile(await project('\\0\\1\\2\\3', { files: ['out.bin'] }), ...V2);
    expect(verdictsOf(right)).not.toContain('wrong output');
    expect(codesOf(right)).not.toContain('nothing-checked');
  });

  it('has to be written by each execution', async () => {
    const folder = await project('\\0\\1\\2\\3', { files: ['w.c', 'out.bin'] });
    const [stale] = await profile(folder, ...V2);
    expect(stale?.failure?.message).toContain('w.c, named in "files" under "check", exists, but');
    const [gone] = await profile(await project('abc', { files: ['none.txt'] }), ...V2);
    expect(gone?.failure?.message).toContain(
      'none.txt, named in "files" under "check", was not written',
    );
    const benchmarks = [
      { name: 'b', check: { files: ['out.pgm'] }, prepare: ['cp', 'blank.pgm', 'out.pgm'] },
    ];
    const programs = [{ name: 'w', sources: ['w.c'], flags: ['-O1'], benchmarks }];
    const files = { 'w.c': 'int main(void) { return 0; }\n', 'blank.pgm': 'P2 1 1 1 0\n' };
    const [prepared] = await profile(await retarget.project(files, { programs }), ...V2);
    expect(prepared?.failure?.message).toContain(
      'out.pgm, named in "files" under "check", exists, but',
    );
  });
});

/** The time, to some hundredths of a second: equal in a first and second run, and not much later. */
const CLOCK = `#include <stdio.h>
#include <stdlib.h>
int main(void) {
  FILE *file = fopen("count", "r");
  int count = 0;
  if (file) { if (fscanf(file, "%d", &count) != 1) return 3; fclose(file); }
  file = fopen("count", "w");
  fprintf(file, "%d", count + 1);
  fclose(file);
  return printf("at 12:00:%02d\\n", count / 2) < 0;
}
`;

describe.runIf(x86)('an output that changes by itself', () => {
  it('is never blamed on a target: the baseline is seen to change first', async () => {
    const folder = await retarget.project({ 'clock.c': `${WIDE}int wide = WIDE;\n${CLOCK}` });
    const [result] = await profile(join(folder, 'clock.c'), ...V2);
    expect(result?.failure?.code).toBe('benchmark-unstable-output');
    expect(result?.failure?.message).toMatch(/its (?:second|third) run of the same executable/u);
    expect(verdictsOf(result)).not.toContain('wrong output');
  });

  const CHANGING = `#include <stdio.h>
#include <time.h>
#include <unistd.h>
int main(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  printf("sum = %.17g\\n", 1000 + (now.tv_nsec % 1009) * 1e-12);
  printf("Elapsed: %.6f s\\n", (now.tv_nsec % 99991) * 1e-3 + 1);
  printf("Finished Tue Dec  1 06:47:%02d 2026\\n", (int)(now.tv_nsec / 1000 % 60));
  return printf("checked %d\\n", 42) < 0;
}
`;

  it('leads by the options that are advised to a run that still checks the rest', async () => {
    const folder = await retarget.project({ 'nd.c': CHANGING });
    let words: string[] = [];
    for (let step = 0; step < 3; step++) {
      const [result] = await profile(join(folder, 'nd.c'), ...V2, ...words);
      if (result?.failure === undefined) break;
      const advised = result.failure.remedies?.find(({ kind }) => kind === 'set-benchmark');
      const options = advised?.kind === 'set-benchmark' ? settingOptions(advised) : '';
      words = options.replaceAll("'", '').split(/ (?=--)/u);
    }
    const [result] = await profile(join(folder, 'nd.c'), ...V2, ...words);
    expect(result?.failure).toBeUndefined();
    const { check } = result?.benchmark ?? {};
    expect(check?.output).toBe('numbers');
    expect(check?.tolerance).toBeLessThanOrEqual(0.01);
    const ignored = (line: string): boolean =>
      check?.ignoreLines.some((pattern) => new RegExp(pattern, 'u').test(line)) === true;
    expect(ignored('sum = 1000.1')).toBe(false);
    expect(ignored('checked 43')).toBe(false);
    expect(ignored('Finished Wed Mar 11 07:01:59 2027')).toBe(true);
  });

  it('leads by the file that is advised to such a run as well', async () => {
    const folder = await retarget.project({ 'nd.c': CHANGING });
    let path = join(folder, 'nd.c');
    let failed = true;
    for (let step = 0; step < 3 && failed; step++) {
      const [result] = await profile(path, ...V2);
      failed = result?.failure !== undefined;
      const hint = result?.failure?.hint ?? '';
      const file = /create one next to it: (?<json>\{.*\})\):\n/u.exec(hint)?.groups?.['json'];
      const setting = /^ {2}"check": (?<json>\{.*?\}) to /mu.exec(hint)?.groups?.['json'];
      const config = join(folder, 'retarget.json');
      if (file !== undefined) await writeFile(config, file);
      else if (setting !== undefined) {
        const whole = JSON.parse(await readFile(config, 'utf8')) as {
          programs: { benchmarks: { check: unknown }[] }[];
        };
        const benchmark = whole.programs[0]?.benchmarks[0];
        if (benchmark !== undefined) benchmark.check = JSON.parse(setting);
        await writeFile(config, JSON.stringify(whole));
      }
      path = folder;
    }
    expect((await profile(folder, ...V2))[0]?.failure).toBeUndefined();
  });

  it('is offered as a metric where it holds a rate', async () => {
    const source = CHANGING.replace('Elapsed: %.6f s', 'copy: %.1f MB/s');
    const folder = await retarget.project({ 'nd.c': source });
    const [result] = await profile(join(folder, 'nd.c'), ...V2);
    const line = /^ {2}"metric": (?<metric>\{.*?\}), "check"/mu.exec(result?.failure?.hint ?? '');
    const metric = JSON.parse(line?.groups?.['metric'] ?? '{}') as Record<string, string>;
    expect(metric['better']).toBe('higher');
    expect(metric['unit']).toBe('MB/s');
    expect(new RegExp(metric['pattern'] ?? '', 'm').exec('x\ncopy: 123.4 MB/s')?.[1]).toBe('123.4');
  });
});

describe.runIf(x86)('numbers that should be zero', () => {
  it('are allowed by an absolute difference, which the advice names', async () => {
    const source = `#include <stdio.h>
${WIDE}
int main(void) { return printf("total 4096.5\\nresidual %s\\n", WIDE ? "-8.7e-15" : "1.5e-12") < 0; }
`;
    const config = (check: object): object => ({
      programs: [{ name: 'r', sources: ['r.c'], benchmarks: [{ name: 'b', check }] }],
    });
    const check = { output: 'numbers', tolerance: 1e-6 };
    const folder = await retarget.project({ 'r.c': source }, config(check));
    const [result] = await profile(folder, ...V2);
    expect(verdictsOf(result)).toEqual(['baseline', 'wrong output']);
    const hint = result?.comparisons[1]?.failure?.hint ?? '';
    const advised = /^ {2}"check": (?<json>\{.*?\}) to /mu.exec(hint)?.groups?.['json'] ?? '{}';
    const { absolute, tolerance } = JSON.parse(advised) as Record<string, number>;
    expect(absolute).toBeLessThanOrEqual(1e-9);
    expect(tolerance).toBe(1e-6);
    const again = await retarget.project({ 'r.c': source }, config(JSON.parse(advised) as object));
    expect(verdictsOf((await profile(again, ...V2))[0])).not.toContain('wrong output');
  });
});

describe.runIf(x86)('a program that minds what its last run left', () => {
  const PACK = `#include <fcntl.h>
#include <stdio.h>
int main(void) {
  if (open("result.bin", O_CREAT | O_EXCL | O_WRONLY, 0644) < 0) {
    fprintf(stderr, "pack: result.bin: not overwritten\\n");
    return 2;
  }
  return puts("packed") < 0;
}
`;

  it('is told from one that is wrong, with what can be done', async () => {
    const folder = await retarget.project({ 'pack.c': PACK });
    const [result] = await profile(join(folder, 'pack.c'), ...V2);
    const { message, hint, details } = result?.failure ?? {};
    // Whichever run of it came first: of the project's own program, or of the baseline.
    expect(message).toMatch(
      /ended with exit code 2, (?:but with 0 in an earlier run|after an earlier run had left result\.bin)/u,
    );
    expect(details).toContain('not overwritten');
    expect(hint).toContain('"prepare": ["rm","-f","result.bin"]');
  });

  it('is measured with a program that prepares each execution', async () => {
    const benchmarks = [{ name: 'b', prepare: ['rm', '-f', 'result.bin'] }];
    const programs = [{ name: 'p', sources: ['pack.c'], benchmarks }];
    const folder = await retarget.project({ 'pack.c': PACK }, { programs });
    expect((await profile(folder, ...V2))[0]?.failure).toBeUndefined();
    const options = ['--prepare', 'rm -f result.bin'];
    const alone = await profile(join(folder, 'pack.c'), ...V2, ...options);
    expect(alone[0]?.failure).toBeUndefined();
  });

  it('is not measured where that program fails', async () => {
    const benchmarks = [
      { name: 'b', prepare: ['rm', 'none'] },
      { name: 'c', prepare: ['no-such'] },
    ];
    const programs = [{ name: 'p', sources: ['pack.c'], benchmarks }];
    const folder = await retarget.project({ 'pack.c': PACK }, { programs });
    const [failed, missing] = await profile(folder, ...V2);
    expect(failed?.failure?.message).toContain('(rm none) ended with exit code 1');
    expect(missing?.failure?.message).toContain('(no-such) cannot start (ENOENT');
  });
});

describe.runIf(x86)('a pattern with names', () => {
  it('makes a row of each match, all of the same executions', async () => {
    const source = `#include <stdio.h>
${WIDE}
int main(void) {
  printf(" one  %s\\ttail\\n", WIDE ? "10.0 us" : "20.0 us");
  printf("three 3.0 ms\\ttail\\n");
  return 0;
}
`;
    const folder = await retarget.project({ 'rows.c': source });
    const pattern = '^ *(?<name>\\w+) +([0-9.]+) (?<unit>\\w+)';
    const rows = await profile(join(folder, 'rows.c'), ...V2, '--metric', pattern);
    expect(rows.map(({ benchmark }) => benchmark.name)).toEqual(['one', 'three']);
    expect(rows[0]?.comparisons[1]?.speedup?.estimate).toBe(2);
    expect(rows[1]?.comparisons[1]?.verdict).toBe('no difference');
    expect(rows.map(({ comparisons }) => comparisons[0]?.median)).toEqual([20_000, 3_000_000]);
    const walls = rows.map(({ samples }) => samples.map(({ wall }) => wall));
    expect(walls[0]).toEqual(walls[1]);
  });

  it('reads them from standard error, where a line is written over while it goes on', async () => {
    const source = `#include <stdio.h>
${WIDE}
int main(void) {
  fprintf(stderr, "\\r -data : 9 ->\\r -data : 9 -> 5, %d.5 MB/s\\r 1#\\n", WIDE ? 600 : 300);
  return 0;
}
`;
    const folder = await retarget.project({ 'rows.c': source });
    const metric = 'higher:(?<name>\\w+) *:.*?, *(?<value>[0-9.]+) MB/s';
    const [row, ...others] = await profile(join(folder, 'rows.c'), ...V2, '--metric', metric);
    expect(others).toEqual([]);
    expect(row?.benchmark.name).toBe('data');
    expect(row?.comparisons.map(({ median }) => median)).toEqual([300.5, 600.5]);
  });

  it('says which row a target does not have', async () => {
    const source = `#include <stdio.h>
${WIDE}
int main(void) { return printf("a: 1\\n%s: 2\\n", WIDE ? "c" : "b") < 0; }
`;
    const folder = await retarget.project({ 'rows.c': source });
    const options = ['--metric', '^(?<name>\\w): ([0-9.]+)', '--check', 'exit-code'];
    const rows = await profile(join(folder, 'rows.c'), ...V2, ...options);
    expect(rows.map(verdictsOf)).toEqual([
      ['baseline', 'no difference'],
      ['baseline', 'failed'],
    ]);
    expect(rows[1]?.comparisons[1]?.failure?.message).toContain('does not find "b" in its output');
  });
});

describe.runIf(x86)('on the command line', () => {
  const SOURCE = `#include <stdio.h>
int main(int count, char **words) {
  for (int at = 1; at < count; at++) printf("[%s]", words[at]);
  return printf("%d\\n", getchar()) < 0;
}
`;

  it.each(['< in.txt', '-x <in.txt', '-9 > out', '-9 | wc', '-9 2> err', '-9 >> out', '-9 2>&1'])(
    'a word that means something to a shell only is refused: %s',
    async (args) => {
      const folder = await retarget.project({ 'a.c': SOURCE });
      const { exitCode, stderr } = await retarget.run([
        'profile',
        join(folder, 'a.c'),
        '--args',
        args,
      ]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('is shell syntax');
      if (args.includes('<')) expect(stderr).toContain('--stdin in.txt');
    },
  );

  it('arguments have names where they are given, and standard input and a time limit', async () => {
    const folder = await retarget.project({ 'a.c': SOURCE, 'in.txt': 'A' });
    const ways = ["small=-9 'a b'", '--level=9', "'>' x", '=if=a of=b', 'n=1000'];
    const rows = await profile(
      join(folder, 'a.c'),
      ...V2,
      ...ways.flatMap((way) => [`--args=${way}`]),
      ...['--stdin', join(folder, 'in.txt'), '--time-limit', '9s'],
    );
    expect(rows.map(({ benchmark: { name, args } }) => [name, args])).toEqual([
      ['small', ['-9', 'a b']],
      ['--level=9', ['--level=9']],
      ["'>' x", ['>', 'x']],
      ['if=a of=b', ['if=a', 'of=b']],
      ['n', ['1000']],
    ]);
    for (const { benchmark } of rows) {
      expect(benchmark.stdin).toBe(join(folder, 'in.txt'));
      expect(benchmark.timeLimit).toBe(9000);
    }
  });

  it.each([
    [['--args', 'if=a of=b'], 'may be a name for this way'],
    [['--metric', 'time'], 'expected a capture group'],
    [['--metric', '(?<name>a)'], 'expected a capture group'],
    [['--check', 'sometimes'], '--check: '],
    [['--check', 'exact', '--absolute', '1'], '"absolute" requires "output": "numbers"'],
    [['--ignore-line', '('], 'Invalid regular expression'],
    [['--stdin', 'gone.txt'], 'There is no file'],
    [['--args', 'a=1', '--args', 'a=2'], 'have the name "a"'],
  ])('%j is refused', async (options, words) => {
    const folder = await retarget.project({ 'a.c': SOURCE });
    const { exitCode, stderr } = await retarget.run(['profile', join(folder, 'a.c'), ...options]);
    expect(stderr).toContain(words);
    expect(exitCode).toBe(2);
  });
});

describe.runIf(x86)('a program that prints its usage', () => {
  const usage = (code: number): string => `#include <stdio.h>
int main(int count, char **words) {
  if (count > 1) return printf("done\\n") < 0;
  fprintf(stderr, "u does things\\n\\nUsage: %s [options] FILE\\n", words[0]);
  for (int at = 0; at < 40; at++) fprintf(stderr, "  -%c  an option\\n", 'a' + at % 26);
  return ${code};
}
`;

  it('fails with its first lines, and how to give it arguments', async () => {
    const folder = await retarget.project({ 'u.c': usage(1) });
    const [result] = await profile(join(folder, 'u.c'), ...V2);
    expect(result?.failure?.details).toMatch(/^u does things\n\nUsage: /u);
    expect(result?.failure).toMatchObject({
      hint: expect.stringContaining('It ran without arguments.') as string,
      remedies: [{ kind: 'set', what: 'args' }],
    });
  });

  it('is warned about where it ends as if it had done its work', async () => {
    const folder = await retarget.project({ 'u.c': usage(0) });
    const [result] = await profile(join(folder, 'u.c'), ...V2);
    const warning = result?.warnings.find(({ code }) => code === 'printed-usage');
    expect(warning).toMatchObject({
      message: expect.stringContaining('It ran without arguments.') as string,
      remedies: [{ kind: 'set', what: 'args' }],
    });
    const [given] = await profile(join(folder, 'u.c'), ...V2, '--args', 'x');
    expect(codesOf(given)).not.toContain('printed-usage');
  });
});
