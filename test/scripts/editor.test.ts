import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { parseEditorFlags } from '../../scripts/lib/editor/flags.mjs';
import { endMarked, MARK, marked, newMark } from '../../scripts/lib/editor/processes.mjs';
import { vscodeVersion } from '../../scripts/lib/editor/release.mjs';
import { windowAddress } from '../../scripts/lib/editor/workbench.mjs';

describe("reading VS Code's flags", () => {
  test('takes what @vscode/test-electron passes, and passes over what only desktop VS Code knows', () => {
    const flags = parseEditorFlags([
      '/home/me/my folder',
      '--user-data-dir=/tmp/user',
      '--no-sandbox',
      '--disable-gpu-sandbox',
      '--skip-welcome',
      '--disable-workspace-trust',
      '--extensionTestsPath=/ext/run.mjs',
      '--extensionDevelopmentPath=/ext',
    ]);
    expect(flags).toMatchObject({
      folder: '/home/me/my folder',
      developmentPaths: ['/ext'],
      testsPath: '/ext/run.mjs',
      userDataDir: '/tmp/user',
      installExtensions: [],
      trusted: true,
    });
  });

  test('tells a workspace file from a folder, and a window without either', () => {
    expect(parseEditorFlags(['/a/b.code-workspace'])).toMatchObject({
      workspace: '/a/b.code-workspace',
      trusted: false,
    });
    expect(parseEditorFlags([]).folder).toBeUndefined();
  });
});

test('the address of a window carries paths with spaces, other alphabets and characters of addresses', () => {
  const folder = '/tmp/my prøject #1 & 50%';
  const address = new URL(
    windowAddress('http://localhost:1', { folder, developmentPaths: [folder] }),
  );
  expect(address.searchParams.get('folder')).toBe(folder);
  const [[, extension]] = JSON.parse(address.searchParams.get('payload') ?? '') as [
    [string, string],
  ];
  expect(decodeURIComponent(new URL(extension).pathname)).toBe(folder);
  expect(new URL(windowAddress('http://localhost:1', {})).search).toBe('?ew=true');
});

test("code-server's version names the VS Code inside", () => {
  expect(vscodeVersion('4.100.3')).toBe('1.100.3');
});

test.skipIf(process.platform !== 'linux')(
  'what an editor leaves running is found by its mark, even in a group of its own, and ended',
  async () => {
    const mark = newMark();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      env: { ...process.env, [MARK]: mark },
      detached: true,
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await expect
      .poll(() => marked(mark).map(({ pid }) => pid), { timeout: 20_000 })
      .toEqual([child.pid]);
    expect((await endMarked(mark)).map(({ pid }) => pid)).toEqual([child.pid]);
    expect((await ended)[1]).toBe('SIGKILL');
    expect(marked(mark)).toEqual([]);
    expect(marked(newMark())).toEqual([]);
  },
);
