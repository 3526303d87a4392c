// Builds that fail or are stopped: what they made is kept, and a profile of it says what it is of.
import { existsSync } from 'node:fs';
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../../src/process/run-process.ts';
import { findOffers } from '../../../src/project/find-offers.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { prepareProgram } from '../../../src/project/prepare-program.ts';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';
import { readRecord, writeRecord } from '../../../src/kinds/recorded/record-document.ts';
import { failureFrom } from '../../project/temporary-folder.ts';
import { MAIN, RecordedProject, TWICE } from './recorded-project.ts';

const project = new RecordedProject();

/** Compiles one, waits where it is told to, and goes on. */
const MAKEFILE = `prog: main.o twice.o
\tcc -o $@ main.o twice.o
main.o: main.c
\tcc -O2 -c $<
twice.o: twice.c main.o
\ttest ! -e wait || { touch waiting; sleep 600; }
\tcc -O2 -c $<
clean:
\trm -f *.o prog
`;

const SLOW = `#include <fcntl.h>
#include <unistd.h>
int main(void) { close(open("waiting", O_CREAT | O_WRONLY, 0600)); sleep(600); return 0; }
`;

const small = (further: Readonly<Record<string, string>> = {}): Promise<void> =>
  project.writeAll({ 'main.c': MAIN, 'twice.c': TWICE, Makefile: MAKEFILE, ...further });

/** Records a build, and stops it once a file of this name is there. */
async function stopAt(name: string, command: readonly string[]) {
  const stop = new AbortController();
  const recording = project.record(command, { signal: stop.signal });
  await expect.poll(() => existsSync(join(project.path, name)), { timeout: 20_000 }).toBe(true);
  stop.abort();
  return recording;
}

const warningsOf = async (executable: string, command?: readonly string[]) =>
  (await project.load(executable, command)).warnings.join('\n');

describe('a build that is stopped', () => {
  it('keeps what it had compiled, so that going on compiles only the rest', async () => {
    await small({ wait: '' });
    const stopped = await stopAt('waiting', ['make']);
    expect(stopped).toMatchObject({ interrupted: true, seen: 1, executables: [] });
    await rm(join(project.path, 'wait'));
    const outcome = await project.record(['make']);
    expect(outcome.executables).toMatchObject([
      { name: 'prog', units: 2, warnings: expect.anything() as unknown },
    ]);
    const { program, warnings } = await project.load('prog');
    expect(program.units).toHaveLength(2);
    expect(warnings.join('\n')).not.toMatch(/interrupted|Linked as they were/u);
    expect(await project.buildAndRun('prog')).toEqual(['42\n', '42\n']);
  });

  it('is offered by the command that goes on with it, where it made no executable', async () => {
    await small({ wait: '' });
    await stopAt('waiting', ['make', '-s']);
    const [offer, ...others] = await findOffers(project.path);
    expect(others.filter(({ kind }) => kind === 'record')).toEqual([]);
    expect(offer?.obstacle).toBe(
      'make -s was interrupted before it made an executable. Run it again to continue.',
    );
    expect(offer?.remedies).toEqual([{ kind: 'record', command: ['make', '-s'] }]);
    expect(offer?.toWatch).toEqual(['make', '-s']);
  });

  it('does not take for compiled anew what it had only begun', async () => {
    await small();
    await project.record(['make']);
    const before = await project.load('prog');
    const earlier = new Date(Date.now() - 60_000);
    await utimes(join(project.path, 'twice.o'), earlier, earlier);
    await project.write('slow.c', SLOW);
    await runProcess({ command: 'cc', args: ['slow.c', '-o', 'cc'], cwd: project.path });
    const command = ['sh', '-c', './cc -O0 -DOTHER -c twice.c -o twice.o; true'];
    const stopped = await stopAt('waiting', command);
    expect(stopped).toMatchObject({ interrupted: true, seen: 0 });
    expect((await project.load('prog')).program.units).toEqual(before.program.units);
  });

  it('in too little time to ask clang about its flags has them asked about by the next', async () => {
    await small({
      Makefile: MAKEFILE.replaceAll('cc -O2', 'gcc -O2 -fno-guess-branch-probability'),
    });
    await project.record(['make']);
    const kept = (await readRecord(project.path)) ?? { builds: [], steps: [], refused: [] };
    expect(kept.refused).toEqual(['-fno-guess-branch-probability']);
    const { builds, steps } = kept;
    await writeRecord(project.path, { builds, steps, refused: [], unasked: true });
    await project.record(['make']);
    expect(await readRecord(project.path)).toEqual({
      ...kept,
      builds: expect.anything() as unknown,
    });
  });

  it('is named by a profile of what it had linked, until it has ended well', async () => {
    await small();
    await project.writeScript(
      'build.sh',
      'cc -O2 main.c twice.c -o prog\n[ -e done ] || { touch waiting; sleep 600; }\n',
    );
    const stopped = await stopAt('waiting', ['./build.sh']);
    expect(stopped.executables).toMatchObject([{ name: 'prog' }]);
    expect(await warningsOf('prog', ['./build.sh'])).toMatch(
      /prog was interrupted while it was recorded: \.\/build\.sh\..*Record it again/u,
    );
    await project.write('done');
    await project.record(['./build.sh']);
    expect(await warningsOf('prog', ['./build.sh'])).not.toContain('interrupted');
  });
});

describe('a build that fails', () => {
  it('keeps what it made where files only know the second they were changed in', async () => {
    await small();
    // As such a file system rounds it: the build began in that second at the earliest.
    await project.writeScript(
      'build.sh',
      'began=$(date +%s)\ncc -O2 -c main.c\ntouch -d @$began main.o\ntest -e works\ncc -O2 -c twice.c\ncc main.o twice.o -o prog\n',
    );
    const failed = await project.record(['./build.sh']);
    expect(failed.end.exitCode).toBe(1);
    expect(failed.seen).toBe(1);
  });

  it('is named, with its exit code, by a profile of what it made all the same', async () => {
    await small({
      Makefile: `all: prog other\nprog: main.c twice.c\n\tcc -O2 -o $@ main.c twice.c\nother: other.c\n\tcc -O2 -o $@ other.c\n`,
      'other.c': 'int main(void) { return nonsense; }\n',
    });
    const outcome = await project.record(['make', '-k']);
    expect(outcome.end.exitCode).toBe(2);
    const { warnings } = await loadProject(project.path);
    expect(warnings.map(({ code }) => code)).toContain('partial-record');
    expect(warnings.map(({ message }) => message).join('\n')).toMatch(
      /build of prog failed while it was recorded: make -k \(exit code 2\)\./u,
    );
    await project.write('other.c', 'int main(void) { return 0; }\n');
    await project.record(['make', '-k']);
    expect(await warningsOf('prog', ['make', '-k'])).not.toContain('failed');
  });
});

describe('a build that a profile runs', () => {
  const HALF = `all: prog
\ttest ! -e wait || { touch waiting; sleep 600; }
\ttest -e works
prog: main.c twice.c
\tcc -O2 -o $@ main.c twice.c
`;

  async function prepare(signal = new AbortController().signal) {
    const { program } = await project.load('prog');
    expect(program.preparation).toMatchObject({ kind: 'record' });
    return prepareProgram(program, {
      ...{ toolchain: await findToolchain(), signal },
      onStep: () => undefined,
    });
  }

  it('and that fails is a failure each time, until it is recorded as it is', async () => {
    await small({ Makefile: HALF });
    for (let again = 0; again < 2; again += 1) {
      const failure = await failureFrom(prepare());
      expect(failure).toMatchObject({ code: 'compile-failed' });
      expect(failure.hint).toContain('It did build prog');
      expect(failure.remedies).toEqual([{ kind: 'record', command: ['make'] }]);
    }
    expect((await project.record(['make'])).end.exitCode).toBe(2);
    const { program, warnings } = await project.load('prog');
    expect(program.preparation).toBeUndefined();
    expect(warnings.join('\n')).toContain('The build of prog failed while it was recorded');
  });

  it('and that is stopped goes on by the next one', async () => {
    await small({ Makefile: HALF, wait: '', works: '' });
    const stop = new AbortController();
    const preparing = failureFrom(prepare(stop.signal)).catch((error: unknown) => error);
    await expect
      .poll(() => existsSync(join(project.path, 'waiting')), { timeout: 20_000 })
      .toBe(true);
    stop.abort();
    await preparing;
    await rm(join(project.path, 'wait'));
    const { program } = await prepare();
    expect(program.units).toHaveLength(2);
    expect((await project.load('prog')).program.preparation).toBeUndefined();
  });
});
