import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor, Ran } from '../../src/bench/executor.ts';
import { openExecutor } from '../../src/bench/open-executor.ts';
import { plainExecutor } from '../../src/bench/plain-executor.ts';
import {
  compile,
  eventually,
  execution,
  freshFolder,
  processesWith,
  toolchain,
} from './compile.ts';

const folder = freshFolder();
process.env['RETARGET_CACHE'] = join(folder, 'cache');

const show = compile(
  folder,
  'show',
  `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv) {
  for (int i = 0; i < argc; i++) printf("[%s]", argv[i]);
  char *value = getenv("STRANGE"), path[4096], buffer[64];
  printf("{%s}", value ? value : "");
  printf("(%s)", getcwd(path, sizeof path));
  size_t count = fread(buffer, 1, sizeof buffer, stdin);
  printf("<%.*s>", (int)count, buffer);
  fprintf(stderr, "said");
  return 7;
}`,
);
const misbehave = compile(
  folder,
  'misbehave',
  `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sched.h>
#include <unistd.h>
int main(int argc, char **argv) {
  const char *what = argv[1];
  if (!strcmp(what, "hang")) for (;;) pause();
  if (!strcmp(what, "stubborn")) { signal(SIGTERM, SIG_IGN); signal(SIGINT, SIG_IGN); for (;;) pause(); }
  if (!strcmp(what, "illegal")) raise(SIGILL);
  if (!strcmp(what, "fault")) *(volatile int *)0 = 1;
  if (!strcmp(what, "child")) { if (fork() == 0) { for (;;) pause(); } return 0; }
  if (!strcmp(what, "daemon")) {
    // Both are there before it ends, however late they come.
    int there[2]; char byte;
    if (pipe(there)) return 2;
    if (fork() == 0) {
      setsid();
      if (fork() == 0) { if (write(there[1], "", 1) != 1) return 2; for (;;) pause(); }
      for (;;) pause();
    }
    return read(there[0], &byte, 1) != 1;
  }
  if (!strcmp(what, "print")) {
    char block[65536];
    memset(block, argv[3][0], sizeof block);
    for (long left = atol(argv[2]); left > 0; left -= sizeof block) fwrite(block, 1, sizeof block, stdout);
    return 0;
  }
  if (!strcmp(what, "flood")) for (;;) puts("again and again");
  if (!strcmp(what, "burn")) { for (volatile long i = 0; i < 100000000; i++) continue; return 0; }
  if (!strcmp(what, "memory")) { char *volatile m = malloc(64 << 20); memset(m, 1, 64 << 20); return m[12345] - 1; }
  if (!strcmp(what, "cores")) { cpu_set_t set; sched_getaffinity(0, sizeof set, &set); printf("%d %d", CPU_COUNT(&set), sched_getcpu()); return 0; }
  return 1;
}`,
);

const executors: Record<string, () => Promise<Executor>> = {
  'the compiled runner': () => openExecutor(toolchain),
  'the plain executor': () => Promise.resolve(plainExecutor('a test wants it')),
};

describe.each(Object.entries(executors))('%s', (_, open) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await open();
  });
  afterAll(() => executor.close());

  const run = async (...args: Parameters<typeof execution>): Promise<Ran> => {
    const outcome = await executor.execute(execution(...args));
    if (outcome.state !== 'ran') throw new Error(`not started: ${outcome.step} ${outcome.error}`);
    return outcome;
  };
  const misbehaving = (args: readonly string[], more = {}): Promise<Ran> =>
    run(misbehave, { argv: [misbehave, ...args], ...more });

  it('hands arguments, environment, folder and input over unharmed, whatever is in them', async () => {
    const hostile = [
      '',
      ' ',
      'a b',
      '"\'`$(id);\\',
      'two\nlines\r',
      '%41%',
      '-n',
      'käse ✓',
      '\u0001\t',
    ];
    const directory = join(folder, 'a "strange"\n folder$(x) ü');
    mkdirSync(directory, { recursive: true });
    const stdin = join(directory, 'in put%');
    writeFileSync(stdin, 'given\n');
    const argv = ['its own name', ...hostile];
    const ran = await run(show, { argv, directory, stdin, env: { STRANGE: 'x=1\n"y" %20' } });
    expect(ran.stdout.bytes.toString()).toBe(
      `${argv.map((arg) => `[${arg}]`).join('')}{x=1\n"y" %20}(${realpathSync(directory)})<given\n>`,
    );
    expect(ran.stderr.bytes.toString()).toBe('said');
    expect(ran.end).toEqual({ kind: 'exit', code: 7 });
    expect(ran.wall).toBeGreaterThan(0);
  });

  it('gives a program without an input file an empty input', async () => {
    const ran = await run(show);
    expect(ran.stdout.bytes.toString()).toContain('<>');
  });

  it('captures only what is asked for', async () => {
    const out = await run(show, { capture: 'stdout' });
    expect([out.stdout.total > 0, out.stderr.total]).toEqual([true, 0]);
    const none = await run(show, { capture: 'none' });
    expect([none.stdout.total, none.stderr.total]).toEqual([0, 0]);
  });

  it.each([
    ['illegal', 'SIGILL'],
    ['fault', 'SIGSEGV'],
  ])('names the signal of a program that ends by %s', async (how, signal) => {
    expect((await misbehaving([how])).end).toEqual({ kind: 'signal', signal });
  });

  it.each(['hang', 'stubborn', 'flood'])(
    'kills one that does not end (%s) at its time limit',
    async (how) => {
      const ran = await misbehaving([how, 'tag-limit'], { timeLimit: 150 });
      expect(ran.end).toEqual({ kind: 'timeout' });
      expect(ran.leftProcesses).toBe(0);
      expect(processesWith('tag-limit')).toEqual([]);
    },
  );

  it('kills children that outlive the program, and says so', async () => {
    const ran = await misbehaving(['child', 'tag-child']);
    expect(ran.end).toEqual({ kind: 'exit', code: 0 });
    expect(ran.leftProcesses).toBe(1);
    expect(await eventually(() => processesWith('tag-child').length === 0)).toBe(true);
  });

  it('keeps the first bytes, counts all, and tells different rests apart by their hash', async () => {
    const print = (size: number, what: string): Promise<Ran> =>
      misbehaving(['print', String(size), what], { keep: 100_000 });
    const [a, again, b] = [await print(3e6, 'a'), await print(3e6, 'a'), await print(3e6, 'b')];
    expect(a.stdout.bytes.length).toBe(100_000);
    expect(a.stdout.bytes.every((byte) => byte === 97)).toBe(true);
    expect(a.stdout.total).toBe(46 * 65536);
    expect(again.stdout.restHash).toBe(a.stdout.restHash);
    expect(b.stdout.restHash).not.toBe(a.stdout.restHash);
  });

  it('says what is missing: program, folder, input', async () => {
    const missing = join(folder, 'nowhere');
    const plain = join(folder, 'plain text');
    writeFileSync(plain, 'not a program');
    const outcomes = [
      execution(missing),
      execution(plain),
      execution(show, { directory: missing }),
      execution(show, { directory: plain }),
      execution(show, { stdin: missing }),
    ];
    const seen = [];
    for (const one of outcomes) seen.push(await executor.execute(one));
    expect(seen).toEqual([
      { state: 'not-started', step: 'program', error: 'ENOENT' },
      { state: 'not-started', step: 'program', error: 'EACCES' },
      { state: 'not-started', step: 'directory', error: 'ENOENT' },
      { state: 'not-started', step: 'directory', error: 'ENOTDIR' },
      { state: 'not-started', step: 'stdin', error: 'ENOENT' },
    ]);
  });

  it('kills what runs when cancelled, and can go on afterwards', async () => {
    const controller = new AbortController();
    const running = executor.execute(
      execution(misbehave, { argv: [misbehave, 'hang', 'tag-cancel'] }),
      controller.signal,
    );
    expect(await eventually(() => processesWith('tag-cancel').length === 1)).toBe(true);
    controller.abort();
    await expect(running).rejects.toThrow();
    expect(processesWith('tag-cancel')).toEqual([]);
    expect((await run(show)).end).toEqual({ kind: 'exit', code: 7 });
  });

  it('kills what runs when it is closed', async () => {
    const own = await open();
    const running = own.execute(execution(misbehave, { argv: [misbehave, 'hang', 'tag-close'] }));
    const settled = expect(running).rejects.toThrow();
    expect(await eventually(() => processesWith('tag-close').length === 1)).toBe(true);
    await own.close();
    await settled;
    expect(await eventually(() => processesWith('tag-close').length === 0)).toBe(true);
  });
});

describe('the compiled runner', () => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await openExecutor(toolchain);
  });
  afterAll(() => executor.close());
  const run = async (args: readonly string[], more = {}): Promise<Ran> =>
    (await executor.execute(execution(misbehave, { argv: [misbehave, ...args], ...more }))) as Ran;

  it('is what a machine with a compiler gets', () => {
    expect(executor.kind).toBe('runner');
  });

  it('does not hand a text file to a shell', async () => {
    const script = join(folder, 'script');
    writeFileSync(script, 'echo from a shell\n');
    chmodSync(script, 0o755);
    const outcome = await executor.execute(execution(script));
    expect(outcome).toEqual({ state: 'not-started', step: 'program', error: 'ENOEXEC' });
  });

  it('finds children that made a session of their own', async () => {
    const ran = await run(['daemon', 'tag-daemon']);
    expect(ran.leftProcesses).toBe(2);
    expect(processesWith('tag-daemon')).toEqual([]);
  });

  it('measures CPU time and peak memory of the program, not of what was captured before', async () => {
    await run(['print', '30000000', 'a'], { keep: 30_000_000 });
    const burn = await run(['burn']);
    expect(burn.user).toBeGreaterThan(0);
    expect(burn.peakMemory).toBeLessThan(16 << 20);
    expect((await run(['memory'])).peakMemory).toBeGreaterThan(64 << 20);
  });

  it('pins to one core, and says which cannot be had', async () => {
    const allowed = /Cpus_allowed_list:\s*(\d+)/.exec(
      readFileSync('/proc/self/status', 'utf8'),
    )?.[1];
    const ran = await run(['cores'], { pin: Number(allowed) });
    expect(ran.stdout.bytes.toString()).toBe(`1 ${allowed}`);
    expect(await run(['cores'], { pin: 100_000 })).toEqual({
      state: 'not-started',
      step: 'pin',
      error: 'EINVAL',
    });
  });

  it('refuses a second program while one runs', async () => {
    const first = run(['burn']);
    await expect(run(['burn'])).rejects.toThrow('at once');
    expect((await first).end).toEqual({ kind: 'exit', code: 0 });
  });
});
