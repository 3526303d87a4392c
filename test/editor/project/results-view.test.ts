// The sidebar's Results: every level of a real run, and stored runs of every kind.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, TreeItemCollapsibleState, window } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { SHOW_MORE } from '../../../src/editor/views/results-tree.ts';
import { withAskingFiles } from '../../report/asking-run.ts';
import { sampleRun, sampleRunOfTwoPrograms } from '../../report/sample-run.ts';
import { bigRun } from '../../ui/big-run.ts';
import { iconOf, rowCalled, rowsOf, runRows } from '../sidebar.ts';
import { documentPath, removeFolder, storeRuns, UNWATCHED } from '../stored-runs.ts';
import {
  folder,
  HANGING_SOURCE,
  nextEnd,
  profile,
  QUICK_SOURCE,
  retarget,
  until,
  writeProject,
} from '../under-test.ts';

describe('the view Results', () => {
  let api: ExtensionApi;
  const made: string[] = [];
  const place = (name: string): string => {
    const path = join(folder(), name);
    made.push(path);
    return path;
  };

  before(async () => {
    api = await retarget();
    const others = place(UNWATCHED);
    await mkdir(others);
    await writeFile(join(others, 'retarget.json'), '{}');
    await commands.executeCommand('retarget.refresh');
    await commands.executeCommand('retarget.results.focus');
  });

  after(async () => {
    for (const path of made) await removeFolder(path);
    await commands.executeCommand('retarget.refresh');
  });

  it('shows a real run with its time, its result and its targets at once, as it has one program with one benchmark', async () => {
    const project = await writeProject('measured', { source: QUICK_SOURCE });
    made.push(project);
    const outcome = await profile(project);
    assert.ok(outcome, JSON.stringify(api.lastMessage()));
    const [run, ...others] = await until('the run in the view', async () => {
      const rows = await runRows(api, project);
      return rows.length > 0 && rows;
    });
    assert.ok(run);
    assert.equal(others.length, 0);
    assert.match(run.label, /\d/);
    assert.equal(run.description, outcome.brief);
    assert.equal(run.item.collapsibleState, TreeItemCollapsibleState.Collapsed);
    assert.equal(run.item.contextValue, 'retarget.run');
    assert.match(run.tooltip, new RegExp(outcome.run.id));
    const targets = await rowsOf(api, 'results', run);
    assert.deepEqual(
      targets.map(({ label }) => label),
      ['x86-64', 'x86-64-v3'],
    );
    const baseline = rowCalled(targets, 'x86-64');
    assert.equal(iconOf(baseline), 'milestone charts.blue');
    const target = rowCalled(targets, 'x86-64-v3');
    assert.match(target.description, /^\d+\.\d+x \[\d|identical|inconclusive/);
    assert.match(target.tooltip, /x86-64-v3\n/);
    assert.deepEqual(target.item.command?.arguments, [
      { path: outcome.run.path, reveal: { program: 0, benchmark: 0, target: 'x86-64-v3' } },
    ]);
  });

  it('has a level for programs, the geometric mean and benchmarks where there are several', async () => {
    const path = place('two programs');
    await storeRuns(path, { '20250101-000000-aaaa': sampleRunOfTwoPrograms() });
    await commands.executeCommand('retarget.refresh');
    const [run] = await runRows(api, path);
    assert.ok(run);
    const programs = await rowsOf(api, 'results', run);
    assert.equal(programs.length, 2);
    const levels = await Promise.all(programs.map((program) => rowsOf(api, 'results', program)));
    const several = levels.find((rows) => rows.some(({ label }) => label === 'Geometric mean'));
    assert.ok(several, 'no program has a mean');
    const mean = await rowsOf(api, 'results', rowCalled(several, 'Geometric mean'));
    assert.ok(mean.length > 0);
    assert.ok(mean.every(({ description }) => /x \[/.test(description)));
    const benchmark = several.at(-1);
    assert.ok(benchmark);
    const targets = await rowsOf(api, 'results', benchmark);
    assert.ok(targets.length > 2);
  });

  it('lists the files of a program that look at the target, each a click away', async () => {
    const path = place('looking');
    const sample = sampleRun();
    const files = ['dot.c', 'copy.c'].map((name) => join(path, 'src', name));
    await storeRuns(path, {
      '20250101-000000-aaaa': withAskingFiles(sample, files, ['x86-64-v3', 'znver4']),
      '20240101-000000-aaaa': sample,
    });
    await mkdir(join(path, 'src'));
    for (const file of files) await writeFile(file, '// __AVX2__\n');
    await commands.executeCommand('retarget.refresh');
    const [looking, plain] = await runRows(api, path);
    assert.ok(looking && plain);
    const without = await rowsOf(api, 'results', plain);
    assert.ok(!without.some(({ label }) => label.startsWith('Files')));
    const row = rowCalled(await rowsOf(api, 'results', looking), 'Files with CPU-specific code');
    assert.equal(row.description, '2 files');
    const below = await rowsOf(api, 'results', row);
    assert.deepEqual(
      below.map(({ label, description }) => [label, description]),
      [
        ['dot.c', 'x86-64-v3, znver4'],
        ['copy.c', 'x86-64-v3, znver4'],
      ],
    );
    const { command } = rowCalled(below, 'copy.c').item;
    assert.ok(command);
    await commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    await until('the file in an editor', () =>
      Promise.resolve(window.activeTextEditor?.document.uri.fsPath === files[1]),
    );
    await commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('gives every verdict a shape of its own', async () => {
    const path = place('verdicts');
    await storeRuns(path, { '20250101-000000-aaaa': sampleRun() });
    await commands.executeCommand('retarget.refresh');
    const [run] = await runRows(api, path);
    assert.ok(run);
    const icons = new Map<string, string>();
    for (const benchmark of await rowsOf(api, 'results', run)) {
      for (const row of await rowsOf(api, 'results', benchmark)) {
        const words = String(row.item.accessibilityInformation?.label).split(': ')[1] ?? '';
        const [verdict = ''] = words.split(', ');
        icons.set(verdict, iconOf(row).split(' ')[0] ?? '');
      }
    }
    assert.ok(icons.size >= 4, [...icons.keys()].join(' | '));
    assert.equal(new Set(icons.values()).size, icons.size, JSON.stringify([...icons]));
  });

  it('lists what cannot be read with the reason, and lets it be deleted', async () => {
    const path = place('unreadable');
    await storeRuns(path, {
      '20250103-000000-aaaa': '{"schema": 1, "id": ',
      '20250102-000000-aaaa': JSON.stringify({ ...sampleRun(), schema: 999 }),
      '20250101-000000-aaaa': sampleRun(),
    });
    await commands.executeCommand('retarget.refresh');
    const rows = await runRows(api, path);
    assert.deepEqual(
      rows.map(({ item }) => item.contextValue),
      ['retarget.unreadableRun', 'retarget.unreadableRun', 'retarget.run'],
    );
    const [damaged, newer] = rows;
    assert.ok(damaged && newer);
    assert.equal(damaged.label, '20250103-000000-aaaa');
    assert.equal(damaged.description, 'damaged');
    assert.equal(newer.description, 'saved by a newer Retarget');
    assert.match(newer.tooltip, /schema version 999/);
    assert.equal(damaged.item.collapsibleState, TreeItemCollapsibleState.None);
    assert.deepEqual(await rowsOf(api, 'results', damaged), []);
    await api.server.request('retarget/deleteRun', { path: documentPath(path, newer.label) });
    assert.equal(existsSync(documentPath(path, newer.label)), false);
    await until('the list without it', async () => (await runRows(api, path)).length === 2);
  });

  it('leads from a program that did not compile to the place of the error', async () => {
    const source = QUICK_SOURCE.replace('return 0;', 'return nothing;');
    const project = await writeProject('broken', { source });
    made.push(project);
    await profile(project);
    const [run] = await until('the run', async () => {
      const rows = await runRows(api, project);
      return rows.length > 0 && rows;
    });
    assert.ok(run);
    const failure = rowCalled(await rowsOf(api, 'results', run), /does not compile/);
    const { command = '', arguments: given = [] } = failure.item.command ?? {};
    await commands.executeCommand<unknown>(command, ...(given as unknown[]));
    const editor = await until('the source', () => window.activeTextEditor);
    assert.equal(editor.document.uri.fsPath, join(project, 'main.c'));
    const line = source.split('\n').findIndex((text) => text.includes('nothing'));
    assert.equal(editor.selection.active.line, line);
    await commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('says what went wrong where a run vanishes before it is opened', async () => {
    const path = place('vanishing');
    await storeRuns(path, { '20250101-000000-aaaa': sampleRun() });
    await commands.executeCommand('retarget.refresh');
    const [run] = await runRows(api, path);
    assert.ok(run);
    await rm(documentPath(path, '20250101-000000-aaaa'));
    const [failure, ...others] = await rowsOf(api, 'results', run);
    assert.ok(failure);
    assert.equal(others.length, 0);
    assert.equal(failure.item.contextValue, 'retarget.failure');
    assert.match(failure.label, /does not exist/);
    assert.equal(failure.item.command?.command, 'retarget.showLog');
  });

  it('learns of runs that others store and delete, without any event of files', async () => {
    const path = join(folder(), UNWATCHED);
    assert.equal((await runRows(api, path)).length, 0);
    const news = async (what: string, rows: number, act: () => Promise<unknown>): Promise<void> => {
      let told = false;
      const listening = api.places.onDidChangeRun((document) => {
        told ||= document.startsWith(path);
      });
      await act();
      await until(what, () => told);
      listening.dispose();
      assert.equal((await runRows(api, path)).length, rows);
    };
    const [first, second] = ['20250101-000000-aaaa', '20250102-000000-aaaa'];
    await news('news of the first run', 1, () => storeRuns(path, { [first]: sampleRun() }));
    await news('news of the second run', 2, () => storeRuns(path, { [second]: sampleRun() }));
    await news('news that one is gone', 1, () => rm(documentPath(path, first)));
  });

  it('shows hostile names as text, and cuts what is endless', async () => {
    const path = place('hostile');
    const name = '$(alert) <b>x</b> [y](command:z) \u202Eevil';
    const run = sampleRun();
    const [program] = run.programs;
    const [result] = program?.benchmarks ?? [];
    assert.ok(program && result);
    const endless = 'long '.repeat(2000);
    await storeRuns(path, {
      '20250101-000000-aaaa': {
        ...run,
        programs: [
          {
            ...program,
            name: endless,
            benchmarks: [
              { ...result, benchmark: { ...result.benchmark, name } },
              { ...result, benchmark: { ...result.benchmark, name: endless } },
            ],
          },
        ],
      },
    });
    await commands.executeCommand('retarget.refresh');
    const [row] = await runRows(api, path);
    assert.ok(row);
    const benchmarks = await rowsOf(api, 'results', row);
    const hostile = rowCalled(benchmarks, /alert/);
    assert.equal(hostile.label, '$(alert) <b>x</b> [y](command:z) \\u202eevil');
    assert.ok(hostile.tooltip.startsWith('$(alert) <b>x</b>'));
    const cut = rowCalled(benchmarks, /^long/);
    assert.equal(cut.label.length, 200);
    assert.ok(cut.tooltip.length <= 4000);
  });

  it('shows the profile under way with what happens now, and afterwards what was kept', async () => {
    const project = await writeProject('under way', { source: HANGING_SOURCE, budget: '60s' });
    made.push(project);
    const end = nextEnd(api);
    const profiled = profile(project);
    const live = await until('the row of the profile under way', async () =>
      (await runRows(api, project)).find(({ item }) => item.contextValue === 'retarget.liveRun'),
    );
    assert.match(iconOf(live), /^loading~spin/);
    assert.notEqual(live.description, '');
    assert.ok((await rowsOf(api, 'results', live)).length > 0);
    await commands.executeCommand('retarget.cancel');
    await end;
    await profiled;
    const [kept] = await until('the run that was cancelled', async () => {
      const rows = await runRows(api, project);
      return rows[0]?.item.contextValue === 'retarget.run' && rows;
    });
    assert.ok(kept);
    assert.equal(kept.node.id, live.node.id, 'the row keeps its identity');
    assert.match(kept.description, /^interrupted/);
    assert.match(iconOf(kept), /^debug-pause/);
  });

  it('lists 500 runs a hundred at a time', async () => {
    const path = place('many');
    const small = sampleRun();
    const ids = Array.from(
      { length: 500 },
      (_, index) => `20240101-${String(100_000 + index)}-aaaa`,
    );
    await storeRuns(path, Object.fromEntries(ids.map((id) => [id, small])));
    await commands.executeCommand('retarget.refresh');
    const first = await runRows(api, path);
    assert.equal(first.length, 101);
    const more = first.at(-1);
    assert.equal(more?.label, 'Show More...');
    assert.equal(more.description, '400 earlier runs');
    const newest = first[0]?.node;
    assert.equal(newest?.id, `run:${documentPath(path, ids.at(-1) ?? '')}`);
    assert.equal(more.item.command?.command, SHOW_MORE);
    await commands.executeCommand(SHOW_MORE, path);
    const second = await runRows(api, path);
    assert.equal(second.length, 201);
    assert.equal(second[0]?.node.id, newest.id, 'rows keep their identity');
  });

  it('opens a run of 50 targets and 200 benchmarks level by level', async () => {
    const path = place('big');
    await storeRuns(path, {
      '20250101-000000-aaaa': bigRun({ benchmarks: 200, targets: 50, rounds: 0 }),
    });
    await commands.executeCommand('retarget.refresh');
    const [run] = await runRows(api, path);
    assert.ok(run);
    const rows = await rowsOf(api, 'results', run);
    assert.equal(rows.length, 201);
    assert.equal((await rowsOf(api, 'results', rowCalled(rows, 'Geometric mean'))).length, 49);
    assert.equal((await rowsOf(api, 'results', rowCalled(rows, 'benchmark 200'))).length, 50);
  });
});
