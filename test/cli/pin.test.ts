import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { badInput } from './bad-input/bad-input.ts';

const retarget = badInput();

const SOURCES = { 'main.c': 'int main(void) { return 0; }\n' };
const ANSWER =
  /There is no core 9999 to pin the benchmarks to: this machine has (?:only core|cores) 0/u;

describe.skipIf(process.platform !== 'linux')('a core that is not there', () => {
  it('is refused on the command line before anything is built', async () => {
    const folder = await retarget.project(SOURCES);
    const { said, exitCode } = await retarget.run([
      ...['profile', join(folder, 'main.c'), '--targets', 'x86-64', '--pin', '9999'],
    ]);
    expect(said).toMatch(ANSWER);
    expect(said).toContain('--pin CORE');
    expect(said).not.toContain('front end');
    expect(exitCode).toBe(2);
    expect(await readdir(folder)).toEqual(['main.c']);
  });

  it('is refused in retarget.json, with its place', async () => {
    const folder = await retarget.project(SOURCES, {
      programs: [{ sources: ['main.c'], flags: ['-O3'] }],
      ...{ targets: ['x86-64'], budget: '1s', pin: 9999 },
    });
    const { said, exitCode } = await retarget.run(['profile', folder]);
    expect(said).toMatch(/retarget\.json:\d+(?::\d+)?: There is no core 9999/u);
    expect(said).toContain('"pin" in retarget.json');
    expect(said).not.toContain('front end');
    expect(exitCode).toBe(2);
    // The command line has the last word, and core 0 is had by most.
    const pinned = await retarget.run(['profile', folder, '--pin', '0']);
    expect(pinned.said).not.toContain('There is no core');
  });
});
