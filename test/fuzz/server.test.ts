// The language server under requests that no client sends: every one is answered, and the next right one is answered as ever.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startProcess } from '../../src/process/start-process.ts';
import { bundledServer } from '../server/language-server.ts';
import { holdsFor, TIME_LIMIT } from './fuzz.ts';

const server = bundledServer();

const METHODS = [
  ...['textDocument/completion', 'textDocument/hover', 'textDocument/codeLens'],
  ...['textDocument/codeAction', 'textDocument/didOpen', 'textDocument/didChange'],
  ...['textDocument/didClose', 'workspace/didChangeConfiguration', 'workspace/executeCommand'],
  ...['workspace/didChangeWatchedFiles', 'workspace/didChangeWorkspaceFolders', '$/cancelRequest'],
  ...[
    'retarget/profile',
    'retarget/host',
    'retarget/targets',
    'retarget/choose',
    'retarget/project',
  ],
  ...['retarget/offers', 'retarget/remember', 'retarget/record', 'retarget/owner', 'initialize'],
  ...['retarget/suggestion', 'retarget/toolchains', 'retarget/runs', 'retarget/runOutline', 'nope'],
  ...['retarget/runComparisons', 'retarget/runPiece', 'retarget/runMarkdown', 'retarget/exportRun'],
  ...['retarget/deleteRun', 'retarget/compareRuns', '$/setTrace', 'window/workDoneProgress/cancel'],
];

const position = fc.record({ line: fc.integer(), character: fc.integer() });
const uri = fc.constantFrom(
  'file:///',
  'file:///retarget.json',
  'untitled:1',
  'x',
  '',
  'file://h/a%',
);
const params = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.record(
    { textDocument: fc.record({ uri }), position, path: fc.string(), folder: fc.string() },
    { requiredKeys: [] },
  ),
);
const request = fc.record(
  { method: fc.constantFrom(...METHODS), params },
  { requiredKeys: ['method'] },
);

describe('the server', () => {
  it('answers every request, whatever its parameters', { timeout: TIME_LIMIT }, async () => {
    const folder = join(server.folder, 'untrusted');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'retarget.json'), '{}');
    const options = { trusted: false };
    let client = await server.start({ folders: [folder], options });
    let sent = 0;
    await holdsFor(
      request,
      async ({ method, params: given }) => {
        // A new one now and then: not everything is the fault of the last request.
        if (sent++ % 500 === 499) {
          await client.shutdown();
          client = await server.start({ folders: [folder], options });
        }
        const answer = client.connection.sendRequest(method, given).catch(() => undefined);
        const answered = await Promise.race([answer.then(() => true), sleep(10_000, false)]);
        expect([method, answered]).toEqual([method, true]);
        const host = await Promise.race([client.request('retarget/host', {}), sleep(10_000)]);
        expect(host?.host.arch).toMatch(/\w/u);
      },
      { slow: true },
    );
    expect(client.stderr()).toBe('');
  });

  it('ends by itself after bytes that are no messages', { timeout: TIME_LIMIT }, async () => {
    const header = fc.oneof(
      fc.integer().map((length) => `Content-Length: ${length}\r\n\r\n`),
      fc.string().map((words) => `${words}\r\n\r\n`),
      fc.constant(''),
    );
    const bytes = fc.tuple(header, fc.oneof(fc.string({ unit: 'binary' }), fc.json()));
    await holdsFor(
      fc.array(bytes, { minLength: 1, maxLength: 5 }),
      async (messages) => {
        const child = startProcess({
          ...{ command: process.execPath, args: [`${server.bundle}/server.js`, '--stdio'] },
          ...{ env: server.environment(), stdin: 'pipe', stdout: 'pipe', stderr: 'pipe' },
        });
        child.stdout?.resume();
        child.stderr?.resume();
        child.stdin?.on('error', () => undefined);
        for (const message of messages) child.stdin?.write(message.join(''));
        child.stdin?.end();
        const ended = await Promise.race([child.ended, sleep(10_000)]);
        if (ended === undefined) child.kill();
        expect(ended?.exitCode).toBeOneOf([0, 1]);
      },
      { slow: true },
    );
  });
});
