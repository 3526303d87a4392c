// Which linker links: the one that clang takes by itself, as a project's own build does, or lld where that refuses; for all targets alike.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../src/build/build-program.ts';
import type { Library, LinkWord, Program, Unit } from '../../src/model/program.ts';
import { buildWarnings } from '../../src/profile/build-warnings.ts';
import { BuildPlace, objectsOf, OTHER_FOR_EACH_TARGET, targets } from './build-place.ts';

const place = new BuildPlace('one linker (x) é');

const TARGETS = targets('x86-64', 'x86-64-v3');

const MAIN = `#include <stdio.h>
int bar(void), other(void);
int main(void) { printf("%d %d\\n", bar(), other()); return 0; }
${OTHER_FOR_EACH_TARGET}`;
const A = {
  name: 'a',
  sources: ['int foo(void) { return 1; }\n', 'int other(void) { return 3; }\n'],
};
const BAR = 'int foo(void);\nint bar(void) { return foo(); }\n';
const FOO = 'int foo(void) { return 2; }\n';

interface Written {
  readonly name: string;
  readonly sources: readonly string[];
}

async function archive({ name, sources }: Written, changes: Partial<Unit> = {}): Promise<Library> {
  const units: Unit[] = [];
  for (const [at, source] of sources.entries()) {
    units.push(await place.unit(`${name}${at}.c`, source, changes));
  }
  return { name: `lib${name}.a`, units };
}

function build(
  main: Unit,
  libraries: readonly Library[],
  flags?: readonly LinkWord[],
): Promise<BuiltProgram> {
  const program: Program = {
    ...{ name: 'app', directory: place.folder, units: [main], libraries, benchmarks: [] },
    link: {
      flags: flags ?? libraries.map(({ name }) => ({ library: name })),
      ...{ language: 'c', directory: place.folder, removed: [] },
    },
  };
  return buildProgram(program, TARGETS, place.options());
}

/** What both variants print, whose code is not the same. */
async function outputs(built: BuiltProgram): Promise<string[]> {
  const counts = objectsOf(built);
  expect(counts['main.c'] ?? counts['main.cc']).toBe(2);
  return [await place.output(built, 0), await place.output(built, 1)];
}

/** Of each variant, and of the shared libraries that belong to it. */
function areByLld({ variants }: BuiltProgram): boolean[] {
  return variants.flatMap(({ executable, shared }) =>
    [executable, ...shared].map((each) =>
      (each?.argv ?? []).some((word) => word.startsWith('--ld-path=')),
    ),
  );
}

describe.runIf(existsSync('/usr/bin/ld.bfd'))('archives that define a name twice', () => {
  it('give the member that comes next on the line, as without lld', async () => {
    const main = await place.unit('main.c', MAIN);
    const libraries = [await archive(A), await archive({ name: 'b', sources: [BAR, FOO] })];
    const built = await build(main, libraries);
    expect(await outputs(built)).toEqual(['2 3\n', '2 3\n']);
    expect(areByLld(built)).toEqual([false, false]);
    // They are found again, by the list of what was read.
    expect((await build(main, libraries)).facts.stepsRun).toBe(0);
  });

  it('do so where one archive alone holds both', async () => {
    const main = await place.unit('main.c', MAIN);
    const sources = [...A.sources, BAR, FOO];
    const built = await build(main, [await archive({ name: 'all', sources })]);
    expect(await outputs(built)).toEqual(['2 3\n', '2 3\n']);
  });

  it('do so where names are C++', async () => {
    const cpp = (source: string): string => source.replaceAll('(void)', '()');
    const changes = { language: 'c++' } as const;
    const main = await place.unit('main.cc', cpp(MAIN), changes);
    const built = await build(main, [
      await archive({ ...A, sources: A.sources.map(cpp) }, changes),
      await archive({ name: 'b', sources: [cpp(BAR), cpp(FOO)] }, changes),
    ]);
    expect(await outputs(built)).toEqual(['2 3\n', '2 3\n']);
  });

  it('do so for what is needed by a member that an archive named again gives', async () => {
    const main = await place.unit('main.c', MAIN);
    const built = await build(
      main,
      [
        await archive({
          name: 'a',
          sources: [...A.sources.slice(1), BAR.replaceAll('bar', 'late')],
        }),
        await archive({ name: 'b', sources: [BAR.replaceAll('foo', 'late'), FOO] }),
        await archive({ name: 'c', sources: ['int foo(void) { return 5; }\n'] }),
      ],
      ['a', 'b', 'a', 'c'].map((name) => ({ library: `lib${name}.a` })),
    );
    expect(await outputs(built)).toEqual(['5 3\n', '5 3\n']);
  });

  it('do so in a shared library of the project, and everything is linked alike', async () => {
    const pic = { flags: ['-O2', '-fPIC'] };
    const a = await archive(A, pic);
    const b = await archive({ name: 'b', sources: [BAR, FOO] }, pic);
    const entry = 'int bar(void), other(void);\nint both(void) { return 10 * bar() + other(); }\n';
    const shared: Library = {
      name: 'libboth.so',
      units: [await place.unit('both.c', entry, pic)],
      link: {
        flags: [{ library: a.name }, { library: b.name }],
        ...{ language: 'c', directory: place.folder, removed: [] },
      },
    };
    const main = await place.unit(
      'main.c',
      '#include <stdio.h>\nint both(void);\nint main(void) { printf("%d\\n", both()); return 0; }\n' +
        OTHER_FOR_EACH_TARGET,
    );
    const built = await build(main, [a, b, shared], [{ library: shared.name }]);
    expect(await outputs(built)).toEqual(['23\n', '23\n']);
    expect(areByLld(built)).toEqual([false, false, false, false]);
  });

  it('make all targets’ links those of the other linker where one target alone needs the name', async () => {
    const main = await place.unit('main.c', MAIN);
    const asking = `int foo(void);\nint bar(void) {\n#ifdef __AVX2__\n  return foo();\n#else\n  return 9;\n#endif\n}\n`;
    const built = await build(main, [
      await archive(A),
      await archive({ name: 'b', sources: [asking, FOO] }),
    ]);
    expect(await outputs(built)).toEqual(['9 3\n', '2 3\n']);
    expect(areByLld(built)).toEqual([false, false]);
  });

  it('are left to lld where that alone links them, which is said', async () => {
    const main = await place.unit('main.c', MAIN);
    const needs = 'int foo(void), mine(void);\nint bar(void) { return foo() + mine(); }\n';
    const built = await build(main, [
      await archive({ ...A, sources: [...A.sources, 'int mine(void) { return 40; }\n'] }),
      await archive({ name: 'b', sources: [needs, FOO] }),
    ]);
    expect(await outputs(built)).toEqual(['41 3\n', '41 3\n']);
    expect(areByLld(built)).toEqual([true, true]);
    const warning = buildWarnings(built).find(({ code }) => code === 'other-linker');
    expect(warning?.message).toMatch(/^lld links app, .*undefined reference to `mine'/u);
  });
});

describe('the linker that clang takes', () => {
  it.runIf(existsSync('/usr/bin/ld.bfd'))('takes options that lld refuses', async () => {
    const main = await place.unit(
      'main.c',
      `int main(void) { return 0; }\n${OTHER_FOR_EACH_TARGET}`,
    );
    for (const flag of ['-Ttext-segment=0x600000', '--reduce-memory-overheads']) {
      const built = await build(main, [], ['-no-pie', `-Wl,${flag}`]);
      expect(await outputs(built)).toEqual(['', '']);
      expect(areByLld(built)).toEqual([false, false]);
    }
  });

  it.runIf(existsSync('/usr/bin/ld.bfd'))('says what is wrong with the rest then', async () => {
    const main = await place.unit(
      'main.c',
      'int nowhere(void);\nint main(void) { return nowhere(); }\n',
    );
    const built = await build(main, [], ['-Wl,--reduce-memory-overheads']);
    expect(built.variants[1]?.variant.failure?.message).toBe(
      'app could not be linked: undefined symbol nowhere.',
    );
  });

  it('says what is wrong with an option that no linker takes, and with a name of C++ as people write it', async () => {
    const main = await place.unit('main.c', 'int main(void) { return 0; }\n');
    const unknown = await build(main, [], ['-Wl,--no-such-option']);
    expect(unknown.variants[0]?.variant.failure?.details).toContain('--no-such-option');
    const cpp = await place.unit(
      'main.cc',
      'int nowhere(int);\nint main() { return nowhere(1); }\n',
      {
        language: 'c++',
      },
    );
    const missing = await build(cpp, []);
    expect(missing.variants[0]?.variant.failure?.message).toContain(
      'undefined symbol nowhere(int)',
    );
  });
});
