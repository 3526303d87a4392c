// Headers that the user's build compiled beforehand, for its own CPU.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../src/build/build-program.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { BuildPlace, targets } from './build-place.ts';

const TARGETS = targets('x86-64', 'x86-64-v3');

const place = new BuildPlace('headers');

beforeEach(async () => {
  await writeFile(
    join(place.folder, 'all.h'),
    '#include <stdio.h>\n#ifdef __AVX2__\n#define SAID "wide"\n#else\n#define SAID "narrow"\n#endif\n',
  );
  await writeFile(join(place.folder, 'main.c'), 'int main(void) { puts(SAID); return 0; }\n');
});

/** Compiles the header as the user's own build does. */
async function precompile(output: string, ...flags: readonly string[]): Promise<void> {
  const made = await runProcess({
    command: place.toolchain.clang,
    args: [
      '-O2',
      ...flags,
      '-x',
      'c-header',
      join(place.folder, 'all.h'),
      '-o',
      join(place.folder, output),
    ],
  });
  expect(made.stderr).toBe('');
}

function build(flags: readonly string[]): Promise<BuiltProgram> {
  return buildProgram(
    {
      ...{ name: 'headers', directory: place.folder, benchmarks: [] },
      units: [
        {
          source: join(place.folder, 'main.c'),
          ...{ language: 'c', directory: place.folder, removed: [], flags: ['-O2', ...flags] },
        },
      ],
      link: { flags: [], language: 'c', directory: place.folder, removed: [] },
    },
    TARGETS,
    place.options(),
  );
}

async function said(built: BuiltProgram): Promise<string[]> {
  const words: string[] = [];
  for (const index of TARGETS.keys()) words.push((await place.output(built, index)).trim());
  return words;
}

describe('a precompiled header', () => {
  it.each([
    ['for another CPU', ['-march=x86-64-v3']],
    ['for the default one', []],
  ])('beside an included header, made %s, is left aside for its text', async (_, flags) => {
    await precompile('all.h.pch', ...flags);
    expect(await said(await build(['-include', 'all.h']))).toEqual(['narrow', 'wide']);
  });

  it('made by another compiler is left aside too', async () => {
    await writeFile(join(place.folder, 'all.h.gch'), 'gpch not what clang reads');
    expect(await said(await build(['-include', 'all.h']))).toEqual(['narrow', 'wide']);
  });

  it.each([[['-include-pch', 'all.h.pch']], [['-Xclang', '-include-pch', '-Xclang', 'all.h.pch']]])(
    'named by %j stands for the header beside it',
    async (flags) => {
      await precompile('all.h.pch', '-march=x86-64-v3');
      expect(await said(await build(flags))).toEqual(['narrow', 'wide']);
    },
  );

  it('that stands for no header that is there fails in clang’s own words', async () => {
    await precompile('elsewhere.pch', '-march=x86-64-v3');
    const built = await build(['-include-pch', 'elsewhere.pch']);
    // As in a build with -march: for the one CPU that it was made for, it is what clang wants.
    const [refused, taken] = built.variants.map(({ variant }) => variant);
    expect(refused?.state).toBe('failed');
    expect(refused?.failure?.details).toContain('elsewhere.pch');
    expect(refused?.failure?.hint).toContain('precompiled header');
    expect(taken?.state).toBe('built');
  });

  it('that CMake’s flags name with its text is left aside', async () => {
    const named = ['-Winvalid-pch', '-Xclang', '-include', '-Xclang', join(place.folder, 'all.h')];
    await precompile('all.h.pch', '-march=x86-64-v3');
    expect(await said(await build(named))).toEqual(['narrow', 'wide']);
  });

  it('is not missed: a changed header is compiled anew', async () => {
    await precompile('all.h.pch');
    await build(['-include', 'all.h']);
    await writeFile(join(place.folder, 'all.h'), '#include <stdio.h>\n#define SAID "changed"\n');
    expect(await said(await build(['-include', 'all.h']))).toEqual(['changed', 'changed']);
  });
});
