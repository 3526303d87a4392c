import { access, chmod } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { SERVER_COMMANDS } from '../../src/protocol/server-requests.ts';
import { executions, writeSpinningProject } from '../cli/spinning-project.ts';
import { bundledServer } from './language-server.ts';

const server = bundledServer();
const run = (args: readonly string[]) =>
  runProcess({
    command: process.execPath,
    args: [`${server.bundle}/server.js`, ...args],
    env: server.environment(),
    timeLimit: 20_000,
  });

describe('the server as a process', () => {
  it('says its name, its version and its commands, and ends when it is told to', async () => {
    const client = await server.start();
    expect(client.initialized.serverInfo?.name).toBe('retarget');
    expect(client.initialized.capabilities.executeCommandProvider?.commands).toEqual(
      Object.values(SERVER_COMMANDS),
    );
    await client.shutdown();
    expect((await client.process.ended).exitCode).toBe(0);
    expect(client.stderr()).toBe('');
  });

  it('ends with 1 where the client goes without a word', async () => {
    const client = await server.start();
    client.process.stdin?.end();
    expect((await client.process.ended).exitCode).toBe(1);
  });

  it('ends where the client says exit without shutdown', async () => {
    const client = await server.start();
    await client.connection.sendNotification('exit');
    expect((await client.process.ended).exitCode).toBe(1);
  });

  it('ends where the process that started it is gone, though the pipe stays open', async () => {
    const dead = await runProcess({
      command: process.execPath,
      args: ['-e', 'process.stdout.write(String(process.pid))'],
    });
    const client = await server.start({ processId: Number(dead.stdout) });
    expect((await client.process.ended).exitCode).toBe(1);
  });

  it('says its version, and refuses arguments it does not know', async () => {
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const refused = await run(['--socket=1234']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('"--socket=1234"');
  });

  it('survives what is no request of the protocol', async () => {
    const client = await server.start();
    const send = (text: string): void => {
      client.process.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    };
    send('{"jsonrpc":"2.0","id":77,"method":"retarget/nothing","params":{}}');
    send('[]');
    send('{not json}');
    send('{"jsonrpc":"2.0","method":"textDocument/didOpen","params":null}');
    await expect(client.connection.sendRequest('retarget/nothing', {})).rejects.toMatchObject({
      code: -32601,
    });
    expect(await client.request('retarget/runs', { folder: server.folder })).toEqual([]);
  });

  it('ends rather than wait for ever where it is not known any more where messages begin', async () => {
    const client = await server.start();
    client.process.stdin?.write('Content-Length: many\r\n\r\n');
    expect((await client.process.ended).exitCode).toBe(1);
    expect(client.stderr()).toContain('Content-Length');
  });

  it('says what nobody foresaw, saves what it can, and ends so that its client starts it again', async () => {
    const folder = join(server.folder, 'unforeseen');
    await writeSpinningProject(folder, '60s');
    const defect = `process.on('SIGUSR2', () => { throw new Error('something unforeseen'); })`;
    const client = await server.start({
      env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(defect)}` },
    });
    let measuring = false;
    client.onNews('news', (batch) => {
      measuring ||= batch.some((one) => one.kind === 'progress' && one.progress.benchmark);
    });
    void client.connection
      .sendRequest('retarget/profile', { paths: [folder], partialResultToken: 'news' })
      .catch(() => undefined);
    await client.until(() => measuring);
    process.kill(client.process.pid ?? 0, 'SIGUSR2');
    expect((await client.process.ended).exitCode).toBe(1);
    expect(client.stderr()).toContain('something unforeseen');
    expect(await executions(folder)).toEqual([]);
    const next = await server.start();
    const [listed] = await next.request('retarget/runs', { folder });
    expect(listed).toMatchObject({ kind: 'run', state: 'interrupted' });
  });

  it('runs nothing that lies in the folder it is started in, whatever PATH says', async () => {
    const folder = join(server.folder, 'hostile');
    const marker = join(server.folder, 'hostile-ran');
    const names = ['lscpu', 'cat', 'sh', 'uname', 'clang', 'clang-22', 'gcc', 'llvm-mca'];
    const script = `#!/bin/sh\necho "$0" >> '${marker}'\n`;
    await server.write(Object.fromEntries(names.map((name) => [name, script])), folder);
    await Promise.all(names.map((name) => chmod(join(folder, name), 0o755)));
    const client = await server.start({
      cwd: folder,
      folders: [folder],
      options: { trusted: false },
      env: {
        PATH: ['', '.', process.env['PATH'], ''].join(delimiter),
        LD_LIBRARY_PATH: '',
        // What was asked of this machine before is not asked again.
        RETARGET_CACHE: join(server.folder, 'hostile-cache'),
      },
    });
    const host = await client.request('retarget/host', {});
    expect(JSON.stringify(host)).toContain('"cores"');
    await client.request('retarget/toolchains', {}).catch(() => undefined);
    await expect(access(marker)).rejects.toThrow();
  });
});
