// Libraries of the project itself: built for each target, linked as the user's own build links them.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../src/build/build-program.ts';
import type { BuildStep } from '../../src/build/build-progress.ts';
import type { Library, Link, LinkWord, PreparedProgram, Unit } from '../../src/model/program.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { BuildPlace, targets } from './build-place.ts';

const place = new BuildPlace('libraries $(x) "q" é');

const TARGETS = targets('x86-64', 'x86-64-v3');

function unit(name: string, source: string, flags: readonly string[] = []): Promise<Unit> {
  return place.unit(name, source, { flags: ['-O2', ...flags] });
}

function link(flags: readonly LinkWord[], removed: Link['removed'] = []): Link {
  return { flags, language: 'c', directory: place.folder, removed };
}

function program(
  units: readonly Unit[],
  libraries: readonly Library[],
  flags: readonly LinkWord[],
): PreparedProgram {
  return {
    ...{ name: 'uses', directory: place.folder, units, libraries },
    ...{ link: link(flags), benchmarks: [] },
  };
}

interface Changes {
  readonly toolchain?: Toolchain;
  readonly onStep?: (step: BuildStep) => void;
}

function build(of: PreparedProgram, changes: Changes = {}): Promise<BuiltProgram> {
  return buildProgram(of, TARGETS, place.options(changes));
}

function output(
  built: BuiltProgram,
  index: number,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return place.output(built, index, env);
}

const SAYS_TARGET = `const char *said(void) {
#ifdef __AVX2__
  return "wide";
#else
  return "narrow";
#endif
}
`;
const SAYS =
  '#include <stdio.h>\nconst char *said(void);\nint main(void) { puts(said()); return 0; }\n';

describe('a static library of the project', () => {
  it('is built for each target, and gives only the members that are needed', async () => {
    const members = [
      await unit('said.c', SAYS_TARGET),
      await unit('unused.c', 'int nowhere(void);\nint unused(void) { return nowhere(); }\n'),
    ];
    const built = await build(
      program(
        [await unit('main.c', SAYS)],
        [{ name: 'libsaid.a', units: members }],
        [{ library: 'libsaid.a' }],
      ),
    );
    expect(await output(built, 0)).toBe('narrow\n');
    expect(await output(built, 1)).toBe('wide\n');
  });

  it('gives all its members where the link line says so', async () => {
    const register = (n: number): Promise<Unit> =>
      unit(
        `register${n}.c`,
        `extern int registered;\n__attribute__((constructor)) static void add(void) { registered += ${n}; }\n`,
      );
    const main = await unit(
      'main.c',
      '#include <stdio.h>\nint registered;\nint main(void) { printf("%d\\n", registered); return 0; }\n',
    );
    const libraries = [{ name: 'libregister.a', units: [await register(1), await register(10)] }];
    const word = { library: 'libregister.a' };
    const whole = ['-Wl,--whole-archive', word, '-Wl,--no-whole-archive'];
    expect(await output(await build(program([main], libraries, whole)), 1)).toBe('11\n');
    expect(await output(await build(program([main], libraries, [word])), 1)).toBe('0\n');
  });

  it('is asked for symbols in the order of the link line', async () => {
    const main = await unit('main.c', 'int outer(void);\nint main(void) { return outer(); }\n');
    const libraries = [
      { name: 'libinner.a', units: [await unit('inner.c', 'int inner(void) { return 0; }\n')] },
      {
        name: 'libouter.a',
        units: [await unit('outer.c', 'int inner(void);\nint outer(void) { return inner(); }\n')],
      },
    ];
    const built = await build(
      program([main], libraries, [{ library: 'libouter.a' }, { library: 'libinner.a' }]),
    );
    expect(built.variants.map(({ variant }) => variant.state)).toEqual(['built', 'built']);
  });

  it('can be empty, and can hold one and the same object twice', async () => {
    const same = 'static int nothing;\n';
    const twins = [await unit('a.c', same), await unit('b.c', same)];
    const main = await unit('main.c', 'int main(void) { return 0; }\n');
    const libraries = [
      { name: 'libempty.a', units: [] },
      { name: 'libtwins.a', units: twins },
    ];
    const built = await build(
      program([main], libraries, [
        '-Wl,--whole-archive',
        { library: 'libempty.a' },
        { library: 'libtwins.a' },
        '-Wl,--no-whole-archive',
      ]),
    );
    expect(await output(built, 0)).toBe('');
  });

  it('is known by its own name to the linker’s options and complaints', async () => {
    const main = await unit('main.c', 'int said(void);\nint main(void) { return said(); }\n');
    const said = await unit('said.c', 'int nowhere(void);\nint said(void) { return nowhere(); }\n');
    const built = await build(
      program([main], [{ name: 'libsaid.a', units: [said] }], [{ library: 'libsaid.a' }]),
    );
    const failure = built.variants[0]?.variant.failure;
    expect(failure?.message).toContain('undefined symbol nowhere');
    expect(failure?.details).toContain(join(place.folder, 'said.c'));
    expect(failure?.details).not.toMatch(/cache|work\//u);
  });

  it('of given objects is made of them', async () => {
    const { source } = await unit('given.c', 'int given(void) { return 7; }\n');
    const object = join(place.folder, 'given.o');
    await runProcess({ command: place.toolchain.clang, args: ['-c', source, '-o', object] });
    const main = await unit(
      'main.c',
      '#include <stdio.h>\nint given(void);\nint main(void) { printf("%d\\n", given()); return 0; }\n',
    );
    const given: Unit = { ...main, source: object, language: 'object', flags: [] };
    const of = program(
      [main],
      [{ name: 'libgiven.a', units: [given] }],
      [{ library: 'libgiven.a' }],
    );
    expect(await output(await build(of), 0)).toBe('7\n');
    await writeFile(source, 'int given(void) { return 8; }\n');
    await runProcess({ command: place.toolchain.clang, args: ['-c', source, '-o', object] });
    expect(await output(await build(of), 0)).toBe('8\n');
  });

  it('needs llvm-ar, and says so where there is none', async () => {
    const main = await unit('main.c', 'int main(void) { return 0; }\n');
    const { llvmAr, ...without } = place.toolchain;
    expect(llvmAr).toBeDefined();
    const built = await build(
      program([main], [{ name: 'liba.a', units: [] }], [{ library: 'liba.a' }]),
      { toolchain: without },
    );
    expect(built.variants[0]?.variant.failure).toMatchObject({ code: 'toolchain-missing' });
    expect(built.variants[0]?.variant.failure?.message).toContain('llvm-ar');
  });
});

describe('a shared library of the project', () => {
  const shared = async (flags: readonly LinkWord[] = []): Promise<Library> => ({
    name: 'libsaid.so.1',
    units: [await unit('said.c', SAYS_TARGET, ['-fPIC'])],
    link: link(['-fPIC', ...flags]),
  });

  it('is loaded by each variant in that variant’s own build', async () => {
    const built = await build(
      program(
        [await unit('main.c', SAYS)],
        [await shared(['-Wl,-soname,libsaid.so.1'])],
        [{ library: 'libsaid.so.1' }],
      ),
    );
    expect(await output(built, 0)).toBe('narrow\n');
    expect(await output(built, 1)).toBe('wide\n');
  });

  it('is so whatever the user’s own rpath and environment lead to', async () => {
    const elsewhere = join(place.folder, 'user build');
    await mkdir(elsewhere);
    const theirs = await unit('theirs.c', 'const char *said(void) { return "theirs"; }\n');
    await runProcess({
      command: place.toolchain.clang,
      args: ['-shared', '-fPIC', theirs.source, '-o', join(elsewhere, 'libsaid.so.1')],
    });
    const built = await build(
      program(
        [await unit('main.c', SAYS)],
        [await shared()],
        [{ library: 'libsaid.so.1' }, `-Wl,-rpath,${elsewhere}`, '-Wl,--enable-new-dtags'],
      ),
    );
    expect(await output(built, 1, { LD_LIBRARY_PATH: elsewhere })).toBe('wide\n');
  });

  it('can need others, static and shared, which are that target’s too', async () => {
    const inner: Library = {
      name: 'libinner.so',
      units: [await unit('said.c', SAYS_TARGET, ['-fPIC'])],
      link: link(['-fPIC']),
    };
    const helper: Library = {
      name: 'libhelper.a',
      units: [await unit('helper.c', 'int twice(int a) { return 2 * a; }\n', ['-fPIC'])],
    };
    const outer: Library = {
      name: 'libouter.so.2',
      units: [
        await unit(
          'outer.c',
          '#include <stdio.h>\nconst char *said(void); int twice(int);\nvoid outer(void) { printf("%s %d\\n", said(), twice(21)); }\n',
          ['-fPIC'],
        ),
      ],
      link: link([
        '-Wl,-soname=libouter.so.2',
        { library: 'libhelper.a' },
        { library: 'libinner.so' },
      ]),
    };
    const main = await unit('main.c', 'void outer(void);\nint main(void) { outer(); return 0; }\n');
    const built = await build(
      program([main], [inner, helper, outer], [{ library: 'libouter.so.2' }]),
    );
    expect(await output(built, 0)).toBe('narrow 42\n');
    expect(await output(built, 1)).toBe('wide 42\n');
  });

  it('makes variants of one executable different code, or the same where it is the same too', async () => {
    const main = await unit('main.c', SAYS);
    const asking = await build(program([main], [await shared()], [{ library: 'libsaid.so.1' }]));
    const hashes = asking.variants.map(({ variant }) => variant.executableHash);
    expect(hashes[0]).toBe(hashes[1]);
    expect(asking.variants[1]?.variant.identicalTo).toBeUndefined();
    const plain: Library = {
      ...(await shared()),
      units: [await unit('said.c', 'const char *said(void) { return "any"; }\n', ['-fPIC'])],
    };
    const same = await build(program([main], [plain], [{ library: 'libsaid.so.1' }]));
    expect(same.variants[1]?.variant.identicalTo).toBe('x86-64');
  });

  it.runIf(existsSync('/usr/bin/ld.bfd'))(
    'is loaded where the user’s own line chooses GNU’s linker, which looks for what it needs in turn',
    async () => {
      const gnu = '-fuse-ld=bfd';
      const inner: Library = {
        name: 'libinner.so',
        units: [await unit('said.c', SAYS_TARGET, ['-fPIC'])],
        link: link([gnu]),
      };
      const outer: Library = {
        name: 'libouter.so.2',
        units: [
          await unit(
            'outer.c',
            '#include <stdio.h>\nconst char *said(void);\nvoid outer(void) { puts(said()); }\n',
            ['-fPIC'],
          ),
        ],
        link: link([gnu, { library: 'libinner.so' }]),
      };
      const main = await unit(
        'main.c',
        'void outer(void);\nint main(void) { outer(); return 0; }\n',
      );
      const words = [gnu, '-Wl,--enable-new-dtags', { library: 'libouter.so.2' }];
      const built = await build(program([main], [inner, outer], words));
      const elsewhere = { LD_LIBRARY_PATH: join(place.folder, 'run-0') };
      expect(await output(built, 0)).toBe('narrow\n');
      expect(await output(built, 1, elsewhere)).toBe('wide\n');
    },
  );

  it('that does not link is named in the variant’s failure', async () => {
    const broken: Library = {
      name: 'libbroken.so',
      units: [
        await unit('broken.c', 'int nowhere(void);\nint f(void) { return nowhere(); }\n', [
          '-fPIC',
        ]),
      ],
      link: link(['-Wl,-z,defs']),
    };
    const main = await unit('main.c', 'int f(void);\nint main(void) { return f(); }\n');
    const built = await build(program([main], [broken], [{ library: 'libbroken.so' }]));
    expect(built.variants[0]?.variant.failure?.message).toBe(
      'libbroken.so could not be linked: undefined symbol nowhere.',
    );
  });

  it('is recorded in the run, with the units of every library and its command line', async () => {
    const built = await build(
      program([await unit('main.c', SAYS)], [await shared()], [{ library: 'libsaid.so.1' }]),
    );
    const variant = built.variants[1]?.variant;
    const [library] = variant?.libraries ?? [];
    expect(library).toMatchObject({ name: 'libsaid.so.1', kind: 'shared' });
    expect(library?.hash).toMatch(/^[0-9a-f]{64}$/u);
    expect(library?.linkArgv).toContain('-shared');
    expect(variant?.units.map(({ library: of }) => of)).toEqual([undefined, 'libsaid.so.1']);
    expect(variant?.linkArgv).toContain('libsaid.so.1');
    expect(JSON.stringify(variant)).not.toContain(place.cache.folder);
  });

  it('can have no name that leads out of its folder', async () => {
    const outside: Library = { ...(await shared()), name: '../libout.so' };
    const built = await build(
      program([await unit('main.c', SAYS)], [outside], [{ library: '../libout.so' }]),
    );
    expect(built.variants[0]?.variant.failure?.code).toBe('link-failed');
  });
});

describe('building libraries again', () => {
  it('runs nothing where nothing changed, and only what a changed member concerns', async () => {
    const main = await unit('main.c', SAYS);
    const member = await unit('x.c', 'int x;\n');
    const archive = { name: 'libsaid.a', units: [await unit('said.c', SAYS_TARGET), member] };
    const other = {
      name: 'libother.so',
      units: [await unit('other.c', 'int other;\n', ['-fPIC'])],
      link: link([]),
    };
    const of = program(
      [main],
      [archive, other],
      [{ library: 'libsaid.a' }, { library: 'libother.so' }],
    );
    const first = await build(of);
    const again = await build(of);
    expect(again.facts.stepsRun).toBe(0);
    expect(again.variants.map(({ variant }) => variant)).toEqual(
      first.variants.map(({ variant }) => variant),
    );
    await writeFile(member.source, 'int x = 1;\n');
    // Its front end; and for each target its object, the archive and the executable, but not the other library.
    expect((await build(of)).facts.stepsRun).toBe(1 + TARGETS.length * 3);
  });

  it('builds a unit of several libraries once', async () => {
    const said = await unit('said.c', SAYS_TARGET, ['-fPIC']);
    const main = await unit('main.c', SAYS);
    const steps: BuildStep[] = [];
    const built = await build(
      program(
        [main],
        [
          { name: 'libone.a', units: [said] },
          { name: 'libtwo.so', units: [said], link: link([]) },
        ],
        [{ library: 'libone.a' }, { library: 'libtwo.so' }],
      ),
      { onStep: (step) => steps.push(step) },
    );
    expect(await output(built, 1)).toBe('wide\n');
    const frontEnds = steps.filter(({ step, item }) => step === 'front end' && item === 'said.c');
    expect(frontEnds).toHaveLength(1);
  });
});

describe('a user’s $ORIGIN', () => {
  it('still leads to the folder of the user’s own executable', async () => {
    const own = join(place.folder, 'own', 'lib');
    await mkdir(own, { recursive: true });
    await mkdir(join(place.folder, 'own', 'bin'));
    const theirs = await unit('theirs.c', 'const char *said(void) { return "given"; }\n');
    const given = join(own, 'libgiven.so');
    await runProcess({
      command: place.toolchain.clang,
      args: ['-shared', '-fPIC', '-Wl,-soname,libgiven.so', theirs.source, '-o', given],
    });
    const of = program([await unit('main.c', SAYS)], [], [given, '-Wl,-rpath,$ORIGIN/../lib']);
    const built = await build({
      ...of,
      link: { ...of.link, removed: [{ flag: '-o own/bin/uses', reason: 'output' }] },
    });
    expect(await output(built, 0)).toBe('given\n');
    expect(
      (await readFile(join(place.folder, 'run-0', 'program'))).includes('$ORIGIN/../lib'),
    ).toBe(true);
  });
});
