import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { clang, freshFolder } from '../../bench/compile.ts';
import { badInput, GOOD, QUICK } from './bad-input.ts';

const retarget = badInput();
const folder = freshFolder();

let good = Buffer.alloc(0);
let text = '';
beforeAll(() => {
  const source = join(folder, 'good.c');
  writeFileSync(source, GOOD);
  const compile = (...args: string[]): void => {
    execFileSync(clang, ['-O2', '-Xclang', '-disable-llvm-passes', ...args, source]);
  };
  compile('-emit-llvm', '-c', '-o', join(folder, 'good.bc'));
  compile('-emit-llvm', '-S', '-o', join(folder, 'good.ll'));
  good = readFileSync(join(folder, 'good.bc'));
  text = readFileSync(join(folder, 'good.ll'), 'utf8');
});

describe('bitcode', () => {
  it.each<[string, () => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['random', () => randomBytes(700)],
    ['random behind the right first bytes', () => Buffer.concat([header(), randomBytes(700)])],
    ['cut after a few bytes', () => good.subarray(0, 40)],
    ['cut in the middle', () => good.subarray(0, (good.length >> 3) << 2)],
    ['cut at its last word', () => good.subarray(0, good.length - 4)],
    ['a source by its content', () => Buffer.from(GOOD)],
  ])('that is %s is called unreadable, by name, with what to do', async (_, content) => {
    const project = await retarget.project({ 'broken.bc': content() });
    const { exitCode, stderr, said } = await retarget.run(['profile', 'broken.bc']);
    const message = `${join(project, 'broken.bc')} is not readable LLVM bitcode.`;
    expect(stderr).toContain(message);
    expect(said).toMatch(/llvm-dis(-\d+)?: error: /);
    expect(said).toContain('Create it again, for example with `clang -O2');
    expect(said).toContain(`Nothing was measured: ${message}`);
    expect(exitCode).toBe(4);
  });

  it('that takes its reader down is damaged bitcode, not a broken toolchain', async () => {
    const llvm = join(retarget.folder, 'llvm');
    const programs = [
      { name: 'broken', bitcode: ['broken.bc'] },
      { name: 'good', bitcode: ['good.bc'] },
    ];
    await retarget.project({ 'broken.bc': header(), 'good.bc': good }, { ...QUICK, programs });
    // No file is known to crash every LLVM's reader: this one is made to crash, at that file only.
    const dis = readerOf(clang);
    const crash = `for a; do case $a in */broken.bc) echo 'LLVM ERROR: out of memory' >&2; kill -ABRT $$;; esac; done`;
    execFileSync('mkdir', [llvm]);
    writeFileSync(join(llvm, 'clang'), `#!/bin/sh\nexec '${clang}' "$@"\n`, { mode: 0o755 });
    const script = `#!/bin/sh\n${crash}\nexec '${dis}' "$@"\n`;
    writeFileSync(join(llvm, 'llvm-dis'), script, { mode: 0o755 });
    const { exitCode, said } = await retarget.run(['profile', '--llvm', llvm]);
    expect(said).toContain('broken.bc is not readable LLVM bitcode. LLVM ERROR: out of');
    expect(said).toMatch(/good default \d+ rounds/);
    expect(exitCode).toBe(4);
  });

  it('that is damaged does not keep the programs beside it from being measured', async () => {
    const programs = [
      { name: 'broken', bitcode: ['broken.bc'] },
      { name: 'half', bitcode: ['good.bc', 'broken.bc'] },
      { name: 'good', bitcode: ['good.bc'] },
    ];
    const files = { 'broken.bc': good.subarray(0, 800), 'good.bc': good };
    await retarget.project(files, { ...QUICK, programs });
    const { exitCode, stdout, said } = await retarget.run(['profile']);
    expect(stdout).toMatch(/^good\n {2}default {2}\d+ rounds/m);
    expect(said).toContain('not measured: broken and half.');
    expect(exitCode).toBe(4);
  });
});

describe('IR as text', () => {
  it.each<[string, () => string, RegExp]>([
    ['empty', () => '', /has no main function|is not IR/],
    ['cut short', () => text.slice(0, text.indexOf('ret i32')), /is not IR that this LLVM can/],
    ['not IR', () => 'once upon a time', /is not IR that this LLVM can read/],
  ])('that is %s is called so, by name', async (_, content, message) => {
    await retarget.project({ 'broken.ll': content() });
    const { exitCode, said } = await retarget.run(['profile', 'broken.ll']);
    expect(said).toMatch(message);
    expect(said).toContain('broken.ll');
    expect(said).toContain('hint: ');
    expect(exitCode).toBe(4);
  });
});

function header(): Buffer {
  return good.subarray(0, 4);
}

/** The llvm-dis of the same release as a clang. */
function readerOf(compiler: string): string {
  const program = compiler.replace(/clang([^/]*)$/, 'llvm-dis$1');
  return execFileSync('which', [program], { encoding: 'utf8' }).trim();
}
