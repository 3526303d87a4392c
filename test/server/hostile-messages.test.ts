// Messages that no client should send: each is refused or ignored with words, and the server goes on wherever it can.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ServerClient } from './language-server.ts';
import { bundledServer } from './language-server.ts';

const server = bundledServer();

function wrongParams(uri: string): unknown[] {
  const textDocument = { uri };
  const at = (position: unknown): unknown => ({ textDocument, position });
  const changed = (change: unknown): unknown => ({ textDocument, contentChanges: change });
  return [
    ...[undefined, null, 1, 'x', [], [null], {}],
    ...[null, {}, { uri: null }, { uri: 5 }, { uri: [], text: 'x' }].map((wrong) => ({
      textDocument: wrong,
    })),
    ...[null, {}, { line: -1, character: 0 }, { line: 0, character: 1e300 }].map(at),
    at({ line: '0', character: 0 }),
    ...[null, 'x', [null], [{ text: 5 }], [{ text: 'x', range: null }]].map(changed),
    changed([{ text: 'x', range: { start: { line: -5, character: 0 }, end: null } }]),
    { textDocument, range: null, context: null },
    ...[null, 5, {}].map((command) => ({ command, arguments: 7 })),
    ...[null, [null], [{ uri: 5, type: 1 }]].map((changes) => ({ changes })),
    ...[null, {}, { added: null, removed: [null] }].map((event) => ({ event })),
    ...[null, {}, [1]].map((id) => ({ id, token: id, value: id })),
    { processId: 'x', capabilities: 5 },
  ];
}

const REQUESTS = [
  ...['initialize', 'workspace/executeCommand', 'textDocument/willSaveWaitUntil'],
  ...['completion', 'hover', 'codeLens', 'codeAction'].map((name) => `textDocument/${name}`),
];

const NOTIFICATIONS = [
  ...['$/cancelRequest', '$/setTrace', '$/progress', 'window/workDoneProgress/cancel'],
  ...['Configuration', 'WatchedFiles', 'WorkspaceFolders'].map(
    (what) => `workspace/didChange${what}`,
  ),
  ...['didOpen', 'didChange', 'didClose', 'didSave', 'willSave'].map((n) => `textDocument/${n}`),
];

async function opened(): Promise<{ client: ServerClient; uri: string }> {
  const client = await server.start();
  const uri = pathToFileURL(join(server.folder, 'retarget.json')).href;
  const textDocument = { uri, languageId: 'json', version: 1, text: '{"targets": []}' };
  await client.connection.sendNotification('textDocument/didOpen', { textDocument });
  return { client, uri };
}

/** As it is: the test's own client would refuse some of it. */
function send(client: ServerClient, message: object): void {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  client.process.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

describe('the server', () => {
  it.each(REQUESTS)('answers wrong parameters of %s as such', async (method) => {
    const { client, uri } = await opened();
    for (const params of wrongParams(uri)) {
      const text = JSON.stringify(params ?? null);
      // Of these nothing but the document's name counts; or nothing has to be there.
      if (/codeLens|willSave/u.test(method) && text.includes(uri)) continue;
      if (method === 'initialize' && text.startsWith('{')) continue;
      await expect(
        client.connection.sendRequest(method, ...(params === undefined ? [] : [params])),
        text,
      ).rejects.toMatchObject({ code: -32602 });
    }
    expect(await client.request('retarget/runs', { folder: server.folder })).toEqual([]);
    expect(client.stderr()).toBe('');
  });

  it.each(NOTIFICATIONS)('ignores wrong parameters of %s', async (method) => {
    const { client, uri } = await opened();
    for (const params of wrongParams(uri)) send(client, { method, params });
    expect(await client.request('retarget/runs', { folder: server.folder })).toEqual([]);
    expect(client.stderr()).toBe('');
    await client.shutdown();
    expect((await client.process.ended).exitCode).toBe(0);
  });

  it.each([
    'Content-Length: -1',
    'Content-Length: 0x10',
    'Content-Length: 2.5',
    'Content-Length: 99999999999999999999',
    'Content-Length: 3000000000',
    'Content-Length: 2\r\nContent-Length: 3',
    'Content-Length 5',
    'Content-Type: application/json',
    'X: a long line',
    '\0\xff',
  ])('ends with a sentence where a header is %j', async (header) => {
    const client = await server.start();
    client.process.stdin?.write(`${header.replace('a long line', 'y'.repeat(100_000))}\r\n\r\n`);
    expect((await client.process.ended).exitCode).toBe(1);
    expect(client.stderr()).toMatch(/^retarget-language-server: a message.*Content-Length.*\n$/u);
  });

  it('reads a message that comes a byte at a time, and two that come at once', async () => {
    const client = await server.start();
    const text = '{"jsonrpc":"2.0","method":"$/setTrace","params":{"value":"off"}}';
    const message = Buffer.from(`content-length:${text.length}\r\nX: é\r\n\r\n${text}`);
    for (const byte of message) client.process.stdin?.write(Buffer.from([byte]));
    client.process.stdin?.write(Buffer.concat([message, message]));
    expect(await client.request('retarget/runs', { folder: server.folder })).toEqual([]);
  });
});
