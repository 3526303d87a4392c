import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { elfSoname, elfSymbols } from '../../src/binary/elf-symbols.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { TemporaryFolder } from '../project/temporary-folder.ts';

const folder = new TemporaryFolder();

const SOURCE = [
  'extern int needed(void);',
  'extern int perhaps(void) __attribute__((weak));',
  'static int hidden(void) { return 3; }',
  '__attribute__((weak)) int replaceable(void) { return 1; }',
  'int offered(void) { return needed() + (perhaps ? perhaps() : 0) + hidden(); }',
].join('\n');

async function compiled(name: string, ...flags: string[]): Promise<string> {
  const toolchain = await findToolchain();
  const source = await folder.write('a.c', SOURCE);
  const output = join(folder.path, name);
  const made = await runProcess({
    command: toolchain.clang,
    args: [...flags, source, '-o', output],
  });
  expect(made.stderr).toBe('');
  return output;
}

it('reads what an object defines and needs', async () => {
  const symbols = await elfSymbols(await compiled('a.o', '-O0', '-c'));
  expect(symbols?.defined.toSorted()).toEqual(['offered', 'replaceable']);
  expect(symbols?.needed).toEqual(['needed']);
});

it('reads what a shared library offers', async () => {
  const library = await compiled('liba.so', '-O1', '-shared', '-fPIC', '-nostdlib');
  const symbols = await elfSymbols(library, 'dynamic');
  expect(symbols?.defined).toEqual(expect.arrayContaining(['offered', 'replaceable']));
  expect(symbols?.needed).toContain('needed');
});

it('reads the name that the loader knows a shared library by', async () => {
  const flags = ['-shared', '-fPIC', '-nostdlib'];
  expect(await elfSoname(await compiled('libb.so.1.2', ...flags, '-Wl,-soname,libb.so.1'))).toBe(
    'libb.so.1',
  );
  expect(await elfSoname(await compiled('libc.so', ...flags))).toBeUndefined();
  expect(await elfSoname(await compiled('a.o', '-c'))).toBeUndefined();
  expect(await elfSoname(join(folder.path, 'gone.so'))).toBeUndefined();
});

it('knows nothing of bitcode, of a file cut short, of text, and of no file', async () => {
  const object = await compiled('a.o', '-c');
  const cut = join(folder.path, 'cut.o');
  const bytes = await readFile(object);
  for (const length of [0, 3, 63, 64, 100, bytes.length - 1]) {
    await writeFile(cut, bytes.subarray(0, length));
    expect(await elfSymbols(cut)).toBeUndefined();
  }
  expect(await elfSymbols(await compiled('lto.o', '-c', '-flto'))).toBeUndefined();
  expect(await elfSymbols(await folder.write('text.o', 'x'.repeat(200)))).toBeUndefined();
  expect(await elfSymbols(join(folder.path, 'gone.o'))).toBeUndefined();
});
