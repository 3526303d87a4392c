import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../../scripts/lib/repository.mjs';
import { runNpm } from '../../scripts/lib/run.mjs';
import { packageForNpm, repositoryField } from '../../scripts/package-npm.mjs';
import { mismatch, sectionOf } from '../../scripts/release-notes.mjs';
import { runProcess } from '../../src/process/run-process.ts';

describe('the package for npm', () => {
  let folder: string;
  let installed: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retarget-npm-test-'));
    const file = await packageForNpm(folder);
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    expect(await runNpm(['install', file, '--offline', '--no-audit', '--prefix', folder])).toBe(0);
    installed = join(folder, 'node_modules', 'retarget');
  }, 120_000);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const manifest = async () =>
    JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Record<string, unknown>;

  test('needs no other package, and is not private', async () => {
    expect(await manifest()).toMatchObject({ name: 'retarget', license: 'MIT', type: 'module' });
    expect(Object.keys(await manifest())).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/ependencies|private|contributes|scripts/)]),
    );
  });

  test('brings a command that profiles and writes the HTML page', async () => {
    const source = join(folder, 'small.c');
    await writeFile(source, 'int main(void) { return 0; }\n');
    const result = await runProcess({
      command: join(folder, 'node_modules', '.bin', 'retarget'),
      args: ['profile', source, '--budget', '1s', '--out', join(folder, 'run.html')],
      cwd: folder,
    });
    expect(result.exitCode, result.stderr).toBe(0);
    expect(await readFile(join(folder, 'run.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });

  test('has the licences of what is bundled, and names no folder of this machine', async () => {
    const licences = await readFile(join(installed, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(licences).toContain('commander ');
    expect(await readFile(join(installed, 'dist', 'cli.js'), 'utf8')).not.toContain(repository);
  });

  test('says which repository it comes from where GitHub builds it', () => {
    const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'some/where' };
    expect(repositoryField(env)).toEqual({
      repository: { type: 'git', url: 'git+https://github.com/some/where.git' },
    });
    expect(repositoryField({})).toEqual({});
  });
});

describe('what a release says of itself', () => {
  const CHANGELOG =
    '# Changelog\n\n## [Unreleased]\n\n- Next.\n\n## [1.1.0] - 2026-05-06\n\n### Added\n\n- This.\n\n## [1.0.0] - 2026-01-02\n\n- First.\n';

  test('is the section of its version', () => {
    expect(sectionOf(CHANGELOG, '1.1.0')).toBe('### Added\n\n- This.');
    expect(sectionOf(CHANGELOG, '1.0.0')).toBe('- First.');
    expect(sectionOf(CHANGELOG, '1.0')).toBeUndefined();
    expect(sectionOf(CHANGELOG.replace(' - 2026-05-06', ''), '1.1.0')).toBeUndefined();
  });

  test('is refused for another tag than its version, and without a section', () => {
    expect(mismatch('v1.1.0', '1.1.0', 'text')).toBeUndefined();
    expect(mismatch('v1.1.1', '1.1.0', 'text')).toMatch(/v1\.1\.1.*1\.1\.0/);
    expect(mismatch('v1.1.0', '1.1.0', undefined)).toMatch(/CHANGELOG\.md/);
  });

  test('is there for the version of package.json and its lock file', async () => {
    const json = async (path: string) =>
      JSON.parse(await readFile(join(repository, path), 'utf8')) as { readonly version: string };
    const { version } = await json('package.json');
    expect((await json('package-lock.json')).version).toBe(version);
    const changelog = await readFile(join(repository, 'CHANGELOG.md'), 'utf8');
    const section = sectionOf(changelog, version);
    expect(mismatch(`v${version}`, version, section)).toBeUndefined();
    expect(section).toMatch(/^- /m);
  });
});
