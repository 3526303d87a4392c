import { existsSync } from 'node:fs';
// What goes wrong while a profile goes on, and what is left of it: nothing that runs, everything that was finished.
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, before, describe, it } from 'mocha';
import {
  commands,
  ConfigurationTarget,
  DiagnosticSeverity,
  languages,
  Uri,
  workspace,
} from 'vscode';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { rowsOf } from '../sidebar.ts';
import {
  folder,
  HANGING_SOURCE,
  nextEnd,
  processes,
  profile,
  QUICK_SOURCE,
  retarget,
  serverProcess,
  until,
  writeProject,
} from '../under-test.ts';

/** Ends as soon as the file is there that its argument names. */
const WAITING_SOURCE = `#include <unistd.h>
int main(int argc, char **argv) {
  if (argc < 2) return 2;
  while (access(argv[1], F_OK) != 0) usleep(1000);
  return 0;
}
`;

const settings = (): ReturnType<typeof workspace.getConfiguration> =>
  workspace.getConfiguration('retarget');

/** Executions of benchmarks: the staged executable of any variant. */
const benchmarksOf = (argument: string): number =>
  processes().filter(({ argv }) => argv[1] === argument).length;

describe('a profile that goes wrong', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await retarget();
  });

  afterEach(async () => {
    await settings().update('environment', undefined, ConfigurationTarget.Global);
    await settings().update('targets', undefined, ConfigurationTarget.Global);
  });

  it('puts a compile error into the Problems panel, at its place', async () => {
    const source = QUICK_SOURCE.replace('return 0;', 'return nothing;');
    const path = await writeProject('does not compile', { source });
    await profile(path);
    const { text, buttons } = api.lastMessage() ?? {};
    assert.ok(buttons?.includes('Show Problems'), JSON.stringify([text, buttons]));
    const file = Uri.file(join(path, 'main.c'));
    const [problem] = await until('the error', () => {
      const errors = languages
        .getDiagnostics(file)
        .filter(({ severity }) => severity === DiagnosticSeverity.Error);
      return errors.length > 0 && errors;
    });
    assert.match(problem?.message ?? '', /undeclared identifier 'nothing'/);
    const line = source.split('\n').findIndex((text) => text.includes('nothing'));
    assert.equal(problem?.range.start.line, line);
    assert.equal(problem.range.start.character, source.split('\n')[line]?.indexOf('nothing'));
  });

  it('ends at Cancel though its benchmark hangs, and nothing stays running', async () => {
    const argument = 'hanging-benchmark-of-this-test';
    const path = await writeProject('hanging', { source: HANGING_SOURCE, args: [argument] });
    const end = nextEnd(api);
    const running = profile(path);
    await until('the benchmark', () => benchmarksOf(argument) > 0);
    await commands.executeCommand('retarget.cancel');
    await Promise.all([running, end]);
    assert.match(api.lastMessage()?.text ?? '', /^The profile was cancelled\. Finished results/);
    assert.deepEqual(api.lastMessage()?.buttons, ['Show Results']);
    await until('its end', () => benchmarksOf(argument) === 0);
    assert.equal(api.contextKeys.get('retarget.profiling'), false);
  });

  it('fails with what was saved where the server is killed, which is started again', async () => {
    const argument = 'orphaned-benchmark-of-this-test';
    const path = await writeProject('killed', { source: HANGING_SOURCE, args: [argument] });
    const end = nextEnd(api);
    const running = profile(path);
    await until('the benchmark', () => benchmarksOf(argument) > 0);
    const started = new Promise<void>((resolve) => {
      const listening = api.server.onDidStart(() => {
        listening.dispose();
        resolve();
      });
    });
    const pid = serverProcess();
    assert.ok(pid, 'there is no server');
    process.kill(pid, 'SIGKILL');
    await running;
    const ended = await end;
    assert.ok('error' in ended);
    assert.ok(ended.run, 'the run is not known');
    const { severity, text, buttons } = api.lastMessage() ?? {};
    assert.equal(severity, 'error');
    assert.match(
      text ?? '',
      /^The profile failed: the Retarget server stopped.*Finished results are saved/,
    );
    assert.deepEqual(buttons, ['Show Results', 'Show Log']);
    await started;
    await until('the end of what it ran', () => benchmarksOf(argument) === 0);
    const outline = await api.server.request('retarget/runOutline', { path: ended.run.path });
    assert.deepEqual(
      outline.programs.map(({ name }) => name),
      ['killed'],
    );
    assert.notEqual(serverProcess(), pid);
  });

  it('is not needed for a server that ends to be started again, which is said once', async () => {
    for (const said of [true, false]) {
      const pid = await until('a server', () => serverProcess());
      await commands.executeCommand('retarget.cancel');
      const before = api.lastMessage()?.text;
      process.kill(pid, 'SIGKILL');
      await until('another server', () => {
        const now = serverProcess();
        return now !== undefined && now !== pid;
      });
      assert.deepEqual((await api.server.request('retarget/runs', { folder: folder() })).length, 0);
      const text = 'The Retarget server stopped unexpectedly and was restarted.';
      assert.equal(api.lastMessage()?.text, said ? text : before);
    }
  });

  it('leaves a server alone that ends again and again, until somebody needs it', async () => {
    const gone = (): boolean =>
      /keeps stopping unexpectedly and was not restarted/.test(api.lastMessage()?.text ?? '');
    for (let kills = 0; kills < 5 && !gone(); kills++) {
      const pid = await until('a server', () => serverProcess());
      process.kill(pid, 'SIGKILL');
      await until('what comes of it', () => gone() || (serverProcess() ?? pid) !== pid);
    }
    assert.ok(gone(), api.lastMessage()?.text);
    assert.deepEqual(api.lastMessage()?.buttons, ['Restart', 'Show Log']);
    const { host } = await api.server.request('retarget/host', {});
    assert.notEqual(host.brand, '');
  });

  it('offers to select a toolchain where none is found', async () => {
    const path = await writeProject('no toolchain', { source: QUICK_SOURCE });
    await settings().update(
      'environment',
      { PATH: '/nonexistent', RETARGET_LLVM: '', RETARGET_LLVM_FOLDERS: '' },
      ConfigurationTarget.Global,
    );
    await until('a toolchain that is missing', async () => {
      await profile(path);
      return api.lastMessage()?.buttons.includes('Select LLVM Toolchain');
    });
    assert.match(api.lastMessage()?.text ?? '', /^No LLVM was found/);
    // Without a PATH apt cannot be asked which LLVM it has, and its default may be too old: no command is suggested.
    const command = existsSync('/etc/debian_version') ? [] : ['Copy Command'];
    assert.deepEqual(api.lastMessage()?.buttons, ['Select LLVM Toolchain', ...command, 'Show Log']);
    await until('the key', () => api.contextKeys.get('retarget.toolchain') === 'missing');
  });

  it('says no longer that there is none as soon as anything finds one', async () => {
    const path = await writeProject('toolchain installed', { source: QUICK_SOURCE });
    const { toolchain } = await until('a toolchain', () =>
      api.server.request('retarget/host', {}).catch(() => undefined),
    );
    const tools = join(folder(), 'installed later');
    const key = (): unknown => api.contextKeys.get('retarget.toolchain');
    await mkdir(tools);
    await settings().update(
      'environment',
      { PATH: '/nonexistent', RETARGET_LLVM: '', RETARGET_LLVM_FOLDERS: tools },
      ConfigurationTarget.Global,
    );
    await until('no toolchain', () =>
      api.server.request('retarget/host', {}).then(
        () => false,
        () => true,
      ),
    );
    for (const finds of [
      () => commands.executeCommand('retarget.refresh'),
      () => rowsOf(api, 'host'),
      () => rowsOf(api, 'targets'),
      () => profile(path),
    ]) {
      await profile(path);
      await until('the key', () => key() === 'missing');
      await symlink(toolchain.clang, join(tools, 'clang'));
      await finds();
      await until(`the key after ${finds.toString()}`, () => key() === 'found');
      await rm(join(tools, 'clang'));
    }
  });

  it('knows a toolchain that is configured and cannot be used from one that is missing', async () => {
    await settings().update('toolchain.path', '/nonexistent', ConfigurationTarget.Global);
    await until('the key', () => api.contextKeys.get('retarget.toolchain') === 'unusable');
    await settings().update('toolchain.path', undefined, ConfigurationTarget.Global);
  });

  it('goes on as it began where settings change meanwhile; the next one takes them', async () => {
    // The benchmark ends once the settings have changed, so that they do while it runs.
    const changed = join(folder(), 'settings have changed');
    const path = await writeProject('settings', { source: WAITING_SOURCE, args: [changed] });
    const file = Uri.file(join(path, 'retarget.json'));
    const config = JSON.parse(await readFile(file.fsPath, 'utf8')) as Record<string, unknown>;
    delete config['targets'];
    await workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(config)));
    await rm(changed, { force: true });
    await settings().update('targets', ['x86-64-v2'], ConfigurationTarget.Global);
    const first = profile(path);
    const run = await until('a run', () => api.profiler.current?.run);
    await settings().update('targets', ['x86-64-v3'], ConfigurationTarget.Global);
    await writeFile(changed, '');
    assert.deepEqual(run.targets, ['x86-64', 'x86-64-v2']);
    assert.deepEqual((await first)?.run.targets, ['x86-64', 'x86-64-v2']);
    assert.deepEqual((await profile(path))?.run.targets, ['x86-64', 'x86-64-v3']);
  });
});
