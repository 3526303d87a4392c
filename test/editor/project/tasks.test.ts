// Tasks of type `retarget`: offered for each project, and run in a terminal without a shell.
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import type { Task } from 'vscode';
import {
  ConfigurationTarget,
  DiagnosticSeverity,
  languages,
  ProcessExecution,
  tasks,
  TaskScope,
  Uri,
  workspace,
} from 'vscode';
import type { Run } from '../../../src/model/run.ts';
import { QUICK_SOURCE, retarget, until, writeProject } from '../under-test.ts';

function run(task: Task): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const listening = tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      listening.dispose();
      resolve(exitCode);
    });
    tasks.executeTask(task).then(undefined, reject);
  });
}

describe('a task', () => {
  before(async () => {
    await retarget();
  });

  it('is offered for the project of the folder', async () => {
    const offered = await until('the task', async () => {
      const found = await tasks.fetchTasks({ type: 'retarget' });
      return found.find(({ definition }) => definition['path'] === '.');
    });
    assert.equal(offered.name, 'profile');
    assert.deepEqual(offered.problemMatchers, ['$retarget']);
  });

  it('runs what tasks.json says of targets, budget and thresholds', async () => {
    await writeProject('as a task', { source: QUICK_SOURCE });
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const definition = {
      type: 'retarget',
      label: 'too fast a wish',
      path: 'as a task',
      targets: ['x86-64-v2'],
      budget: '1s',
      precision: 0.3,
      failBelow: 1000,
    };
    await workspace.getConfiguration('tasks').update('version', '2.0.0');
    await workspace.getConfiguration('tasks').update('tasks', [definition]);
    const task = await until('the task of tasks.json', async () =>
      (await tasks.fetchTasks({ type: 'retarget' })).find(({ name }) => name === 'too fast a wish'),
    );
    assert.ok(task.execution instanceof ProcessExecution);
    assert.deepEqual(task.execution.args.slice(1), [
      'profile',
      join(folder.uri.fsPath, 'as a task'),
      '--targets=x86-64-v2',
      '--budget=1s',
      '--precision=0.3',
      '--fail-below=1000',
    ]);
    assert.equal(await run(task), 1);
  });

  it('takes from the settings what neither it nor its project says', async () => {
    const settings = workspace.getConfiguration('retarget');
    const set = {
      targets: ['x86-64-v4'],
      baseline: 'x86-64-v2',
      budget: '7s',
      precision: 0.4,
      pin: 0,
    };
    /** Its options, and the settings that it hands over. */
    const toldTo = async (path: string): Promise<readonly unknown[]> => {
      const found = await until('the task', async () =>
        (await tasks.fetchTasks({ type: 'retarget' })).find(
          ({ definition }) => definition['path'] === path,
        ),
      );
      assert.ok(found.execution instanceof ProcessExecution);
      const { args, options } = found.execution;
      return [...args.slice(3), JSON.parse(options?.env?.['RETARGET_SETTINGS'] ?? '') as unknown];
    };
    await writeProject('says all', { source: QUICK_SOURCE });
    const bare = await writeProject('says little', { source: QUICK_SOURCE });
    await writeFile(
      join(bare, 'retarget.json'),
      '{ /* little */ "programs": [{ "name": "a", "sources": ["main.c"] }], "budget": "3s", }',
    );
    for (const [key, value] of Object.entries(set)) {
      await settings.update(key, value, ConfigurationTarget.Global);
    }
    try {
      // Who has the last word is the engine's to decide: see test/profile/precedence.test.ts.
      assert.deepEqual(await toldTo('says all'), [set]);
      assert.deepEqual(await toldTo('says little'), [set]);
      const task = await until('the task', async () =>
        (await tasks.fetchTasks({ type: 'retarget' })).find(
          ({ definition }) => definition['path'] === 'says little',
        ),
      );
      await run(task);
      const [stored] = await readdir(join(bare, '.retarget', 'runs'));
      const document = await readFile(join(bare, '.retarget', 'runs', stored ?? ''), 'utf8');
      const { settings: taken, baseline, targets } = JSON.parse(document) as Run;
      assert.deepEqual(
        [taken.budget, taken.precision, taken.pin, baseline, targets.map(({ name }) => name)],
        [3, set.precision, set.pin, set.baseline, [set.baseline, ...set.targets]],
      );
    } finally {
      for (const key of Object.keys(set)) {
        await settings.update(key, undefined, ConfigurationTarget.Global);
      }
    }
  });

  it('takes compile errors to their line', async () => {
    const source = QUICK_SOURCE.replace('return 0;', 'return missing;');
    const path = await writeProject('task with an error', { source });
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const offered = await until('the task', async () =>
      (await tasks.fetchTasks({ type: 'retarget' })).find(
        ({ definition }) => definition['path'] === 'task with an error',
      ),
    );
    assert.notEqual(offered.scope, TaskScope.Global);
    assert.equal(await run(offered), 4);
    const file = Uri.file(join(path, 'main.c'));
    const problem = await until('the problem', () =>
      languages.getDiagnostics(file).find(({ severity }) => severity === DiagnosticSeverity.Error),
    );
    assert.match(problem.message, /undeclared identifier 'missing'/);
    const line = source.split('\n').findIndex((text) => text.includes('missing'));
    assert.equal(problem.range.start.line, line);
  });
});
