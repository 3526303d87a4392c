// Programs whose build tool has to say first what they consist of: where it fails, that is one program's failure.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { exitCodeOfPrograms, exitCodeOfRun } from '../../src/cli/exit-code.ts';
import type { ProfileEvent } from '../../src/model/event.ts';
import { buildVariants } from '../../src/profile/build-variants.ts';
import { profile } from '../../src/profile/profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'retarget-prepared-'));
process.env['RETARGET_CACHE'] = join(folder, 'cache');
const project = join(folder, 'project');

beforeEach(async () => {
  await mkdir(project, { recursive: true });
  await writeFile(
    join(project, 'CMakeLists.txt'),
    'cmake_minimum_required(VERSION 3.20)\nproject(broken C)\nmessage(FATAL_ERROR "no such dialect")\n',
  );
  await writeFile(join(project, 'main.c'), 'int main(void) { return 0; }\n');
  await writeFile(
    join(project, 'retarget.json'),
    JSON.stringify({
      targets: ['x86-64'],
      programs: [
        { name: 'broken', cmake: { target: 'broken' } },
        { name: 'whole', sources: ['main.c'] },
      ],
    }),
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a program whose build tool fails', () => {
  it('is the only one that is not built, and says what the tool said', async () => {
    const events: ProfileEvent[] = [];
    const { signal } = new AbortController();
    const out = join(folder, 'out');
    const outcome = await buildVariants(
      { paths: [project], baseline: 'x86-64', out },
      { signal, onEvent: (event) => events.push(event) },
    );
    const [broken, whole] = outcome.programs;
    expect(broken?.failure?.details).toContain('no such dialect');
    expect(broken?.variants).toEqual([]);
    expect(whole?.variants[0]?.state).toBe('built');
    expect(readdirSync(out)).toEqual(['whole']);
    expect(exitCodeOfPrograms(outcome.programs, outcome.baseline)).toBe(4);
    const told = events.filter(({ type }) => type === 'program-built' || type === 'preparing');
    expect(told.map(({ type }) => type)).toContain('preparing');
    expect(told.filter(({ type }) => type === 'program-built')).toHaveLength(2);
  });

  it('leaves the others to be measured', async () => {
    const { signal } = new AbortController();
    const run = await profile(
      { paths: [project], baseline: 'x86-64', targets: ['x86-64-v2'], budget: 1 },
      { signal, onEvent: () => undefined },
    );
    expect(run.state).toBe('finished');
    expect(run.programs[0]?.failure?.details).toContain('no such dialect');
    expect(run.programs[1]?.benchmarks).toHaveLength(1);
    expect(run.programs[1]?.benchmarks[0]?.failure).toBeUndefined();
    expect(exitCodeOfRun(run)).toBe(4);
  });

  it('is interrupted with the profile', async () => {
    const controller = new AbortController();
    const building = buildVariants(
      { paths: [project], baseline: 'x86-64', out: join(folder, 'out') },
      {
        signal: controller.signal,
        onEvent: ({ type }) => {
          if (type === 'preparing') controller.abort();
        },
      },
    );
    await expect(building).rejects.toMatchObject({ failure: { code: 'interrupted' } });
  });
});

/** A project that has no build folder and no retarget.json. @returns its folder */
async function neverBuilt(name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  const files = {
    'CMakeLists.txt':
      'cmake_minimum_required(VERSION 3.20)\nproject(it C)\nadd_executable(it it.c)\n',
    'it.c': `#include <stdio.h>
int main(void) {
  int sum = 0;
  for (int c; (c = getchar()) != EOF;) sum += c;
  printf("ns: %d\\n", sum);
  return 0;
}
`,
    'in.txt': 'AB',
  };
  for (const [file, text] of Object.entries(files)) await writeFile(join(path, file), text);
  return path;
}

describe('what is said of every benchmark', () => {
  it('holds for those that the build tool has yet to name', async () => {
    const path = await neverBuilt('never-built');
    const way = { stdin: join(path, 'in.txt'), metric: 'ns: (\\d+)', check: 'exit-code' };
    const run = await profile(
      { paths: [path], way, targets: ['x86-64'], baseline: 'x86-64', budget: 1 },
      { signal: new AbortController().signal, onEvent: () => undefined },
    );
    const [benchmark] = run.programs[0]?.benchmarks ?? [];
    expect(benchmark?.failure).toBeUndefined();
    // The letters of its input: 65 + 66.
    expect(benchmark?.samples[0]?.value).toBe(131);
  });
});
