import { chmod, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clang } from '../../bench/compile.ts';
import { fakeLlvm, script } from '../../toolchain/fake-llvm.ts';
import { badInput, GOOD, QUICK } from './bad-input.ts';

const retarget = badInput();

const NONE = { PATH: '/x', RETARGET_LLVM_FOLDERS: '' };

describe('a machine', () => {
  it.each([
    ['profile', ['profile', 'good.c']],
    ['build', ['build', 'good.c', '--out', 'out']],
    ['host', ['host']],
    ['targets', ['targets']],
  ])('without a toolchain is told by `%s` what to install', async (_, args) => {
    await retarget.project({ 'good.c': GOOD });
    const { exitCode, stderr, stdout, said } = await retarget.run(args, { env: NONE });
    expect(stderr).toMatch(/^error: No LLVM was found: there is no clang on PATH/);
    expect(stderr).toMatch(/Looked for clang in:\n +\/x\n/);
    expect(said).toMatch(/hint: Install .*LLVM|hint: Install clang/);
    expect(said).toContain('Use another LLVM: --llvm DIR (or RETARGET_LLVM)');
    // Lines of a hint are lines.
    expect(stderr).not.toContain('\\n');
    expect(stdout).toBe('');
    expect(exitCode).toBe(3);
  });

  it('without a toolchain says so as JSON where that is asked for', async () => {
    const { exitCode, stdout } = await retarget.run(['host', '--json'], { env: NONE });
    expect(JSON.parse(stdout)).toMatchObject({ failure: { code: 'toolchain-missing' } });
    expect(exitCode).toBe(3);
  });

  it('with a toolchain that is too old is told which, where, and what is needed', async () => {
    const bin = await fakeLlvm(join(retarget.folder, 'bin'), { version: '14.0.6' });
    await symlink('/bin/cat', join(bin, 'cat'));
    const env = { PATH: bin, RETARGET_LLVM_FOLDERS: '' };
    await retarget.project({ 'good.c': GOOD });
    const { exitCode, said } = await retarget.run(['profile', 'good.c'], { env });
    expect(said).toContain(`too old: clang 14.0.6 at ${join(bin, 'clang')}.`);
    expect(said).toContain('Retarget needs LLVM 16 or newer. hint: Install');
    expect(exitCode).toBe(3);
  });

  it('with half a toolchain is told what is missing from it', async () => {
    const tools = ['clang', 'clang++', 'llvm-objdump'];
    const bin = await fakeLlvm(join(retarget.folder, 'bin'), { version: '22.1.8', tools });
    await symlink('/bin/cat', join(bin, 'cat'));
    const env = { PATH: bin, RETARGET_LLVM_FOLDERS: '' };
    const { exitCode, said } = await retarget.run(['host'], { env });
    expect(said).toMatch(/error: The newest LLVM is incomplete: clang 22\.1\.8 .* no llvm-dis/);
    expect(said).toContain('hint: Install');
    expect(exitCode).toBe(3);
  });

  it.each([
    ['gone', 'does not exist'],
    ['.', 'contains no clang'],
  ])('with --llvm %s is told that it is no LLVM', async (path, reason) => {
    const { exitCode, said } = await retarget.run(['host', '--llvm', path]);
    expect(said).toContain(`error: The configured LLVM, ${join(retarget.folder, path)}, ${reason}`);
    expect(said).toContain('hint: Use an LLVM folder');
    expect(exitCode).toBe(3);
  });
});

describe('bitcode that is newer than the toolchain', () => {
  it('is said to be, with both versions and the file, while other programs go on', async () => {
    const llvm = await asLlvm19(join(retarget.folder, 'llvm-19'));
    const programs = [
      { name: 'newer', bitcode: ['newer.bc'] },
      { name: 'good', sources: ['good.c'], flags: ['-O1'] },
    ];
    const files = { 'newer.bc': 'BC\xC0\xDE', 'good.c': GOOD };
    const folder = await retarget.project(files, { ...QUICK, programs });
    const { exitCode, said, stdout } = await retarget.run(['profile', '--llvm', llvm]);
    expect(said).toContain(
      `The LLVM in use (19.1.7) cannot read ${join(folder, 'newer.bc')}, which was written by LLVM 22.1.8.`,
    );
    expect(said).toContain('Unknown attribute kind (102)');
    expect(said).toContain('hint: Install LLVM 22 or newer');
    expect(stdout).toMatch(/^good\n {2}default {2}\d+ rounds/m);
    expect(said).toContain('not measured: newer.');
    expect(exitCode).toBe(4);
  });
});

/** This machine's clang under LLVM 19's name, with an llvm-dis that says of any file what 19's says of 22's bitcode. */
async function asLlvm19(bin: string): Promise<string> {
  await fakeLlvm(bin, { version: '19.1.7' });
  const recorded = new URL('../../fixtures/toolchain/llvm-dis-19-on-22.txt', import.meta.url);
  const complaint = await readFile(recorded, 'utf8');
  for (const tool of ['clang', 'clang++', 'llvm-dis']) {
    await script(join(bin, `${tool}-version`), await versionOf(join(bin, tool)));
  }
  const answers = (tool: string): string =>
    `#!/bin/sh\nif [ "$1" = --version ]; then exec "$0-version"; fi\n${tool}\n`;
  const real = answers(`exec '${clang}' "$@"`);
  const refuses = answers(`cat >&2 <<'END'\n${complaint}END\nexit 1`);
  const tools = { clang: real, 'clang++': real, 'llvm-dis': refuses };
  for (const [tool, text] of Object.entries(tools)) {
    await writeFile(join(bin, tool), text);
    await chmod(join(bin, tool), 0o755);
  }
  // Linking goes through the real clang's own linker.
  await script(join(bin, 'ld.lld'), 'LLD 14.0.0 (compatible with GNU linkers)');
  return bin;
}

/** What a fake tool's script prints. */
async function versionOf(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).replace(/^#!.*\n.*\n/, '').replace(/\nEND\n$/, '');
}
