// Bitcode that cargo keeps in the cache between profiles: what is damaged there is built anew, and nothing of it is measured.
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ProgramResult } from '../../src/model/run.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { missingRust } from '../kinds/cargo/rust.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

const MANIFEST = '[package]\nname = "adds"\nversion = "0.1.0"\nedition = "2021"\n';
const MAIN = 'fn main() { println!("{}", 0x1122_3344 + std::env::args().count()); }\n';

test('damaged bitcode of a crate is built again, with the result of an empty cache', async (context) => {
  const missing = await missingRust(await findToolchain());
  if (missing !== undefined) context.skip(missing);
  const folder = join(retarget.folder, 'adds');
  const cache = join(retarget.folder, 'adds-cache');
  await mkdir(join(folder, 'src'), { recursive: true });
  await writeFile(join(folder, 'Cargo.toml'), MANIFEST);
  await writeFile(join(folder, 'src', 'main.rs'), MAIN);
  const hashes = async (): Promise<string[]> => {
    const { stdout, stderr } = await retarget.run(
      ['build', folder, '--targets', 'x86-64-v3', '--out', join(folder, 'v'), '--json', '-q'],
      { env: { RETARGET_CACHE: cache } },
    );
    if (!stdout.includes('"programs"')) throw new Error(stderr);
    const { programs } = JSON.parse(stdout) as { readonly programs: readonly ProgramResult[] };
    return (programs[0]?.variants ?? []).flatMap(({ executableHash }) => executableHash ?? []);
  };
  const right = await hashes();
  expect(right).toHaveLength(2);
  const entries = await readdir(join(cache, 'cargo'), { withFileTypes: true, recursive: true });
  const bitcode = entries
    .filter(({ name }) => /^adds-.*\.no-opt\.bc$/u.test(name))
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(bitcode).toHaveLength(1);
  for (const file of bitcode) {
    const content = await readFile(file);
    await writeFile(file, content.subarray(0, content.length >> 1));
  }
  expect(await hashes()).toEqual(right);
}, 300_000);

test('a failed build between two edits keeps what cargo has built', async (context) => {
  const missing = await missingRust(await findToolchain());
  if (missing !== undefined) context.skip(missing);
  const folder = join(retarget.folder, 'edited');
  const cache = join(retarget.folder, 'edited-cache');
  const write = (name: string, text: string): Promise<void> =>
    writeFile(join(folder, 'src', name), text);
  const build = async (): Promise<number | undefined> => {
    const args = ['build', folder, '--targets', 'x86-64-v3', '--out', join(folder, 'v'), '-q'];
    return (await retarget.run(args, { env: { RETARGET_CACHE: cache } })).exitCode;
  };
  await mkdir(join(folder, 'src'), { recursive: true });
  await writeFile(join(folder, 'Cargo.toml'), `${MANIFEST}[lib]\nname = "counted"\n`);
  const main = 'fn main() { println!("{}", counted::three()); }\n';
  await write(
    'lib.rs',
    '#[inline(never)] pub fn three() -> usize { std::env::args().count() + 2 }\n',
  );
  await write('main.rs', main);
  expect(await build()).toBe(0);
  const [name = ''] = (await readdir(join(cache, 'cargo'))).filter((each) =>
    /^[0-9a-f]{16}-/u.test(each),
  );
  const mark = join(cache, 'cargo', name, 'mark');
  await writeFile(mark, '');
  await write(
    'lib.rs',
    '#[inline(never)] pub fn three() -> usize { std::env::args().count() + 7 }\n',
  );
  await write('main.rs', main.replace('three()', 'three('));
  expect(await build()).toBe(4);
  await write('main.rs', main);
  expect(await build()).toBe(0);
  await expect(access(mark)).resolves.toBeUndefined();
}, 300_000);
