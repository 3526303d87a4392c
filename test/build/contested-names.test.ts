import { expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../src/build/build-program.ts';
import type { Library, Unit } from '../../src/model/program.ts';
import { BuildPlace, targets } from './build-place.ts';

const place = new BuildPlace('contested names');

/** `main` prints what these calls give; the units stand behind it in one library. */
async function build(
  calls: readonly string[],
  sources: Readonly<Record<string, string>>,
  library: Partial<Library> = {},
): Promise<BuiltProgram> {
  const units: Unit[] = [];
  for (const [name, text] of Object.entries(sources)) units.push(await place.unit(name, text));
  const declared = calls.map((name) => `int ${name}(void);\n`).join('');
  const printed = calls.map((name) => `printf("%d ", ${name}());`).join(' ');
  const main = await place.unit(
    'main.c',
    `#include <stdio.h>\n${declared}int main(void) { ${printed} return 0; }\n`,
  );
  const { folder } = place;
  return buildProgram(
    {
      ...{ name: 'tool', directory: folder, benchmarks: [], units: [main] },
      libraries: [{ name: 'libunits.a', units, inferred: true, ...library }],
      link: { flags: [{ library: 'libunits.a' }], language: 'c', directory: folder, removed: [] },
    },
    targets('x86-64'),
    place.options(),
  );
}

const gives = (name: string, value: number) => `int ${name}(void) { return ${value}; }\n`;
const failureOf = (built: BuiltProgram) => built.variants[0]?.variant.failure;

it('a unit that is needed for a name of its own gives the others, and no other unit does', async () => {
  const built = await build(['get', 'put'], {
    'mock.c': gives('get', 1),
    'real.c': gives('get', 2) + gives('put', 3),
  });
  expect(await place.output(built)).toBe('2 3 ');
});

it('a name that nothing needs may have many definitions', async () => {
  const built = await build(['get'], {
    'one.c': gives('usage', 1),
    'two.c': gives('usage', 2),
    'get.c': gives('get', 4),
  });
  expect(await place.output(built)).toBe('4 ');
});

it('a name of code that only another unit needs is found too', async () => {
  const built = await build(['get'], {
    'get.c': 'int deep(void);\nint get(void) { return deep(); }\n',
    'first.c': gives('deep', 1) + gives('deeper', 1),
    'second.c': gives('deep', 2) + gives('deeper', 2),
    'third.c': gives('deep', 3),
  });
  expect(failureOf(built)).toMatchObject({ code: 'link-failed' });
  expect(failureOf(built)?.message).toMatch(
    /^tool needs deep, which first\.c, second\.c and third\.c all define, /u,
  );
});

it('a definition that gives way to others is not preferred because it comes first', async () => {
  const built = await build(['hook'], {
    'default.c': '__attribute__((weak)) int hook(void) { return 1; }\n',
    'own.c': gives('hook', 2),
  });
  expect(failureOf(built)?.message).toContain('needs hook, which default.c and own.c both define');
});

it('tentative definitions of one variable are one variable', async () => {
  const flags = ['-O2', '-fcommon'];
  const units = [
    await place.unit('one.c', 'int shared; int one(void) { return shared; }\n', { flags }),
    await place.unit('two.c', 'int shared; int two(void) { return ++shared; }\n', { flags }),
    await place.unit('get.c', 'extern int shared; int get(void) { return shared; }\n', { flags }),
  ];
  expect(await place.output(await build(['get'], {}, { units }))).toBe('0 ');
});

it('of a source that is compiled in two ways the first is taken', async () => {
  const source = 'int get(void) { return VALUE; }\n';
  const units = [
    await place.unit('get.c', source, { flags: ['-DVALUE=5'] }),
    await place.unit('get.c', source, { flags: ['-DVALUE=6'] }),
  ];
  expect(await place.output(await build(['get'], {}, { units }))).toBe('5 ');
});

it('one that the own build is known to link has the last word', async () => {
  const sources = { 'a.c': gives('get', 1), 'b.c': gives('get', 2) };
  const built = await build(['get'], sources, { certain: [`${place.folder}/b.c`] });
  expect(await place.output(built)).toBe('2 ');
});
