// The record itself: what it keeps, when it is made again, and what is said where a build tells nothing.
import { mkdir, readFile, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';
import { prepareProgram } from '../../../src/project/prepare-program.ts';
import { recordOffers } from '../../../src/kinds/recorded/record-offers.ts';
import { readRecord, recordPath } from '../../../src/kinds/recorded/record-document.ts';
import { runProcess } from '../../../src/process/run-process.ts';
import { failureFrom } from '../../project/temporary-folder.ts';
import { MAIN, RecordedProject, TWICE } from './recorded-project.ts';

const project = new RecordedProject();
const MAKEFILE = `FLAGS = -O2
prog: main.o twice.o
\tcc -o $@ main.o twice.o
%.o: %.c
\tcc $(FLAGS) -c $<
clean:
\trm -f *.o prog
`;

const small = (): Promise<void> =>
  project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, Makefile: MAKEFILE });

const prepare = async (
  program: Parameters<typeof prepareProgram>[0],
  signal = new AbortController().signal,
) => prepareProgram(program, { toolchain: await findToolchain(), signal, onStep: () => undefined });

describe('a record', () => {
  it('is refreshed by an incremental build: what is built again is replaced, the rest stays', async () => {
    await small();
    await project.record(['make']);
    await project.write('twice.c', 'int twice(int x) { return x + x; }\n');
    const outcome = await project.record(['make', 'FLAGS=-O1']);
    expect(outcome.seen).toBe(2);
    const { program } = await project.loadKnown('prog', ['make', 'FLAGS=-O1']);
    expect(project.unit(program.units, 'twice.c').flags).toEqual(['-O1']);
    expect(project.unit(program.units, 'main.c').flags).toEqual(['-O2']);
  });

  it('stands where the build is up to date', async () => {
    await small();
    await project.record(['make']);
    const outcome = await project.record(['make']);
    expect(outcome.seen).toBe(0);
    expect(outcome.executables).toMatchObject([{ name: 'prog', units: 2, linkedNow: false }]);
  });

  it('forgets executables that are gone', async () => {
    await small();
    await project.record(['make']);
    const outcome = await project.record(['make', 'clean']);
    expect(outcome.executables).toEqual([]);
    expect(await readRecord(project.path)).toBeUndefined();
  });

  it('keeps out of the rest of the tree, and out of version control', async () => {
    await small();
    await project.record(['make']);
    expect(await readFile(join(project.path, '.retarget', '.gitignore'), 'utf8')).toBe('*\n');
    expect(recordPath(project.path)).toBe(join(project.path, '.retarget', 'record', 'build.json'));
    const makefile = await readFile(join(project.path, 'Makefile'), 'utf8');
    expect(makefile).toBe(MAKEFILE);
  });

  it('that is damaged, of another version or of another place is none', async () => {
    await small();
    await project.record(['make']);
    const path = recordPath(project.path);
    const text = await readFile(path, 'utf8');
    for (const broken of [
      text.slice(0, text.length / 2),
      text.replace('"schema":1', '"schema":99'),
      text.replaceAll(project.path, '/somewhere/else'),
      '[]',
    ]) {
      await writeFile(path, broken);
      expect(await readRecord(project.path)).toBeUndefined();
      const { program } = await project.load('prog');
      expect(program.preparation).toMatchObject({ kind: 'record' });
    }
  });

  it('is written through no link that leads out of the project', async () => {
    await small();
    await mkdir(join(project.path, 'inner'));
    await project.write('inner/main.c', 'int main(void) { return 0; }\n');
    await symlink(project.path, join(project.path, 'inner', '.retarget'));
    const inner = new RecordedProjectAt(join(project.path, 'inner'));
    const failure = await failureFrom(inner.record(['cc', 'main.c', '-o', 'prog']));
    expect(failure.code).toBe('folder-read-only');
    expect(await stat(join(project.path, 'record')).catch(() => 'none')).toBe('none');
  });

  it('says where an executable was built again without it', async () => {
    await small();
    await project.record(['make']);
    const later = new Date(Date.now() + 60_000);
    await utimes(join(project.path, 'prog'), later, later);
    const { warnings } = await project.load('prog');
    expect(warnings).toContainEqual(
      expect.stringMatching(/prog was built again .* record it again\.$/u),
    );
  });
});

describe('a program of a record', () => {
  it('is loaded without running anything', async () => {
    await small();
    const { program } = await project.load('prog');
    expect(program.preparation).toMatchObject({ kind: 'record', command: ['make'] });
    expect(await stat(join(project.path, 'prog')).catch(() => 'none')).toBe('none');
  });

  it('is recorded when it is built for the first time', async () => {
    await small();
    expect(await project.buildAndRun('prog')).toEqual(['42\n', '42\n']);
  });

  it('is recorded again when the Makefile has changed', async () => {
    await small();
    await project.record(['make']);
    expect((await project.load('prog')).program.preparation).toBeUndefined();
    const changed = MAKEFILE.replace('-O2', '-O3').replace('%.c\n', '%.c Makefile\n');
    await project.write('Makefile', changed);
    const { program } = await project.load('prog');
    const prepared = await prepare(program);
    expect(project.unit(prepared.program.units, 'main.c').flags).toEqual(['-O3']);
  });

  it('fails as the build does, with its last words', async () => {
    await small();
    await project.write('twice.c', 'int twice(int x) { return nonsense; }\n');
    const { program } = await project.load('prog');
    const failure = await failureFrom(prepare(program));
    expect(failure.code).toBe('compile-failed');
    expect(failure.message).toContain('make (exit code 2)');
    expect(failure.details).toContain('nonsense');
  });

  it('that the build does not make is refused by name, with what it makes', async () => {
    await small();
    const { program } = await project.load('progg');
    const failure = await failureFrom(prepare(program));
    expect(failure).toMatchObject({
      code: 'input-missing',
      message: 'No recorded command links progg.',
    });
    expect(failure.hint).toContain('The build makes prog.');
  });

  it('that was up to date before the first record says how to clean', async () => {
    await small();
    await project.record(['make']);
    await rename(join(project.path, '.retarget'), join(project.path, 'elsewhere'));
    const { program } = await project.load('prog');
    const failure = await failureFrom(prepare(program));
    expect(failure.message).toMatch(/^Nothing was compiled while make ran/u);
    expect(failure.hint).toContain('make clean');
  });

  it('whose sources are gone since is recorded again', async () => {
    await project.write('main.c', MAIN);
    await project.writeScript(
      'build.sh',
      `echo 'int twice(int x) { return 2 * x; }' > made.c\ncc -O2 main.c made.c -o prog\nrm made.c\n`,
    );
    await project.record(['./build.sh']);
    const { program } = await project.load('prog', ['./build.sh']);
    const failure = await failureFrom(prepare(program));
    expect(failure.message).toMatch(/prog is built from sources that no longer exist: .*made\.c/u);
  });
});

describe('a build', () => {
  it('that fails leaves what it made in the record', async () => {
    await small();
    await project.write('extra.c', 'int main(void) { return 0; }\n');
    await project.writeScript('build.sh', 'cc -O2 extra.c -o extra\nexit 7\n');
    const outcome = await project.record(['./build.sh']);
    expect(outcome.end.exitCode).toBe(7);
    expect(outcome.executables.map(({ name }) => name)).toEqual(['extra']);
  });

  it('that is interrupted before it made anything leaves no process, and the record as it was', async () => {
    await small();
    await project.record(['make']);
    const before = await readFile(recordPath(project.path), 'utf8');
    await project.writeScript('build.sh', 'trap "" INT\nsleep 600 &\necho $! > sleeper\nwait\n');
    const interrupted = new AbortController();
    const recording = project.record(['./build.sh'], { signal: interrupted.signal });
    const path = join(project.path, 'sleeper');
    let sleeper = '';
    while (sleeper === '') sleeper = (await readFile(path, 'utf8').catch(() => '')).trim();
    interrupted.abort();
    expect(await recording).toMatchObject({ interrupted: true, seen: 0 });
    expect(await stateOf(sleeper)).toMatch(/^(?:Z.*)?$/u);
    expect(await readFile(recordPath(project.path), 'utf8')).toBe(before);
  });

  it('whose command is not there says so', async () => {
    const failure = await failureFrom(project.record(['no-such-command']));
    expect(failure).toMatchObject({ code: 'input-missing' });
    expect(failure.message).toContain('no-such-command');
  });
});

describe('offers', () => {
  it('are the executables of the record', async () => {
    await small();
    await project.record(['make']);
    expect(await recordOffers(project.path)).toMatchObject([
      {
        name: 'prog',
        program: { name: 'prog', record: { executable: 'prog', command: ['make'] } },
      },
    ]);
  });

  it('are builds to be recorded first, where there is no record', async () => {
    await small();
    const [offer, ...others] = await recordOffers(project.path);
    expect(others).toEqual([]);
    expect(offer?.obstacle).toContain('must watch this build once');
    expect(offer?.remedies).toEqual([{ kind: 'record', command: ['make', '-j2'] }]);
  });

  it('are a build to go on with, where it failed before it made an executable', async () => {
    await small();
    await project.write('sub/Makefile', 'all:\n\tcc -c ../main.c\n\tfalse\n');
    await project.record(['make'], { directory: 'sub' });
    const [offer, ...others] = await recordOffers(project.path);
    expect(others).toEqual([]);
    expect(offer?.obstacle).toBe(
      'make failed before it made an executable (exit code 2). Fix the build, then run it again.',
    );
    const again = { kind: 'record', command: ['make'], directory: 'sub' };
    expect(offer?.remedies).toEqual([again]);
    // It would be run in the folder that is profiled.
    expect(offer === undefined ? [] : offer.toWatch).toBeUndefined();
    await project.record(['make', 'prog']);
    expect(await recordOffers(project.path)).toMatchObject([{ name: 'prog' }]);
  });

  it('are none where nothing is built', async () => {
    await project.write('main.c', MAIN);
    expect(await recordOffers(project.path)).toEqual([]);
  });
});

class RecordedProjectAt extends RecordedProject {
  constructor(path: string) {
    super();
    this.path = path;
  }
}

/** Nothing where there is no such process; `Z` for one that has ended and that nobody has asked about yet. */
async function stateOf(pid: string): Promise<string> {
  return (await runProcess({ command: 'ps', args: ['-o', 'stat=', '-p', pid] })).stdout.trim();
}
