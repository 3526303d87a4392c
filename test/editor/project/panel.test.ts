// The chart panel from within the editor: which run it shows, how many panels there are, and what it follows.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, TabInputWebview, window } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import type { Drawing } from '../../../src/editor/panel/drawing.ts';
import { sampleRun, sampleRunOfTwoPrograms } from '../../report/sample-run.ts';
import { bigRun } from '../../ui/big-run.ts';
import { documentPath, removeFolder, storeRuns } from '../stored-runs.ts';
import {
  folder,
  nextEnd,
  profile,
  QUICK_SOURCE,
  retarget,
  serverProcess,
  until,
  writeProject,
} from '../under-test.ts';

/** Ends after a while: a profile of it measures for seconds. */
const SLOW_SOURCE = `#include <unistd.h>
int main(void) {
  usleep(500000);
  return 0;
}
`;

describe('the chart panel', () => {
  let api: ExtensionApi;
  let stored: string;
  const made: string[] = [];

  before(async () => {
    api = await retarget();
    stored = join(folder(), 'stored for the panel');
    made.push(stored);
    await storeRuns(stored, {
      one: sampleRun(),
      two: sampleRunOfTwoPrograms(),
      many: bigRun({ benchmarks: 20, targets: 50, rounds: 10 }),
    });
  });

  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    for (const path of made) await removeFolder(path);
  });

  const panels = (): string[] =>
    window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof TabInputWebview)
      .map(({ label }) => label);

  /** The next picture that the page finished, of a run. */
  function nextDrawing(path?: string): Promise<Drawing> {
    return new Promise((resolve) => {
      const listening = api.panel.onDidDraw((drawing) => {
        if (path !== undefined && !('path' in drawing.subject && drawing.subject.path === path)) {
          return;
        }
        listening.dispose();
        resolve(drawing);
      });
    });
  }

  async function show(path: string, more: object = {}): Promise<Drawing> {
    const drawn = nextDrawing(path);
    await commands.executeCommand('retarget.showResults', { path, ...more });
    return drawn;
  }

  it('shows one run after the other in one panel that carries the project\u2019s name', async () => {
    const first = await show(documentPath(stored, 'one'));
    assert.equal(first.title, 'Retarget: kernels');
    await show(documentPath(stored, 'two'), { reveal: { program: 1, benchmark: 0 } });
    assert.deepEqual(api.panel.subject, { kind: 'run', path: documentPath(stored, 'two') });
    await until('the title', () => panels().join() === 'Retarget: kernels');
  });

  it('two wishes at the same moment open one panel', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await until('the panel to be gone', () => api.panel.subject === undefined);
    const [one, two] = [documentPath(stored, 'one'), documentPath(stored, 'two')];
    const drawn = nextDrawing(two);
    await Promise.all([
      commands.executeCommand('retarget.showResults', { path: one }),
      commands.executeCommand('retarget.showResults', { path: two }),
    ]);
    await drawn;
    assert.equal(panels().length, 1);
  });

  it('draws a run before its samples have come, and again with them where they are few', async () => {
    const path = documentPath(stored, 'one');
    const drawn = await show(path);
    assert.equal(drawn.brief, true);
    const whole = await nextDrawing(path);
    assert.equal(whole.brief, false);
  });

  it('draws 20 benchmarks by 50 targets, whose samples wait until somebody wants them', async () => {
    const drawn = await show(documentPath(stored, 'many'));
    assert.equal(drawn.brief, true);
    assert.ok(drawn.milliseconds > 0);
  });

  it('shows two runs held against each other beside the run, in one panel for all comparisons', async () => {
    const before = documentPath(stored, 'one');
    const path = documentPath(stored, 'two');
    const drawn = nextDrawing();
    await commands.executeCommand('retarget.compare', { path, before });
    assert.equal((await drawn).title, 'Retarget: comparison');
    assert.deepEqual(api.panel.subject, { kind: 'comparison', before, after: path });
    await until(
      'both panels',
      () => panels().length === 2 && panels().includes('Retarget: comparison'),
    );
    const columns = window.tabGroups.all.filter(({ tabs }) =>
      tabs.some(({ input }) => input instanceof TabInputWebview),
    );
    assert.equal(columns.length, 2);
  });

  it('may be closed while what it shows is still being found out', async () => {
    const unhandled: unknown[] = [];
    const hear = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', hear);
    await show(documentPath(stored, 'many'));
    const pid = serverProcess();
    assert.ok(pid);
    try {
      process.kill(pid, 'SIGSTOP');
      const [one, two] = ['one', 'two'].map((id) => documentPath(stored, id));
      await commands.executeCommand('retarget.compare', { path: one, before: two });
      await commands.executeCommand('workbench.action.closeAllEditors');
      await until('no panel', () => api.panel.subject === undefined);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    // Answered after the comparison.
    await api.server.request('retarget/runs', { folder: stored });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', hear);
    assert.deepEqual(unhandled.map(String), []);
    const drawn = nextDrawing();
    const [before, path] = ['one', 'two'].map((id) => documentPath(stored, id));
    await commands.executeCommand('retarget.compare', { path, before });
    await drawn;
  });

  it('moves on to the run of a profile of the same project, and draws its end', async () => {
    const project = await writeProject('followed', { source: QUICK_SOURCE });
    made.push(project);
    await storeRuns(project, { '20200101-000000-0000': sampleRun() });
    await show(documentPath(project, '20200101-000000-0000'));
    // The last picture may come before the end of the profile does.
    const drawn: Drawing[] = [];
    const listening = api.panel.onDidDraw((drawing) => drawn.push(drawing));
    const outcome = await profile(project);
    assert.ok(outcome, JSON.stringify(api.lastMessage()));
    const { path } = outcome.run;
    await until('the panel to show the new run', () => {
      const { subject } = api.panel;
      return subject?.kind === 'run' && subject.path === path;
    });
    const isOfRun = ({ subject }: Drawing): boolean =>
      subject.kind === 'run' && subject.path === path;
    await until('the whole run', () => drawn.some((drawing) => isOfRun(drawing) && !drawing.brief));
    listening.dispose();
  });

  it('stays where it is when another project is profiled', async () => {
    const shown = documentPath(stored, 'one');
    await show(shown);
    const project = await writeProject('elsewhere', { source: QUICK_SOURCE });
    made.push(project);
    await profile(project);
    assert.deepEqual(api.panel.subject, { kind: 'run', path: shown });
  });

  it('shows an older run that is asked for during a profile, and stays with it', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    const project = await writeProject('under way', { source: SLOW_SOURCE, budget: '30s' });
    made.push(project);
    const older = '20200101-000000-0000';
    await storeRuns(project, { [older]: sampleRun() });
    const ended = nextEnd(api);
    void profile(project);
    await until('the run', () => api.profiler.current?.run);
    await show(documentPath(project, older));
    await until('measuring', () => api.profiler.current?.progress.phase === 'measuring');
    assert.deepEqual(api.panel.subject, { kind: 'run', path: documentPath(project, older) });
    await commands.executeCommand('retarget.cancel');
    await ended;
    assert.deepEqual(api.panel.subject, { kind: 'run', path: documentPath(project, older) });
  });

  it('shows what was stored of a run whose server was killed', async () => {
    const project = await writeProject('killed', { source: SLOW_SOURCE, budget: '30s' });
    made.push(project);
    const ended = nextEnd(api);
    void profile(project);
    const run = await until('the run', () => api.profiler.current?.run);
    await show(run.path);
    await until('measuring', () => api.profiler.current?.progress.phase === 'measuring');
    const pid = serverProcess();
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    await ended;
    // Read by the next server.
    await nextDrawing(run.path);
    assert.deepEqual(api.panel.subject, { kind: 'run', path: run.path });
  });
});
