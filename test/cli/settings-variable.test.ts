// Settings that an editor's task hands over in the environment: below the command and the project, above the defaults.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { badInput } from './bad-input/bad-input.ts';

const retarget = badInput();

const SOURCES = { 'main.c': 'int main(void) { return 0; }\n' };
const settings = (value: unknown): { env: Record<string, string> } => ({
  env: { RETARGET_SETTINGS: typeof value === 'string' ? value : JSON.stringify(value) },
});

it('count where neither the command nor the project says anything, for a profile and for a build', async () => {
  const folder = await retarget.project(SOURCES, {
    programs: [{ name: 'it', sources: ['main.c'] }],
    ...{ baseline: 'x86-64-v2', precision: 0.2 },
  });
  const told = settings({
    ...{ targets: ['x86-64-v3'], baseline: 'x86-64', budget: '250ms', precision: 0.3, pin: 0 },
  });
  const profile = await retarget.run(['profile', folder, '--json', '--budget', '0.1s'], told);
  expect(profile).toMatchObject({ exitCode: 0 });
  const run = JSON.parse(profile.stdout) as Run;
  expect(run.settings).toMatchObject({ budget: 0.1, precision: 0.2, pin: 0 });
  expect(run.targets.map(({ name }) => name)).toEqual(['x86-64-v2', 'x86-64-v3']);
  const out = join(folder, 'out');
  const build = await retarget.run(['build', folder, '--json', '--out', out], told);
  expect(build).toMatchObject({ exitCode: 0 });
  const built = JSON.parse(build.stdout) as Pick<Run, 'targets'>;
  expect(built.targets.map(({ name }) => name)).toEqual(['x86-64-v2', 'x86-64-v3']);
});

it('name themselves where they ask for a core that is not there', async () => {
  const folder = await retarget.project(SOURCES);
  const { said, exitCode } = await retarget.run(
    ['profile', join(folder, 'main.c'), '--targets', 'x86-64'],
    settings({ pin: 9999 }),
  );
  expect(said).toContain('Correct `pin` in the settings');
  expect(exitCode).toBe(2);
});

it.each([
  ['{', 'expected object'],
  ['[]', 'expected object'],
  [{ precision: 2 }, 'precision: '],
  [{ budget: 'soon' }, 'budget: '],
  [{ toolchain: '/bin/sh' }, 'toolchain'],
])('are refused where they say nothing: %j', async (value, words) => {
  const folder = await retarget.project(SOURCES);
  const answer = await retarget.run(['profile', join(folder, 'main.c')], settings(value));
  expect(answer.exitCode).toBe(2);
  expect(answer.said).toContain('The environment variable RETARGET_SETTINGS is not valid: ');
  expect(answer.said).toContain(words);
});
