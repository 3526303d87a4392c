// What settings do to a profile where the project says nothing: read from the run that is stored.
import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { ConfigurationTarget, workspace } from 'vscode';
import type { Run } from '../../../src/model/run.ts';
import { removeFolder } from '../stored-runs.ts';
import { folder, profile, QUICK_SOURCE, retarget, writeProject } from '../under-test.ts';

describe('settings', () => {
  const changed = new Set<string>();
  let project: string;

  before(async () => {
    await retarget();
    project = await writeProject('by settings', { source: QUICK_SOURCE });
    const program = { name: 'quick', sources: ['main.c'] };
    await writeFile(join(project, 'retarget.json'), JSON.stringify({ programs: [program] }));
    // As small as they go, so that the test is quick.
    await set('budget', '1s');
    await set('precision', 0.25);
  });

  after(async () => {
    for (const key of changed) {
      await workspace
        .getConfiguration('retarget')
        .update(key, undefined, ConfigurationTarget.Global);
    }
    await removeFolder(project);
  });

  async function set(key: string, value: unknown): Promise<void> {
    changed.add(key);
    await workspace.getConfiguration('retarget').update(key, value, ConfigurationTarget.Global);
  }

  async function profiled(): Promise<Run> {
    const outcome = await profile(project);
    assert.ok(outcome);
    return JSON.parse(await readFile(outcome.run.path, 'utf8')) as Run;
  }

  it('choose targets, baseline, precision, budget and core where retarget.json names none', async () => {
    await set('targets', ['x86-64-v3']);
    await set('baseline', 'x86-64-v2');
    await set('pin', 0);
    const run = await profiled();
    assert.deepEqual(
      run.targets.map(({ name }) => name),
      ['x86-64-v2', 'x86-64-v3'],
    );
    assert.equal(run.baseline, 'x86-64-v2');
    const { seed, ...settings } = run.settings;
    assert.equal(typeof seed, 'number');
    assert.deepEqual(settings, { precision: 0.25, budget: 1, pin: 0 });
  });

  it('give way to what retarget.json says', async () => {
    const program = { name: 'quick', sources: ['main.c'] };
    const config = {
      baseline: 'x86-64',
      targets: ['x86-64-v2'],
      programs: [program],
      precision: 0.3,
    };
    await writeFile(join(project, 'retarget.json'), JSON.stringify(config));
    const run = await profiled();
    assert.deepEqual(
      run.targets.map(({ name }) => name),
      ['x86-64', 'x86-64-v2'],
    );
    assert.equal(run.settings.precision, 0.3);
    assert.equal(run.settings.budget, 1);
  });

  it('move the cache, and hand variables to what is run', async () => {
    const cache = join(folder(), 'cache of the settings');
    await set('cache.folder', cache);
    await set('environment', { RETARGET_TEST_WORD: 'from the settings' });
    await writeFile(
      join(project, 'main.c'),
      '#include <stdio.h>\n#include <stdlib.h>\nint main(void) {\n  const char *word = getenv("RETARGET_TEST_WORD");\n  printf("%s\\n", word ? word : "nothing");\n  return word == 0;\n}\n',
    );
    const run = await profiled();
    assert.ok((await readdir(cache)).includes('artifacts'));
    const [result] = run.programs[0]?.benchmarks ?? [];
    // It ends with 1, which is a failure, where the variable is not there.
    assert.equal(result?.failure, undefined);
    assert.ok((result?.rounds ?? 0) > 0);
    await removeFolder(cache);
  });
});
