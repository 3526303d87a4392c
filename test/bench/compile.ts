// Tiny C programs for tests, built by the real clang of this machine.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Benchmark } from '../../src/model/program.ts';
import type { Execution } from '../../src/bench/executor.ts';

export const clang = findClang();
export const toolchain = {
  clang,
  banner: execFileSync(clang, ['--version'], { encoding: 'utf8' }),
};

function findClang(): string {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  for (let version = 30; version >= 16; version--) {
    for (const folder of folders) {
      const file = join(folder, `clang-${version}`);
      if (readable(folder).includes(`clang-${version}`)) return file;
    }
  }
  return 'clang';
}

function readable(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A fresh folder that goes when the test file is done; the cache lives in it. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'retarget-bench-test-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Absolute path of a program made from C text. */
export function compile(folder: string, name: string, text: string): string {
  const source = join(folder, `${name}.c`);
  const made = join(folder, name);
  writeFileSync(source, `#define _GNU_SOURCE\n${text}`);
  execFileSync(clang, ['-O1', '-o', made, source], { stdio: ['ignore', 'ignore', 'inherit'] });
  return made;
}

export function execution(program: string, more: Partial<Execution> = {}): Execution {
  return {
    program,
    argv: [program],
    env: {},
    directory: tmpdir(),
    timeLimit: 20_000,
    capture: 'both',
    keep: 1024 * 1024,
    ...more,
  };
}

export function benchmark(more: Partial<Benchmark> = {}): Benchmark {
  return {
    name: 'test',
    args: [],
    env: {},
    directory: tmpdir(),
    metric: { kind: 'wall' },
    check: { output: 'exact', ignoreLines: [] },
    timeLimit: 20_000,
    warmup: 1,
    ...more,
  };
}

/** Ids of processes whose command line holds a text: how tests see that nothing stays. */
export function processesWith(text: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}

/** Waits until a condition holds; false after thirty seconds. */
export async function eventually(condition: () => boolean): Promise<boolean> {
  for (let attempt = 0; attempt < 1500; attempt++) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
