import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canBuild, findLlvm, OLDEST_LLVM } from '../../scripts/lib/find-llvm.mjs';
import { isInstalled } from '../../scripts/lib/node-modules.mjs';
import { satisfies } from '../../scripts/lib/node-version.mjs';
import { clangVersions, installCommands } from '../../scripts/lib/packages.mjs';
import { repository } from '../../scripts/lib/repository.mjs';
import { chooseVersion } from '../../scripts/setup-llvm.mjs';
import { runProcess } from '../../src/process/run-process.ts';

describe('the Node version check', () => {
  test.each([
    ['v20.17.0', true],
    ['v20.16.9', false],
    ['v18.20.4', false],
    ['v22.0.0', true],
    ['v20.100.0', true],
  ])('judges %s against >=20.17 as %s', (version, fits) => {
    expect(satisfies(version, '>=20.17')).toBe(fits);
  });
});

describe('the check of node_modules', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/zod': { version: '4.0.0' },
      'node_modules/@esbuild/aix-ppc64': { version: '0.28.2', optional: true },
    },
  };

  test('asks for an installation where npm noted none', () => {
    expect(isInstalled(lock, undefined)).toBe(false);
  });

  test('is content without optional packages, which are for other systems', () => {
    expect(isInstalled(lock, { packages: { 'node_modules/zod': { version: '4.0.0' } } })).toBe(
      true,
    );
  });

  test('sees a package that is missing or of another version', () => {
    expect(isInstalled(lock, { packages: {} })).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/zod': { version: '3.9.0' } } })).toBe(
      false,
    );
  });
});

describe('choosing an LLVM to install', () => {
  // `apt-cache search --names-only '^clang-[0-9]+$'` on Debian 12.
  const listing = [
    'clang-13 - C, C++ and Objective-C compiler',
    'clang-16 - C, C++ and Objective-C compiler',
    'clang-22 - C, C++ and Objective-C compiler',
    'clang-19 - C, C++ and Objective-C compiler',
    '',
  ].join('\n');

  test('reads the versions that apt offers, newest first', () => {
    expect(clangVersions(listing)).toEqual([22, 19, 16, 13]);
  });

  test('prefers the version the tests run on, then the newest, and nothing too old', () => {
    expect(chooseVersion([23, 22, 19])).toBe(22);
    expect(chooseVersion([15, 18, 16])).toBe(18);
    expect(chooseVersion([14, 15])).toBeUndefined();
    expect(chooseVersion([])).toBeUndefined();
  });

  test('refreshes apt before it installs', () => {
    expect(installCommands('apt', ['clang-22'])).toEqual([
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', 'clang-22'],
    ]);
  });
});

describe('finding LLVM', () => {
  test('finds one here that is new enough and builds C and C++', () => {
    const found = findLlvm();
    expect(found.length).toBeGreaterThan(0);
    for (const { major } of found) expect(major).toBeGreaterThanOrEqual(OLDEST_LLVM);
    const working = found.filter(({ clang }) => canBuild(clang, 'c') && canBuild(clang, 'c++'));
    expect(working.length).toBeGreaterThan(0);
  });

  test('says that a compiler which fails cannot build', () => {
    expect(canBuild('/bin/false', 'c')).toBe(false);
    expect(canBuild('/nonexistent/clang', 'c')).toBe(false);
  });

  test('works from any folder, and installs nothing where nothing is missing', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'retarget scripts '));
    try {
      const result = await runProcess({
        command: process.execPath,
        args: [join(repository, 'scripts', 'setup-llvm.mjs'), '--dry-run'],
        cwd: elsewhere,
      });
      expect(result.exitCode).toBe(0);
      expect(result.stdout).toMatch(/^LLVM \d+ is there: /);
    } finally {
      await rm(elsewhere, { recursive: true, force: true });
    }
  });

  test('takes the version it is asked for, and no other', async () => {
    const dryRun = (version: string) =>
      runProcess({
        command: process.execPath,
        args: [join(repository, 'scripts', 'setup-llvm.mjs'), '--dry-run', '--version', version],
        cwd: repository,
      });
    const [newest] = findLlvm();
    const there = await dryRun(String(newest?.major));
    expect(there.stdout).toMatch(new RegExp(`^LLVM ${newest?.major} is there: `));
    const never = await dryRun('999');
    expect(never.stdout).not.toMatch(/is there/);
    expect(never.exitCode === 3 || /would run:/.test(never.stdout), never.stderr).toBe(true);
  });
});
