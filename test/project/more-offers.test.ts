// What can be added to a retarget.json of what its folder offers.
import { expect, it } from 'vitest';
import { findOffers } from '../../src/project/find-offers.ts';
import { moreOffers } from '../../src/project/more-offers.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const folder = new TemporaryFolder();
const MAIN = 'int main(void) { return 0; }\n';

async function namesBeside(...programs: readonly object[]): Promise<string[]> {
  await folder.writeConfig({ programs });
  return (await moreOffers(folder.path, await findOffers(folder.path))).map(({ name }) => name);
}

it('is what no program is, whatever that is called', async () => {
  await folder.write('Cargo.toml', '[package]\nname = "both"\n');
  for (const name of ['one', 'two']) await folder.write(`src/bin/${name}.rs`, 'fn main() {}\n');
  expect(await namesBeside({ name: 'x', cargo: { bin: 'one' } })).toEqual(['two']);
  expect(await namesBeside({ name: 'one', cargo: { bin: 'two' } })).toEqual([]);
});

it('is no source that a pattern may hold already', async () => {
  for (const name of ['one', 'two']) await folder.write(`${name}.c`, MAIN);
  expect(await namesBeside({ name: 'x', sources: ['one.c'] })).toEqual(['two']);
  expect(await namesBeside({ name: 'x', sources: ['*.c'] })).toEqual([]);
});

it('is nothing that is guessed beside a build, or beside a file that has to be mended', async () => {
  for (const name of ['one', 'two']) await folder.write(`${name}.c`, MAIN);
  await folder.write('retarget.json', '{ "programs": [');
  expect(await moreOffers(folder.path, await findOffers(folder.path))).toEqual([]);
  await folder.write('Makefile', 'one: one.c\n\tcc -o one one.c\n');
  expect(await namesBeside({ name: 'x', sources: ['one.c'] })).toEqual([]);
});
