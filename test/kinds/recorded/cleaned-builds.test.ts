// What is offered of a recorded build whose files were removed since, as by `make clean`.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Program } from '../../../src/model/program.ts';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';
import { runProcess } from '../../../src/process/run-process.ts';
import { findOffers } from '../../../src/project/find-offers.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { prepareProgram } from '../../../src/project/prepare-program.ts';
import { RecordedProject } from './recorded-project.ts';

const project = new RecordedProject();
const MAKEFILE = `all: one two
one: main.c made.h
\tcc -O2 -o $@ main.c
two: main.c made.h
\tcc -O1 -DTWO -o $@ main.c
made.h:
\techo '#define ANSWER 42' > made.h
clean:
\trm -f one two made.h
`;
const MAIN = '#include "made.h"\nint main(void) { return ANSWER != 42; }\n';

const AGAIN = ', which is run again because the file no longer exists';

const recorded = async (): Promise<void> => {
  await project.writeAll({ 'main.c': MAIN, Makefile: MAKEFILE });
  await project.record(['make']);
};

/** Sources by name, once the build has run. */
async function built(program: Program | undefined): Promise<string[]> {
  if (program === undefined) throw new Error('no program');
  const prepared = await prepareProgram(program, {
    toolchain: await findToolchain(),
    signal: new AbortController().signal,
    onStep: () => undefined,
  });
  return prepared.program.units.map(({ source }) => source);
}

it('executables that were cleaned away are offered as before, with a word on what is run first', async () => {
  await recorded();
  const before = await findOffers(project.path);
  expect(before.map(({ name }) => name)).toEqual(['one', 'two']);
  await runProcess({ command: 'make', args: ['clean'], cwd: project.path });
  expect(await findOffers(project.path)).toEqual(
    before.map((offer) => ({ ...offer, why: `${offer.why}${AGAIN}` })),
  );
});

it('the build runs again for one of them, so that headers that it makes are there', async () => {
  await recorded();
  await runProcess({ command: 'make', args: ['clean'], cwd: project.path });
  const { programs } = await loadProject(project.path, { programs: ['two'] });
  expect(programs).toMatchObject([{ name: 'two', preparation: { command: ['make'] } }]);
  expect(await built(programs[0])).toEqual([join(project.path, 'main.c')]);
  const made = await runProcess({ command: 'test', args: ['-f', join(project.path, 'made.h')] });
  expect(made.exitCode).toBe(0);
});

it('of several, one that was removed is offered beside those that are there', async () => {
  await recorded();
  await rm(join(project.path, 'two'));
  const offers = await findOffers(project.path);
  expect(offers.map(({ name, why }) => [name, why.endsWith(AGAIN)])).toEqual([
    ['one', false],
    ['two', true],
  ]);
  const { programs } = await loadProject(project.path, { programs: ['two', 'one'] });
  expect(programs.map(({ name, preparation }) => [name, preparation?.kind])).toEqual([
    ['two', 'record'],
    ['one', undefined],
  ]);
});

it('a copy that is left stands for an executable that was removed where it was linked', async () => {
  await project.writeAll({
    'main.c': 'int main(void) { return 0; }\n',
    Makefile: 'bin/tool: main.c\n\tmkdir -p bin && cc -O2 -o tool main.c && cp tool bin/tool\n',
  });
  await project.record(['make']);
  await rm(join(project.path, 'tool'));
  expect(await findOffers(project.path)).toMatchObject([
    { name: 'tool', program: { record: { executable: 'bin/tool' } } },
  ]);
});
