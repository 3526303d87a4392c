import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { loadProject } from '../../src/project/load-project.ts';
import { findOffers } from '../../src/project/find-offers.ts';
import { startingConfig } from '../../src/project/suggestion.ts';
import { TemporaryFolder } from './temporary-folder.ts';
import { prepared } from './prepared.ts';

const folder = new TemporaryFolder();

it('a configuration to begin with gives each program one main, many shared sources, and their headers', async () => {
  const letters = [...'abcdefghij'];
  for (const letter of letters) {
    await folder.write(`lib/${letter}.c`, `#include "all.h"\nint ${letter}(void) { return 0; }\n`);
  }
  await folder.write('lib/all.h', 'int a(void);\n');
  await folder.write('include/own/api.h', 'int a(void);\n');
  await folder.write('programs/shared.c', '#include <own/api.h>\n');
  for (const name of ['pack', 'unpack']) {
    await folder.write(`programs/${name}.c`, '#include "all.h"\nint main(void) { return a(); }\n');
  }
  const text = await startingConfig(folder.path, await findOffers(folder.path));
  const { programs } = await loadProject(await folder.write('retarget.json', text));
  expect(programs.map(({ name }) => name)).toEqual(['pack', 'unpack']);
  for (const { name, units } of programs.map(prepared)) {
    const sources = units.map(({ source }) => basename(source)).sort();
    expect(sources).toEqual(
      [...letters.map((letter) => `${letter}.c`), `${name}.c`, 'shared.c'].sort(),
    );
    expect(units[0]?.flags).toEqual(expect.arrayContaining(['-Ilib', '-Iinclude']));
  }
});

it('a configuration to begin with holds the build that is to be watched, and guesses nothing beside it', async () => {
  await folder.write('Makefile', 'tool: tool.c\n\tcc -O2 -o tool tool.c\n');
  for (const name of ['tool.c', 'tests/one.c', 'fuzz/two.c']) {
    await folder.write(name, 'int main(void) { return 0; }\n');
  }
  const text = await startingConfig(folder.path, await findOffers(folder.path));
  expect(text).not.toContain('sources');
  const { programs } = await loadProject(await folder.write('retarget.json', text));
  const executable = join(folder.path, basename(folder.path));
  expect(programs).toMatchObject([{ preparation: { executable, command: ['make', '-j2'] } }]);
});
