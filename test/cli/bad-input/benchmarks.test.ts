import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { badInput } from './bad-input.ts';

const retarget = badInput();

/** Does what its first argument says, after a little work that shows in no output. */
const PROGRAM = `#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
void trap_if_v2(void);
void trap_always(void);
static int is(const char *mode, const char *name) { return strcmp(mode, name) == 0; }
int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  if (is(mode, "crash")) raise(SIGSEGV);
  if (is(mode, "illegal")) trap_always();
  if (is(mode, "illegal-in-v2")) trap_if_v2();
  if (is(mode, "exit-3")) { fputs("cannot open data.bin\\n", stderr); return 3; }
  if (is(mode, "hang")) for (;;) pause();
  if (is(mode, "fork"))
    for (int i = 0; i < 3; i++)
      if (fork() == 0) { setsid(); signal(SIGTERM, SIG_IGN); close(1); close(2); for (;;) pause(); }
  if (is(mode, "print")) {
    static char block[1 << 20];
    memset(block, 'x', sizeof block);
    for (long left = atol(argv[2]); left != 0; left--) fwrite(block, 1, sizeof block, stdout);
  }
  if (is(mode, "read")) {
    int number;
    if (scanf("%d", &number) != 1) { fputs("no number to read\\n", stderr); return 1; }
  }
  if (is(mode, "process")) printf("process %d\\n", (int)getpid());
  puts("done");
  return 0;
}
`;

/** Only code made for the second target traps: as where a name promises what a processor masks. */
const TRAPS = `.text
.globl trap_always
trap_always:
  ud2
.globl trap_if_v2
trap_if_v2:
#ifdef __SSE4_2__
  ud2
#endif
  ret
.section .note.GNU-stack,"",@progbits
`;

const x86 = process.arch === 'x64';

/** A project of one program with these benchmarks and one that nothing is wrong with. */
function project(benchmarks: readonly object[], more: object = {}): Promise<string> {
  const programs = [
    {
      name: 'mixed',
      sources: ['mixed.c', 'traps.S'],
      flags: ['-O1'],
      benchmarks: [...benchmarks, { name: 'fine' }],
      ...more,
    },
  ];
  const targets = ['x86-64', 'x86-64-v2'];
  return retarget.project(
    { 'mixed.c': PROGRAM, 'traps.S': TRAPS, 'number.txt': '17\n' },
    { targets, budget: '0.2s', programs },
  );
}

async function stored(): Promise<Run> {
  const { stdout } = await retarget.run(['report', '--json']);
  return JSON.parse(stdout) as Run;
}

/** Verdicts by benchmark, in the targets' order. */
async function verdicts(): Promise<Record<string, string[]>> {
  const { programs } = await stored();
  const results = programs.flatMap((program) => program.benchmarks);
  return Object.fromEntries(
    results.map(({ benchmark, comparisons }) => [
      benchmark.name,
      comparisons.map(({ verdict }) => verdict),
    ]),
  );
}

describe.runIf(x86)('a benchmark that goes wrong at the baseline', () => {
  it.each<[string, object, readonly RegExp[]]>([
    [
      'crashes',
      { args: ['crash'] },
      [
        /built for x86-64 was terminated by SIGSEGV \(invalid memory access\)\./,
        /hint: Build the executable and run it directly to see why\./,
      ],
    ],
    [
      'meets an illegal instruction',
      { args: ['illegal'] },
      [
        /built for x86-64 was terminated by SIGILL \(illegal instruction\)\./,
        /hint: [^.]*\. Choose a lower baseline\.[^]*--baseline NAME/,
      ],
    ],
    [
      'ends with an exit code',
      { args: ['exit-3'] },
      [
        /ended with exit code 3\. cannot open data\.bin hint: /,
        /"check": \{ "output": "exit-code"/,
      ],
    ],
    [
      'hangs',
      { args: ['hang'], timeLimit: '0.2s' },
      [
        /did not finish within 0\.2 s and was killed\./,
        /hint: Give it less work, or raise "timeLimit"/,
      ],
    ],
    [
      'prints without end',
      { args: ['print', '-1'], timeLimit: '0.3s' },
      [/did not finish within 0\.3 s and was killed( after printing [\d.]+ [MG]iB)?\./],
    ],
    [
      'needs input and gets none',
      { args: ['read'] },
      [
        /ended with exit code 1\. no number to read hint: /,
        /if it reads any, name a file with "st/,
      ],
    ],
    [
      'changes its output from run to run',
      { args: ['process'] },
      [
        /differs between its first and its second run of the same executable \(line 1\)\./,
        /first run: process \d+ second run: process \d+/,
        /\{"ignoreLines":\["\^process"\]\} to ignore such lines/,
      ],
    ],
  ])('and %s is named, says what to do, and leaves the next one to be measured', async (...row) => {
    const [, benchmark, words] = row;
    await project([{ name: 'bad', ...benchmark }]);
    const { exitCode, stdout, said } = await retarget.run(['profile']);
    for (const each of words) expect(said).toMatch(each);
    expect(stdout).not.toContain('\\n');
    expect(stdout).toMatch(/^ {2}fine {2}\d+ rounds/m);
    expect(said).toContain('nothing was compared in bad.');
    expect(exitCode).toBe(5);
    expect((await verdicts())['bad']).toEqual(['failed', 'failed']);
  });

  it('wins over identical code in every report: nothing was compared', async () => {
    // Without anything that tells the targets apart they are one executable.
    const programs = [{ name: 'same', sources: ['same.c'], flags: ['-O1'] }];
    const files = { 'same.c': '#include <stdlib.h>\nint main(void) { abort(); }\n' };
    await retarget.project(files, { targets: ['x86-64', 'x86-64-v2'], budget: '0.1s', programs });
    const { exitCode, said } = await retarget.run(['profile']);
    const message = 'Benchmark "default" built for x86-64 was terminated by SIGABRT (abort).';
    expect(said).toMatch(/default x86-64 failed x86-64-v2 failed/);
    expect(said).toContain(`Nothing was measured: ${message}`);
    expect(said).not.toContain('no target is faster');
    expect(exitCode).toBe(5);
    expect((await verdicts())['default']).toEqual(['failed', 'failed']);
    const markdown = (await retarget.run(['report', '--format', 'markdown'])).stdout;
    expect(markdown).toContain('**Nothing was measured: Benchmark "default" built for x86-64');
    expect(markdown.match(/\*\*failed\*\*/g)).toHaveLength(2);
    const junit = (await retarget.run(['report', '--format', 'junit'])).stdout;
    expect(junit).toMatch(/<testsuites [^>]*failures="2" errors="1"/);
    expect(junit).toContain('was terminated by SIGABRT');
  });
});

describe.runIf(x86)('a benchmark', () => {
  it('that meets an illegal instruction in one variant leaves that target out', async () => {
    await project([{ name: 'bad', args: ['illegal-in-v2'] }]);
    const { exitCode, said } = await retarget.run(['profile']);
    expect(said).toContain('Benchmark "bad" built for x86-64-v2 was terminated by SIGILL');
    expect(said).toMatch(
      /hint: [^.]*\. Remove this target on this machine\.[^]*--explain x86-64-v2/,
    );
    expect(said).toContain('retarget host --explain x86-64-v2');
    expect(exitCode).toBe(1);
    expect((await verdicts())['bad']).toEqual(['baseline', 'failed']);
    expect((await verdicts())['fine']?.[0]).toBe('baseline');
  });

  it('whose children outlive it is measured, and they are killed and counted', async () => {
    await project([{ name: 'forks', args: ['fork'] }]);
    const { exitCode, said } = await retarget.run(['profile']);
    expect(said).toContain('it left up to 3 processes running when it ended. Retarget killed them');
    expect(exitCode).toBe(0);
    expect(await retarget.left()).toEqual([]);
  });

  it('that prints more than a gigabyte is measured, and said to', async () => {
    await project([{ name: 'prints', args: ['print', '1100'] }]);
    const { exitCode, said } = await retarget.run(['profile']);
    expect(said).toMatch(/It prints 1\.1 GiB\. The first 8(\.0)? MiB were compared line by line/);
    expect(exitCode).toBe(0);
  });

  it('that reads is given its file', async () => {
    await project([{ name: 'reads', args: ['read'], stdin: 'number.txt' }]);
    expect((await retarget.run(['profile'])).exitCode).toBe(0);
  });

  it.each([
    ['standard input', { stdin: 'gone.txt' }, 'stdin: there is no file gone.txt'],
    ['input that is a folder', { stdin: '.' }, 'stdin: . is a folder, but a file is expected'],
    ['folder', { directory: 'gone' }, 'directory: there is no folder gone'],
  ])('whose %s is missing is refused at its place before anything is built', async (...row) => {
    const [, benchmark, words] = row;
    const folder = await project([{ name: 'bad', ...benchmark }]);
    const { exitCode, stderr, stdout } = await retarget.run(['profile']);
    expect(stderr).toContain(`error: ${folder}/retarget.json:`);
    expect(stderr).toMatch(/retarget\.json:\d+:\d+: /);
    expect(stderr).toContain(`programs[0].benchmarks[0].${words}`);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  it.each([
    ['an object', ['-r'], 'the program is not executable (ENOEXEC'],
    [
      'for a loader that is not there',
      ['-Wl,--dynamic-linker=/no/such/ld.so'],
      'or the loader that it names, is missing (ENOENT',
    ],
  ])('whose executable is %s cannot be started, and says why', async (_, link, words) => {
    await project([], { link });
    const { exitCode, said } = await retarget.run(['profile']);
    expect(said).toContain(words);
    expect(said).toContain('hint: Check ');
    expect(exitCode).toBe(5);
  });
});
