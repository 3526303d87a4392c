// Units that nothing calls: what they do before main, or instead of a weak definition, belongs to the program or is told.
import { expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../src/build/build-program.ts';
import type { Library, Unit } from '../../src/model/program.ts';
import { buildWarnings } from '../../src/profile/build-warnings.ts';
import { BuildPlace, targets } from './build-place.ts';

const place = new BuildPlace('uncalled');

/** A program that counts what registers itself, and has a hook for others to fill. */
const MAIN = `#include <stdio.h>
static int count;
void enter(int n) { count += n; }
__attribute__((weak)) int hook(void) { return 0; }
int later(void) __attribute__((weak));
int main(void) { printf("%d %d %d", count, hook(), later ? later() : 0); return 0; }
`;

/** Enters a number when the program starts, by a function of its own that is not the constructor. */
const enters = (n: number): string => `void enter(int);
static __attribute__((noinline)) void begin(void) { enter(${n}); }
__attribute__((constructor)) static void start(void) { begin(); }
`;
const gives = (name: string, value: number): string => `int ${name}(void) { return ${value}; }\n`;

async function build(
  sources: Readonly<Record<string, string>>,
  { main = MAIN, certain = [] }: { main?: string; certain?: readonly string[] } = {},
): Promise<BuiltProgram> {
  const { folder } = place;
  const language = main.includes('#include <vector>') ? 'c++' : 'c';
  const units: Unit[] = [];
  for (const [name, text] of Object.entries(sources)) {
    units.push(await place.unit(name, text, { language }));
  }
  const library: Library = { name: 'libunits.a', units, inferred: true };
  return buildProgram(
    {
      ...{ name: 'tool', directory: folder, benchmarks: [] },
      units: [await place.unit('main.c', main, { language })],
      libraries: [{ ...library, certain: certain.map((name) => `${folder}/${name}`) }],
      link: { flags: [{ library: 'libunits.a' }], language, directory: folder, removed: [] },
    },
    targets('x86-64', 'x86-64-v3'),
    place.options(),
  );
}

const said = (built: BuiltProgram): string[] =>
  buildWarnings(built)
    .filter(({ code }) => code === 'skipped-sources')
    .map(({ message }) => message);

it('what runs before main and uses the program is left out by name, with the way to have it', async () => {
  const built = await build({ 'one.c': enters(1), 'two.c': enters(2), 'idle.c': gives('idle', 1) });
  expect(await place.output(built)).toBe('0 0 0');
  expect(said(built)).toEqual([
    expect.stringMatching(
      /^one\.c and two\.c run code before main .* left out\. .*"units": \["one\.c", "two\.c"\]\.$/u,
    ),
  ]);
});

it('nothing is said of what runs before main and leaves the program alone', async () => {
  const text =
    '#include <stdio.h>\nvoid enter(int);\nvoid other(void) { enter(1); }\n__attribute__((constructor, section("startup"))) static void start(void) { puts("on"); }\n';
  const built = await build({ 'one.c': text });
  expect(await place.output(built)).toBe('0 0 0');
  expect(said(built)).toEqual([]);
});

it('a registry of which every file has its copy is found too', async () => {
  const registry = `#include <vector>
#include <stdio.h>
inline std::vector<int> &registry() { static std::vector<int> all; return all; }
`;
  const built = await build(
    {
      'one.cpp': `${registry}static bool known = (registry().push_back(1), true);\n`,
      'own.cpp':
        '#include <vector>\nstatic std::vector<int> own(3);\nint get() { return own[0]; }\n',
    },
    { main: `${registry}int main() { printf("%zu", registry().size()); return 0; }\n` },
  );
  expect(await place.output(built)).toBe('0');
  expect(said(built)).toEqual([expect.stringMatching(/^one\.cpp runs code before main /u)]);
});

it('what the own build is known to link runs before main, and nothing is said', async () => {
  const built = await build(
    { 'one.c': enters(1), 'own.c': enters(4) + gives('hook', 5) },
    { certain: ['one.c', 'own.c'] },
  );
  expect(await place.output(built)).toBe('5 5 0');
  expect(said(built)).toEqual([]);
});

it('the only unit that overrides a weak symbol is linked, with what it needs, and said', async () => {
  const built = await build({
    'own.c': 'int deep(void);\nint hook(void) { return deep(); }\n',
    'deep.c': gives('deep', 6) + gives('later', 7),
  });
  expect(await place.output(built)).toBe('0 6 7');
  expect(said(built)).toEqual([
    expect.stringMatching(/^own\.c overrides hook, a weak symbol in main\.c, and is linked/u),
  ]);
});

it('of several that override a weak symbol, none is linked but the one that is known to be', async () => {
  const sources = { 'a.c': gives('hook', 1), 'b.c': gives('hook', 2) };
  const built = await build(sources);
  expect(await place.output(built)).toBe('0 0 0');
  expect(said(built)).toEqual([
    expect.stringMatching(
      /^a\.c and b\.c both override hook, .* Neither is linked, .*\["a\.c"\]\.$/u,
    ),
  ]);
  expect(await place.output(await build(sources, { certain: ['b.c'] }))).toBe('0 2 0');
});

it('a unit whose own needs are not settled is not linked for a weak symbol', async () => {
  const built = await build({
    'own.c': 'int deep(void);\nint hook(void) { return deep(); }\n',
    'a.c': gives('deep', 1),
    'b.c': gives('deep', 2),
  });
  expect(await place.output(built)).toBe('0 0 0');
  expect(said(built)).toEqual([
    expect.stringMatching(/^own\.c overrides hook, .*\. It is not linked, .*\["own\.c"\]\.$/u),
  ]);
});

it('no unit that cannot stand beside the program is linked or named', async () => {
  const built = await build({
    'other.c': `${gives('hook', 1)}void enter(int n) {}\n${enters(1).replace('void enter(int);', '')}`,
  });
  expect(await place.output(built)).toBe('0 0 0');
  expect(said(built)).toEqual([]);
});

it('copies of inline functions are not taken for weak definitions', async () => {
  const built = await build(
    { 'other.cpp': 'int twice(int n) { return 5 * n; }\n' },
    {
      main: '#include <vector>\n#include <stdio.h>\n__attribute__((noinline)) inline int twice(int n) { return 2 * n; }\nint main(int n, char **) { printf("%d", twice(n)); return 0; }\n',
    },
  );
  expect(await place.output(built)).toBe('2');
  expect(said(built)).toEqual([]);
});
