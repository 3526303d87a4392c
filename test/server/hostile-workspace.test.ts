// What a cloned repository may bring, asked about by every request that runs nothing: each is answered, soon, and the server lives on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundledServer, type ServerClient } from './language-server.ts';

const server = bundledServer();

/** Milliseconds: a second on a machine that does nothing else, and this one does. */
const SOON = 8000;

const MAIN = 'int main(void) { return 0; }\n';
const BACKTRACKS = `${'(?:$|^)'.repeat(48)}(x)`;
const nested = (levels: number, open: string, close: string): string =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;
const config = (text: string): Record<string, string> => ({ 'retarget.json': text, 'a.c': MAIN });
const withBenchmark = (benchmark: object): Record<string, string> =>
  config(JSON.stringify({ programs: [{ sources: ['*.c'], benchmarks: [benchmark] }] }));
const members = (count: number, member: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => member(at)).join(',\n');
const database = (entry: string): Record<string, string> => ({
  ...config('{"programs":[{"compileCommands":"compile_commands.json"}]}'),
  'compile_commands.json': `[{"directory":".","file":"a.c",${entry}}]`,
});

const WORKSPACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a metric that backtracks': withBenchmark({
    name: 'x',
    metric: { pattern: BACKTRACKS, better: 'lower' },
  }),
  'lines to ignore that backtrack': withBenchmark({
    name: 'x',
    check: { ignoreLines: ['^(a+)+$', BACKTRACKS] },
  }),
  'a pattern without end': withBenchmark({
    name: 'x',
    metric: { pattern: `(${'x|'.repeat(400_000)})`, better: 'lower' },
  }),
  'deep lists': config(nested(5000, '[', ']')),
  'very deep objects': config(nested(200_000, '{"a":', '}')),
  'a deep value': config(`{"programs":${nested(5000, '[', ']')}}`),
  'equal keys': config(`{${members(200_000, () => '"a":1')}}`),
  'unknown keys': config(`{${members(100_000, (at) => `"a${at}":1`)}}`),
  'many mistakes': config(`{"programs":[${members(100_000, () => '{"a":1}')}]}`),
  'many programs': config(`{"programs":[${members(100_000, () => '{"sources":["x.c"]}')}]}`),
  'no JSON': config('x\n'.repeat(500_000)),
  'a long glob': config(`{"programs":[{"sources":["${'**/'.repeat(300_000)}*.c"]}]}`),
  'a glob of stars': {
    ...config(`{"programs":[{"sources":["${'*a'.repeat(50)}b.c"]}]}`),
    [`${'a'.repeat(200)}.d`]: '',
  },
  'response files': {
    ...database('"command":"clang -c @r0"'),
    ...Object.fromEntries(
      Array.from({ length: 31 }, (_, at) => [`r${at}`, `@r${at + 1} `.repeat(4)]),
    ),
    r31: '-DX',
  },
  'a deep database': database(`"command":"cc -c a.c","x":${nested(5000, '[', ']')}`),
  'a deep record': {
    'a.c': MAIN,
    '.retarget/record/build.json': `{"schema":1,"x":${nested(5000, '[', ']')}}`,
  },
  'deep presets': {
    'a.c': MAIN,
    'CMakeLists.txt': 'add_executable(a a.c)\n',
    'CMakePresets.json': `{"configurePresets":${nested(5000, '[', ']')}}`,
  },
  'a deep run': {
    'a.c': MAIN,
    '.retarget/runs/20261201-175719-f51d.json': `{"schema":2,"x":${nested(5000, '[', ']')}}`,
  },
  'a source of one line': { 'a.c': `${'int f(int x){'.repeat(70_000)}${MAIN}` },
};

/** Every request that a client may send about a folder or a file without trust, each by itself. */
function questions(client: ServerClient, folder: string): Record<string, () => Promise<unknown>> {
  const { connection } = client;
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
  const about = (name: string): object => ({
    textDocument: { uri: uri(name) },
    position: { line: 0, character: 1 },
  });
  const run = join(folder, '.retarget/runs/20261201-175719-f51d.json');
  return {
    lens: () =>
      connection.sendRequest('textDocument/codeLens', { textDocument: { uri: uri('a.c') } }),
    hover: () => connection.sendRequest('textDocument/hover', about('retarget.json')),
    completion: () => connection.sendRequest('textDocument/completion', about('retarget.json')),
    project: () => client.request('retarget/project', { path: folder }),
    offers: () => client.request('retarget/offers', { folder }),
    owner: () => client.request('retarget/owner', { path: join(folder, 'a.c') }),
    suggestion: () => client.request('retarget/suggestion', { folder }),
    runs: () => client.request('retarget/runs', { folder }),
    outline: () => client.request('retarget/runOutline', { path: run }),
    piece: () => client.request('retarget/runPiece', { path: run, from: 0 }),
    markdown: () => client.request('retarget/runMarkdown', { path: run }),
  };
}

describe('a hostile workspace', () => {
  it.each(Object.keys(WORKSPACES))('with %s has every request answered soon', async (name) => {
    const folder = join(server.folder, name.replaceAll(' ', '-'));
    const files = WORKSPACES[name] ?? {};
    await server.write(files, folder);
    const client = await server.start({ folders: [folder], options: { trusted: false } });
    for (const file of ['a.c', 'retarget.json']) {
      const text = files[file];
      const textDocument = { uri: pathToFileURL(join(folder, file)).href, version: 1, text };
      if (text !== undefined)
        await client.connection.sendNotification('textDocument/didOpen', {
          textDocument: { ...textDocument, languageId: file === 'a.c' ? 'c' : 'jsonc' },
        });
    }
    const late: string[] = [];
    for (const [question, ask] of Object.entries(questions(client, folder))) {
      const began = performance.now();
      const answer = await ask().catch((error: unknown) => error);
      const took = performance.now() - began;
      if (took > SOON) late.push(`${question}: ${Math.round(took)} ms`);
      expect(JSON.stringify(answer) + String(answer), question).not.toMatch(
        /defect in Retarget|Maximum call stack/u,
      );
    }
    expect(late).toEqual([]);
    await client.shutdown();
  });
});

describe('a server that is held by a loop', () => {
  // The loop is not to be had from a workspace: it is put into the server before it starts.
  const HELD = {
    NODE_OPTIONS: `--import "data:text/javascript,process.on('SIGUSR2',()=>{for(;;);})"`,
  };

  it('ends soon after its client', async () => {
    const editor = spawn('sleep', ['600']);
    const client = await server.start({ processId: editor.pid ?? 0, env: HELD });
    process.kill(client.process.pid ?? 0, 'SIGUSR2');
    editor.kill('SIGKILL');
    await once(editor, 'exit');
    expect(await client.process.ended).toEqual({ signal: 'SIGKILL' });
  });

  it('ends at last though its client waits, also where it was told to in vain', async () => {
    const client = await server.start({ processId: process.pid, env: HELD });
    process.kill(client.process.pid ?? 0, 'SIGUSR2');
    await delay(1000);
    process.kill(client.process.pid ?? 0, 'SIGTERM');
    expect(await client.process.ended).toEqual({ signal: 'SIGKILL' });
  }, 120_000);
});
