// Builds that changed after they were recorded: recorded again, and where that tells nothing new, not used without a word.
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';
import { prepareProgram } from '../../../src/project/prepare-program.ts';
import { messages, MAIN, RecordedProject, TWICE } from './recorded-project.ts';

const project = new RecordedProject();
const MAKEFILE = `CFLAGS = -O2
prog: main.o twice.o
\tcc -o $@ main.o twice.o
%.o: %.c
\tcc $(CFLAGS) -c $<
clean:
\trm -f *.o prog
`;

const small = (further: Readonly<Record<string, string>> = {}): Promise<void> =>
  project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, Makefile: MAKEFILE, ...further });

/** As if it had been written a minute later than all that there is. */
async function makeNewer(name: string): Promise<void> {
  const later = new Date(Date.now() + 60_000);
  await utimes(join(project.path, name), later, later);
}

async function prepare(command?: readonly string[]) {
  const { program } = await project.load('prog', command);
  expect(program.preparation).toMatchObject({ kind: 'record' });
  return prepareProgram(program, {
    toolchain: await findToolchain(),
    signal: new AbortController().signal,
    onStep: () => undefined,
  });
}

const flagsOf = async (...prepared: Parameters<typeof prepare>): Promise<readonly string[]> => {
  const { program } = await prepare(...prepared);
  return project.unit(program.units, 'twice.c').flags;
};

describe('a build whose command has changed', () => {
  const FAST = ['make', 'CFLAGS=-O2 -DFAST'];

  it('is recorded again', async () => {
    await small({ Makefile: `${MAKEFILE.replace('%.c\n', '%.c always\n')}always:\n` });
    await project.record(['make']);
    expect(await flagsOf(FAST)).toEqual(['-O2', '-DFAST']);
  });

  it('only in how many compilers run at once is the same', async () => {
    await small();
    await project.record(['make', '-j2']);
    const { program } = await project.load('prog', ['make', '-j', '4']);
    expect(program.preparation).toBeUndefined();
  });

  it('and that finds everything up to date is told to be cleaned, until it is', async () => {
    await small();
    await project.record(['make']);
    for (let again = 0; again < 2; again += 1) {
      const { program, warnings } = await prepare(FAST);
      expect(project.unit(program.units, 'twice.c').flags).toEqual(['-O2']);
      expect(warnings.map(({ code }) => code)).toContain('outdated-record');
      expect(messages(warnings).join('\n')).toMatch(
        /did not build all of prog again, .* of another command, make\. .*make clean/u,
      );
    }
    await project.record(['make', 'clean']);
    expect(await flagsOf(FAST)).toEqual(['-O2', '-DFAST']);
    expect((await project.load('prog', FAST)).program.preparation).toBeUndefined();
  });
});

describe('a program that was linked anew of objects that were up to date', () => {
  const RELINKED = MAKEFILE.replace('prog: main.o', 'prog: always main.o').concat('always:\n');

  it('says whose flags they have, by name, until the build was cleaned', async () => {
    await small({ Makefile: RELINKED });
    await project.record(['make']);
    const other = ['make', 'CFLAGS=-O2 -DFAST'];
    const { warnings } = await prepare(other);
    expect(messages(warnings).join('\n')).toMatch(
      /prog was linked by make 'CFLAGS=-O2 -DFAST', which treated main\.c and twice\.c as up to date\..*clean the build \(make clean\)/u,
    );
    // Nor is it forgotten by a profile that has nothing to run.
    expect((await project.load('prog', other)).warnings.join('\n')).toContain('up to date');
    await project.record(['make', 'clean']);
    await project.record(other);
    expect((await project.load('prog', other)).warnings.join('\n')).not.toContain('up to date');
  });

  it('by another goal of the same build is right as it is', async () => {
    await small({ Makefile: `objects: main.o twice.o\n${MAKEFILE}` });
    await project.record(['make', 'objects']);
    await project.record(['make', 'prog']);
    const { warnings } = await project.load('prog', ['make', 'prog']);
    expect(warnings.join('\n')).not.toContain('up to date');
  });
});

describe('a program that was linked anew after a change', () => {
  it.each([
    [
      'another makefile',
      ['make', '-f', 'debug.mk'],
      ['make', '-kfrelease.mk'],
      {
        'debug.mk': MAKEFILE.replace('-O2', '-O0'),
        'release.mk': MAKEFILE.replace('-O2', '-O3'),
      },
    ],
    [
      'a goal with variables of its own',
      ['make', 'debug'],
      ['make', 'release'],
      {
        Makefile: `${MAKEFILE}debug: CFLAGS = -O0\ndebug: prog\nrelease: CFLAGS = -O3\nrelease: prog\n`,
      },
    ],
  ] as const)('by %s says which files have other flags', async (_, debug, release, files) => {
    await small(files);
    await project.record(debug);
    await makeNewer('main.c');
    await project.record(release);
    const { program, warnings } = await project.loadKnown('prog', release);
    expect(project.unit(program.units, 'main.c').flags).toEqual(['-O3']);
    expect(project.unit(program.units, 'twice.c').flags).toEqual(['-O0']);
    expect(warnings.join('\n')).toMatch(
      /treated twice\.c as up to date\. It is measured with the flags of make .*debug/u,
    );
  });

  it('by a goal with the same variables is right as it is', async () => {
    await small({ Makefile: `objects: main.o twice.o\n${MAKEFILE}` });
    await project.record(['make', '-j2', 'objects']);
    await makeNewer('main.c');
    await project.record(['make', 'prog']);
    const { warnings } = await project.load('prog', ['make', 'prog']);
    expect(warnings.join('\n')).not.toContain('up to date');
  });
});

describe('a build whose files have changed', () => {
  it('and that finds everything up to date is told to be cleaned, until it is', async () => {
    await small();
    await project.record(['make']);
    await project.write('Makefile', MAKEFILE.replace('-O2', '-O3'));
    for (let again = 0; again < 2; again += 1) {
      const { warnings } = await prepare();
      expect(warnings.map(({ code }) => code)).toContain('outdated-record');
      expect(messages(warnings).join('\n')).toContain('make clean');
    }
    // Not by a record that somebody else makes either.
    await project.record(['make']);
    expect((await project.load('prog')).program.preparation).toBeDefined();
    await project.record(['make', 'clean']);
    expect(await flagsOf()).toEqual(['-O3']);
    const { program, warnings } = await project.load('prog');
    expect(program.preparation).toBeUndefined();
    expect(warnings.join('\n')).not.toContain('clean');
  });

  it('and that rebuilds by itself what has other flags is right as it is', async () => {
    const ninja = (further: string): string =>
      `rule cc\n  command = cc -O2 -c $in -o $out\nrule link\n  command = cc $in -o $out\nbuild main.o: cc main.c\nbuild twice.o: cc twice.c\nbuild prog: link main.o twice.o\n${further}`;
    await small({ 'build.ninja': ninja('') });
    await project.record(['ninja']);
    await project.write('build.ninja', ninja('# said more\n'));
    const { warnings } = await prepare(['ninja']);
    expect(warnings.map(({ code }) => code)).not.toContain('outdated-record');
    expect((await project.load('prog', ['ninja'])).program.preparation).toBeUndefined();
  });

  it.each(['config.mk', 'flags.in', 'flags.cmake'])('may have changed in %s', async (name) => {
    await small({
      [name]: 'CFLAGS = -O1\n',
      Makefile: MAKEFILE.replace('CFLAGS = -O2', `include ${name}`).replace(
        '%.c\n',
        `%.c ${name}\n`,
      ),
    });
    await project.record(['make']);
    expect((await project.load('prog')).program.preparation).toBeUndefined();
    await project.write(name, 'CFLAGS = -O3\n');
    expect(await flagsOf()).toEqual(['-O3']);
  });
});
