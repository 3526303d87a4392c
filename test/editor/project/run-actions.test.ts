// What can be done with stored runs: export, compare; asking nothing where everything is given.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands } from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { sampleRun } from '../../report/sample-run.ts';
import { runRows } from '../sidebar.ts';
import { documentPath, removeFolder, storeRuns } from '../stored-runs.ts';
import { folder, retarget, until } from '../under-test.ts';

const EARLIER = '20250101-000000-aaaa';
const LATER = '20250102-000000-aaaa';

describe('stored runs', () => {
  let api: ExtensionApi;
  let place: string;

  before(async () => {
    api = await retarget();
    place = join(folder(), 'actions');
    await storeRuns(place, { [EARLIER]: sampleRun(), [LATER]: sampleRun() });
    await commands.executeCommand('retarget.refresh');
  });

  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await removeFolder(place);
    await commands.executeCommand('retarget.refresh');
  });

  it('are exported in every format, and the message offers to open the file', async () => {
    const starts: Readonly<Record<string, RegExp>> = {
      html: /^<!doctype html>/i,
      markdown: /x86-64/,
      csv: /^[\w ,"]+\r?\n/,
      json: /^\s*\{/,
      junit: /^<\?xml/,
    };
    for (const [format, start] of Object.entries(starts)) {
      const out = join(place, `report ø.${format}`);
      const written = await commands.executeCommand('retarget.export', {
        path: documentPath(place, LATER),
        format,
        out,
      });
      assert.equal(written, out, JSON.stringify(api.lastMessage()));
      assert.match(await readFile(out, 'utf8'), start);
      assert.equal(api.lastMessage()?.text, `Exported report ø.${format}.`);
      assert.deepEqual(api.lastMessage()?.buttons, ['Open']);
    }
  });

  it('are not exported where nothing can be written, which is said', async () => {
    const written = await commands.executeCommand('retarget.export', {
      path: documentPath(place, LATER),
      format: 'csv',
      out: join(place, 'no such folder', 'report.csv'),
    });
    assert.equal(written, undefined);
    assert.equal(api.lastMessage()?.severity, 'error');
    assert.ok(api.lastMessage()?.buttons.includes('Show Log'));
  });

  it('are compared in the panel', async () => {
    const before = documentPath(place, EARLIER);
    const after = documentPath(place, LATER);
    await commands.executeCommand('retarget.compare', { path: after, before });
    await until('the comparison in the panel', () => api.panel.subject?.kind === 'comparison');
    assert.deepEqual(api.panel.subject, { kind: 'comparison', before, after });
  });

  it('have no earlier run to compare with where they are the first, which is said with the next step', async () => {
    await commands.executeCommand('retarget.compare', { path: documentPath(place, EARLIER) });
    assert.match(api.lastMessage()?.text ?? '', /no earlier run/);
    assert.deepEqual(api.lastMessage()?.buttons, ['Profile']);
  });

  it('are shown in the panel by their rows', async () => {
    const [run] = await runRows(api, place);
    const { command, arguments: given = [] } = run?.item.command ?? {};
    assert.equal(command, 'retarget.showResults');
    await commands.executeCommand<unknown>('retarget.showResults', ...(given as unknown[]));
    await until('the run in the panel', () => api.panel.subject?.kind === 'run');
    assert.deepEqual(api.panel.subject, { kind: 'run', path: documentPath(place, LATER) });
  });
});
