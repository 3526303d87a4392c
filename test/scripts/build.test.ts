import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildAll, watchAll } from '../../scripts/build.mjs';
import { repository } from '../../scripts/lib/repository.mjs';
import { runProcess } from '../../src/process/run-process.ts';

let out: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'retarget-dist-'));
  await buildAll(out);
}, 120_000);

afterAll(async () => {
  await rm(out, { recursive: true, force: true });
});

describe('the bundles', () => {
  test('hold a command that starts outside the repository and knows its version', async () => {
    const manifest = await readFile(join(repository, 'package.json'), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    const result = await runProcess({
      command: join(out, 'cli.js'),
      args: ['--version'],
      cwd: out,
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toContain(version);
  });

  test('hold a command that profiles and keeps the run', async () => {
    const project = join(out, 'project');
    await mkdir(project);
    const source = join(project, 'small.c');
    await writeFile(source, 'int main(void) { return 0; }\n');
    const result = await runProcess({
      command: process.execPath,
      args: [join(out, 'cli.js'), 'profile', source, '--budget', '1s'],
      cwd: project,
    });
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.stdout).not.toContain('not kept');
    const stored = await readdir(join(project, '.retarget', 'runs'));
    expect(stored.filter((name) => name.endsWith('.json'))).toHaveLength(1);
  });

  test.runIf(process.platform !== 'win32')('make the command executable', async () => {
    expect((await stat(join(out, 'cli.js'))).mode & 0o111).toBe(0o111);
    expect(await readFile(join(out, 'cli.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('hold a page that loads nothing from anywhere', async () => {
    const script = await readFile(join(out, 'page.js'), 'utf8');
    const style = await readFile(join(out, 'page.css'), 'utf8');
    expect(script).not.toMatch(/^\s*(import|export)\b/m);
    expect(style).not.toMatch(/@import|url\(\s*['"]?https?:/);
  });
});

test('watching leaves the same files, and says when all of them are there', async () => {
  const watched = await mkdtemp(join(tmpdir(), 'retarget-watch-'));
  const told: string[] = [];
  let built = (): void => undefined;
  const firstBuild = new Promise<void>((resolve) => (built = resolve));
  const watching = watchAll(watched, (state) => {
    told.push(state);
    if (state === 'built') built();
  });
  try {
    await Promise.all([watching, firstBuild]);
    expect(told[0]).toBe('building');
    const names = (await readdir(out)).filter((name) => name !== 'project');
    expect(names).toContain('extension.js');
    expect((await readdir(watched)).sort()).toEqual(names.sort());
    expect((await stat(join(watched, 'cli.js'))).mode & 0o111).toBe(0o111);
  } finally {
    await (
      await watching
    )();
    await rm(watched, { recursive: true, force: true });
  }
});
