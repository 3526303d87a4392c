// A recorded build that writes its files anew: what is there at its end is not what all of it was compiled from.
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { badInput } from './bad-input/bad-input.ts';

const retarget = badInput();

const MAIN =
  '#include <stdio.h>\nint ka(void), kb(void);\nint main(void) { return printf("%d %d\\n", ka(), kb()) < 0; }\n';

/** Records a script, and says what a build of `app` from that record says. */
async function recordedBuild(script: string, between?: () => Promise<void>): Promise<string> {
  await retarget.project({ 'main.c': MAIN, 'k.c': '#include "k.h"\nint N(void) { return K; }\n' });
  await writeFile(
    join(retarget.folder, 'build.sh'),
    `set -e\n${script}cc -O2 -c main.c\ncc main.o ka.o kb.o -o app\n`,
  );
  const recorded = await retarget.run(['record', '--', 'sh', 'build.sh']);
  expect(recorded.said).toContain('app');
  await between?.();
  const built = await retarget.run([
    ...['build', '--program', 'app', '--targets', 'x86-64', '--baseline', 'x86-64'],
    ...['--out', join(retarget.folder, 'out')],
  ]);
  return built.said;
}

const compile = (name: string) => `cc -O2 -DN=${name} -c k.c -o ${name}.o\n`;
const header = (value: number) => `echo '#define K ${value}' > k.h\n`;
const ANEW =
  'changed k.h after compiling k.c. Retarget compiles this source with the current content';

it('a header that is written anew between two compiles is told', async () => {
  const said = await recordedBuild(header(1) + compile('ka') + header(2) + compile('kb'));
  expect(said).toContain(ANEW);
  expect(said).toContain('record only the last one, from a clean folder');
});

it('a header that is changed after the recording has ended is ordinary work', async () => {
  const said = await recordedBuild(header(1) + compile('ka') + compile('kb'), () =>
    writeFile(join(retarget.folder, 'k.h'), '#define K 2\n'),
  );
  expect(said).toContain('app');
  expect(said).not.toContain(ANEW);
});

it('a source that is written anew with something else is refused, by name', async () => {
  const own = (value: number) => `echo 'int N(void) { return ${value}; }' > k.c\n`;
  const said = await recordedBuild(own(1) + compile('ka') + own(2) + compile('kb'));
  expect(said).toContain(
    'app contains 1 source that the build changed between two compiles, so what was compiled first no longer exists: k.c.',
  );
});

it('a source that is written anew for each of several links is told, and refuses none of them', async () => {
  await retarget.project({
    'main.c':
      '#include <stdio.h>\nint version(void);\nint main(void) { return printf("%d\\n", version()) < 0; }\n',
  });
  const link = (name: string, value: number): string =>
    `echo 'int version(void) { return ${value}; }' > version.c\ncc -O2 -c version.c -o version.o\ncc main.o version.o -o ${name}\n`;
  await writeFile(
    join(retarget.folder, 'build.sh'),
    `set -e\ncc -O2 -c main.c\n${link('one', 1)}${link('two', 22)}`,
  );
  const told = (name: string): string =>
    `The recorded build changed version.c after compiling it for ${name}. Retarget compiles its current content. If this results in a different program, record each make target separately, from a clean tree.`;
  const recorded = await retarget.run(['record', '--', 'sh', 'build.sh']);
  expect(recorded.said).toContain(told('one'));
  expect(recorded.said).not.toContain(told('two'));
  for (const name of ['one', 'two']) {
    const built = await retarget.run([
      ...['build', '--program', name, '--targets', 'x86-64', '--baseline', 'x86-64'],
      ...['--out', join(retarget.folder, 'out')],
    ]);
    expect(built.exitCode).toBe(0);
    expect(built.said.includes(told(name))).toBe(name === 'one');
  }
});

it('a source that is written anew between three compiles into one executable is refused, whatever it holds at the end', async () => {
  const own = (value: number) => `echo 'int N(void) { return ${value}; }' > k.c\n`;
  const said = await recordedBuild(own(1) + compile('ka') + own(2) + compile('kb') + own(3));
  expect(said).toContain('so what was compiled first no longer exists: k.c.');
});

it('a source that is written anew as it was, or changed later, is none of these', async () => {
  const said = await recordedBuild(
    `${header(1)}${compile('ka')}${compile('kb')}cp k.c copy.c\ncat copy.c > k.c\n`,
    async () => {
      await writeFile(join(retarget.folder, 'k.c'), 'int N(void) { return 3; }\n');
      await utimes(join(retarget.folder, 'k.c'), new Date(), new Date());
    },
  );
  expect(said).not.toContain('anew');
  expect(said).toMatch(/app x86-64 .* built/u);
});
