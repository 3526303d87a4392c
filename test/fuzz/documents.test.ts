// What others write and Retarget reads: whatever it holds, the answer is a result or a failure with words, never a crash.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/model/failure.ts';
import { checkConfig } from '../../src/project/check-config.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { csvReport, csvSamples } from '../../src/report/csv.ts';
import { renderHtml } from '../../src/report/html.ts';
import { runJson } from '../../src/report/json.ts';
import { junitReport } from '../../src/report/junit.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { parseRun } from '../../src/store/run-document.ts';
import { CmakeProject, hasCmake } from '../kinds/cmake/cmake-project.ts';
import { MAIN, RecordedProject, TWICE } from '../kinds/recorded/recorded-project.ts';
import { TemporaryFolder } from '../project/temporary-folder.ts';
import { damaged, jsonDamage } from './damage.ts';
import { holdsFor, TIME_LIMIT } from './fuzz.ts';

const RUNS = join(import.meta.dirname, '../fixtures/runs/schema-1');
const STYLE = { columns: 80, color: false, unicode: false };
const PAGE = { script: '', style: '' };

/** What the work gives; nothing where it failed with words. Anything else that it throws is a defect. */
async function answered<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    expect(error.failure.code).not.toBe('internal');
    expect(error.failure.message).toMatch(/\S/u);
    return undefined;
  }
}

describe('stored runs', () => {
  it('are read and reported, or refused', { timeout: TIME_LIMIT }, async () => {
    const names = (await readdir(RUNS)).filter((name) => name.endsWith('.json'));
    const texts = await Promise.all(names.map((name) => readFile(join(RUNS, name))));
    await holdsFor(fc.tuple(fc.constantFrom(...texts), jsonDamage), async ([text, damage]) => {
      const document = damaged(text, damage).toString('utf8');
      const run = await answered(() => parseRun(document, '/runs/one.json'));
      if (run === undefined) return;
      for (const report of [markdownReport, csvReport, csvSamples, junitReport, runJson]) {
        expect(report(run)).toMatch(/\S/u);
      }
      expect(terminalReport(run, STYLE)).toMatch(/\S/u);
      expect(renderHtml(run, PAGE)).toContain('</html>');
    });
  });
});

describe('a retarget.json', () => {
  const project = new TemporaryFolder();
  const TEXT = JSON.stringify({
    $schema: 's',
    baseline: 'x86-64',
    targets: ['x86-64-v3', { cpu: 'znver4', flags: ['-mno-gather'], name: 'no gather' }],
    programs: [
      {
        ...{ name: 'p', sources: ['*.c'], flags: ['-O2', '-DX=1'], link: ['-lm'] },
        benchmarks: [
          {
            ...{ name: 'b', args: ['1'], env: { A: 'b' }, timeLimit: '10s', warmup: 0 },
            metric: { pattern: 'time: ([0-9.]+)', better: 'lower', unit: 'ms' },
            check: { output: 'numbers', tolerance: 1e-6, ignoreLines: ['^#'] },
          },
        ],
      },
      { name: 'q', compileCommands: '.', main: 'a.c' },
      { name: 'r', cmake: { target: 'r', build: 'build', options: ['-DA=1'] } },
      { name: 's', record: { executable: 's', command: ['make', 's'] } },
      { name: 't', cargo: { bin: 't', args: ['--features', 'simd'] } },
    ],
    ...{ precision: 0.01, budget: '60s', verify: 'sample', pin: 0 },
  });

  it('is checked in an editor and loaded, or refused', { timeout: TIME_LIMIT }, async () => {
    await project.write('a.c', MAIN);
    const file = join(project.path, 'retarget.json');
    await holdsFor(jsonDamage, async (damage) => {
      const text = damaged(Buffer.from(TEXT), damage).toString('utf8');
      const { findings } = await checkConfig(file, text);
      for (const { message, span } of findings) {
        expect(message).toMatch(/\S/u);
        expect(span.start.line).toBeGreaterThan(0);
      }
      await writeFile(file, text);
      const loaded = await answered(() => loadProject(file));
      // What an editor underlines is what the command refuses.
      if (findings.length > 0) expect(loaded).toBeUndefined();
    });
  });
});

describe('a compile_commands.json', () => {
  const project = new TemporaryFolder();
  it('is loaded, or refused', { timeout: TIME_LIMIT }, async () => {
    await project.write('a.c', MAIN);
    await project.write('b.c', TWICE);
    const { path } = project;
    const text = JSON.stringify([
      { directory: path, file: 'a.c', command: 'cc -O2 -DA="x y" -c a.c -o a.o' },
      { directory: path, file: 'b.c', arguments: ['cc', '-O2', '-c', 'b.c', '-o', 'b.o'] },
    ]);
    const file = join(path, 'compile_commands.json');
    await holdsFor(jsonDamage, async (damage) => {
      await writeFile(file, damaged(Buffer.from(text), damage));
      await answered(() => loadProject(file));
    });
  });
});

describe('a recorded build', () => {
  const project = new RecordedProject();
  it('is loaded, or refused', { timeout: TIME_LIMIT }, async () => {
    await project.writeAll({ 'a.c': MAIN, 'b.c': TWICE });
    await project.recordScript('cc -O2 -c a.c\ncc -O2 -c b.c\ncc a.o b.o -o prog\n');
    await project.write(
      'retarget.json',
      JSON.stringify({ programs: [{ record: { executable: 'prog', command: ['./build.sh'] } }] }),
    );
    const file = join(project.path, '.retarget/record/build.json');
    const text = await readFile(file);
    await holdsFor(jsonDamage, async (damage) => {
      await writeFile(file, damaged(text, damage));
      await answered(() => loadProject(project.path));
    });
  });
});

describe.skipIf(!hasCmake)("CMake's replies", () => {
  const project = new CmakeProject();
  it('are read, or refused', { timeout: TIME_LIMIT }, async () => {
    await project.files({
      'CMakeLists.txt':
        'cmake_minimum_required(VERSION 3.16)\nproject(p C)\nadd_library(b b.c)\nadd_executable(a a.c)\ntarget_link_libraries(a b)\n',
      ...{ 'a.c': MAIN, 'b.c': TWICE },
    });
    project.configure('build');
    await project.write(
      'retarget.json',
      JSON.stringify({ programs: [{ cmake: { target: 'a', build: 'build' } }] }),
    );
    const folder = join(project.path, 'build/.cmake/api/v1/reply');
    const names = await readdir(folder);
    await holdsFor(fc.tuple(fc.constantFrom(...names), jsonDamage), async ([name, damage]) => {
      const original = await readFile(join(folder, name));
      try {
        await writeFile(join(folder, name), damaged(original, damage));
        await answered(() => loadProject(project.path));
      } finally {
        await writeFile(join(folder, name), original);
      }
    });
  });
});
