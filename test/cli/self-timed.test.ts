// Programs that take their own time: those that repeat until a time is over, and benches that print a table of times and list nothing.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { missingRust } from '../kinds/cargo/rust.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();
const TIME_LIMIT = 5 * 60_000;

async function profiled(
  name: string,
  files: Readonly<Record<string, string>>,
  config: object,
): Promise<{ readonly run: Run; readonly exitCode: number | undefined }> {
  const folder = join(retarget.folder, name);
  const settings = { baseline: 'x86-64', targets: ['x86-64-v3'], ...config };
  const all = { ...files, 'retarget.json': JSON.stringify(settings) };
  for (const [file, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const { stdout, stderr, exitCode } = await retarget.run(['profile', folder, '--json', '-q']);
  if (!stdout.includes('"programs"')) throw new Error(stderr);
  return { run: JSON.parse(stdout) as Run, exitCode };
}

/**
 * Sleeps until its time, milliseconds, is over: long enough for what a busy machine adds to be a small part. What it says that
 * it did meanwhile depends on the target alone, and a little on the clock.
 */
const SELF_TIMED = `
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int main(int argc, char **argv) {
  long time = atol(argv[argc - 1]);
  struct timespec now, rest = {time / 1000, time % 1000 * 1000000};
  nanosleep(&rest, 0);
  clock_gettime(CLOCK_REALTIME, &now);
#ifdef __AVX2__
  double per = 9.5;
#else
  double per = 25.5;
#endif
  printf("mul 4096: %.4f ns/op\\n", per + now.tv_nsec / 1000 % 997 * 0.0001);
  return 0;
}
`;

const PROGRAM = { name: 'q', sources: ['q.c'], flags: ['-O1'] };

describe('a program that repeats until a time is over', () => {
  it('is told to measure the number that it prints, first of all', async () => {
    const { run, exitCode } = await profiled(
      'unsaid',
      { 'q.c': SELF_TIMED },
      { budget: '200ms', programs: [{ ...PROGRAM, benchmarks: [{ name: 'q', args: ['1200'] }] }] },
    );
    expect(exitCode).toBe(5);
    const hint = run.programs[0]?.benchmarks[0]?.failure?.hint ?? '';
    expect(hint).toMatch(
      /^Both runs took the same time \(12\d\d ms\) but printed different numbers/u,
    );
    const offers = hint.split('\n').filter((line) => /^\s+"(?:metric|check)":/u.test(line));
    expect(offers[0]).toContain('"metric": {"pattern":');
    expect(offers[0]).toContain('"better":"lower"');
  });

  it('is warned about where its wall time was measured all the same, and not where its number is', async () => {
    const loose = { output: 'exit-code' };
    const pattern = '^mul \\d+: ([0-9.]+)';
    const benchmarks = [
      { name: 'wall', args: ['1000'], check: loose },
      {
        ...{ name: 'own', args: ['100'], check: loose },
        metric: { pattern, better: 'lower', unit: 'ns' },
      },
    ];
    const { run } = await profiled(
      'measured',
      { 'q.c': SELF_TIMED },
      { budget: '100ms', programs: [{ ...PROGRAM, benchmarks }] },
    );
    const [wall, own] = run.programs[0]?.benchmarks ?? [];
    const told = wall?.warnings.find(({ code }) => code === 'self-timed')?.message ?? '';
    expect(told).toMatch(/changed from 25\.\d+ for x86-64 to 9\.\d+ for x86-64-v3/u);
    expect(own?.warnings.map(({ code }) => code)).not.toContain('self-timed');
    expect(own?.comparisons[1]?.speedup?.estimate).toBeCloseTo(2.68, 1);
    // What it proposes measures that number.
    const proposed = JSON.parse(/"metric": (\{.*?\}) in/u.exec(told)?.[1] ?? '{}') as {
      pattern: string;
      better: string;
    };
    expect(new RegExp(proposed.pattern, 'mu').exec('mul 4096: 25.512 ns/op')?.[1]).toBe('25.512');
    expect(proposed.better).toBe('lower');
  });

  it('is not taken for one where it prints other numbers each time, or works as long as it prints', async () => {
    const text = (body: string): string =>
      `#include <stdio.h>\n#include <time.h>\nint main(void) { struct timespec now; ${body} return 0; }\n`;
    // So many that hardly a quarter of them moves by chance.
    const random = `struct timespec rest = {0, 30000000}; nanosleep(&rest, 0); clock_gettime(CLOCK_REALTIME, &now); unsigned long state = now.tv_nsec; for (int i = 0; i < 100; i++) printf("%lu\\n", (state = state * 6364136223846793005 + 1442695040888963407) >> 50);`;
    const { run } = await profiled(
      'others',
      { 'random.c': text(random) },
      {
        budget: '700ms',
        programs: [
          {
            name: 'random',
            sources: ['random.c'],
            benchmarks: [{ name: 'all', check: { output: 'exit-code' } }],
          },
        ],
      },
    );
    const [only] = run.programs[0]?.benchmarks ?? [];
    expect(only?.rounds).toBeGreaterThanOrEqual(6);
    expect(only?.warnings.map(({ code }) => code)).not.toContain('self-timed');
  });
});

/** Prints what divan 0.1 prints for two benches, in its own way: a filter that is exact leaves one, and \`--list\` has no lines for tools. */
const DIVAN = `
use std::time::{SystemTime, UNIX_EPOCH};
const ROWS: [(&str, &str, f64, &str); 3] = [
    ("sums::sum::1024", "│  ├─ 1024", 57.9, "ns"),
    ("sums::sum::8192", "│  ╰─ 8192", 2.91, "µs"),
    ("sums::xor", "╰─ xor    ", 640.1, "ns"),
];
pub fn main() {
    if std::env::var("DIVAN_SAMPLE_COUNT").is_ok() { return; }
    let words: Vec<String> = std::env::args().skip(1).collect();
    let exact = words.iter().position(|word| word == "--exact").map(|at| words[at + 1].clone());
    if words.iter().any(|word| word == "--list") {
        println!("sums\\n├─ sum\\n╰─ xor\\n");
        return;
    }
    assert!(words.iter().any(|word| word == "--bench"));
    eprintln!("Timer precision: 20 ns");
    let jitter = (SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos() / 1000 % 97) as f64;
    println!("sums          fastest       │ slowest       │ median        │ mean          │ samples │ iters");
    let shown = |path: &str| exact.as_ref().map_or(true, |name| name == path);
    if ROWS.iter().any(|row| row.0.contains("sum::") && shown(row.0)) {
        println!("├─ sum                      │               │               │               │         │");
    }
    for (path, label, median, unit) in ROWS {
        if !shown(path) { continue; }
        println!("{label}   {:.4} {unit}      │ {:.4} {unit}      │ {:.4} {unit}      │ {:.4} {unit}      │ 100     │ 1600",
            median * 0.9, median * 3.0, median + jitter * 0.0001, median * 1.1);
    }
    println!();
}
`;

describe('a bench with a main of its own', () => {
  const manifest = (name: string): string =>
    `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n`;

  async function bench(
    name: string,
    main: string,
  ): Promise<{ run: Run; exitCode: number | undefined }> {
    const programs = [{ name: 'sums', cargo: { bench: 'sums' } }];
    return profiled(
      name,
      {
        'Cargo.toml': `${manifest('dv')}[dev-dependencies]\ndivan = { path = "divan" }\n[[bench]]\nname = "sums"\nharness = false\n`,
        'src/lib.rs': 'pub fn nothing() {}\n',
        'divan/Cargo.toml': manifest('divan'),
        'divan/src/lib.rs': DIVAN,
        'benches/sums.rs': main,
      },
      { budget: '200ms', programs },
    );
  }

  it(
    'that prints divan’s table has a row for each line of it, by its median and in its unit',
    { timeout: TIME_LIMIT },
    async (context) => {
      const missing = await missingRust(await findToolchain());
      if (missing !== undefined) context.skip(missing);
      const { run, exitCode } = await bench('divan', 'fn main() { divan::main(); }\n');
      expect(run.programs[0]?.benchmarks[0]?.failure).toBeUndefined();
      expect(exitCode).toBe(0);
      const found = run.programs[0]?.benchmarks ?? [];
      expect(found.map(({ benchmark: { name, args } }) => [name, args.at(-1)])).toEqual([
        ['sum/1024', 'sums::sum::1024'],
        ['sum/8192', 'sums::sum::8192'],
        ['xor', 'sums::xor'],
      ]);
      expect(found.map(({ failure }) => failure)).toEqual([undefined, undefined, undefined]);
      const values = found.map(({ samples }) => samples[0]?.value ?? NaN);
      expect(values[0]).toBeCloseTo(57.9, 1);
      expect((values[1] ?? NaN) / 1000).toBeCloseTo(2.91, 1);
      expect(values[2]).toBeCloseTo(640.1, 1);
    },
  );

  it(
    'that prints other text each time is timed whole, which is said',
    { timeout: TIME_LIMIT },
    async (context) => {
      const missing = await missingRust(await findToolchain());
      if (missing !== undefined) context.skip(missing);
      const { run, exitCode } = await bench(
        'whole',
        'fn main() { println!("seed {:?}", std::time::SystemTime::now()); }\n',
      );
      expect(exitCode).toBe(0);
      const [only, ...others] = run.programs[0]?.benchmarks ?? [];
      expect(others).toEqual([]);
      expect(only?.benchmark.metric).toEqual({ kind: 'wall' });
      expect(only?.rounds).toBeGreaterThan(0);
      const told = run.warnings.find(({ code }) => code === 'harness-unlisted')?.message;
      expect(told).toContain('timed as a whole');
    },
  );
});
