// Text that was preprocessed before: a build's own is traced to its source where that can be seen, and named where it cannot.
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { buildVariants } from '../../../src/profile/build-variants.ts';
import { BUILD, RecordedProject } from './recorded-project.ts';

const project = new RecordedProject();

beforeEach(async () => {
  await project.write('main.c', 'int main(void) { return 0; }\n');
});

/** What is said of preprocessed text when the program is built. */
async function said(program: object): Promise<string[]> {
  await project.writeConfig({ programs: [{ name: 'tried', ...program }] });
  const { warnings } = await buildVariants(
    {
      ...{ paths: [project.path], targets: ['x86-64'], baseline: 'x86-64' },
      out: join(project.path, 'variants'),
    },
    { signal: new AbortController().signal, onEvent: () => undefined },
  );
  return warnings.flatMap(({ code, message }) => (code === 'asks-target' ? [message] : []));
}

async function recorded(preprocess: string): Promise<string[]> {
  await project.recordScript(`${preprocess}\ngcc -O2 -c main.i\ngcc main.o -o prog\n`);
  return said({ record: { executable: 'prog', command: BUILD } });
}

it('what the shell wrote is named', async () => {
  expect(await recorded('gcc -O2 -E main.c > main.i')).toEqual([
    expect.stringMatching(/^main\.i is already preprocessed, so any CPU-specific code in it/u),
  ]);
});

it('what the compiler wrote is its source', async () => {
  expect(await recorded('gcc -O2 -E main.c -o main.i')).toEqual([]);
});

it('what retarget.json names is named', async () => {
  await project.write('part.ii', 'extern "C" int main() { return 0; }\n');
  await project.write('other.i', 'int other;\n');
  expect(await said({ sources: ['part.ii', 'other.i'], flags: ['-O2'] })).toEqual([
    expect.stringMatching(/^other\.i and part\.ii are already preprocessed/u),
  ]);
});
