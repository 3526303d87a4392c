import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { bundledServer } from '../language-server.ts';
import type { ServerClient } from '../language-server.ts';
import { OpenDocument } from './open-document.ts';

const server = bundledServer();
const SNIPPETS = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };

async function opened(capabilities: object = SNIPPETS) {
  const client: ServerClient = await server.start({ capabilities });
  return OpenDocument.open(server, client, 'p/retarget.json', '');
}

async function labels(document: OpenDocument, marked: string): Promise<string[]> {
  await document.typeAt(marked);
  return (await document.complete()).map(({ label }) => label);
}

describe('completion of keys', () => {
  it('offers those that are not there yet, the required ones first, each with its description', async () => {
    const document = await opened();
    await document.typeAt('{ "baseline": "x86-64", | }');
    const items = await document.complete();
    expect(items.map(({ label }) => label)).toEqual([
      ...['programs', 'targets', 'precision', 'budget', 'verify', 'pin', '$schema'],
    ]);
    expect(items[0]).toMatchObject({
      detail: 'required',
      documentation: 'The programs to build and measure.',
    });
  });

  it('leaves $schema to a client that has JSON support of its own', async () => {
    const client = await server.start({ capabilities: SNIPPETS, options: { reportSyntax: false } });
    const document = await OpenDocument.open(server, client, 'p/retarget.json', '');
    expect(await labels(document, '{ | }')).not.toContain('$schema');
  });

  it.each([
    ['{ | }', 'targets', '{ "targets": ["|"] }'],
    ['{ "tar|" }', 'targets', '{ "targets": ["|"] }'],
    ['{ "tar|', 'targets', '{ "targets": ["|"]'],
    ['{ tar| }', 'targets', '{ "targets": ["|"] }'],
    ['{ "targ|": [] }', 'targets', '{ "targets": [] }'],
    ['{ | "pin": 1 }', 'baseline', '{ "baseline": "|", "pin": 1 }'],
    ['{ "pin": 1, |', 'programs', '{ "pin": 1, "programs": [{ | }]'],
    ['{ |', '$schema', '{ "\\$schema": "|"'],
    ['{ "programs": [{ | }] }', 'language', '{ "programs": [{ "language": | }] }'],
    [
      '{ "programs": [{ "benchmarks": [{ | ',
      'warmup',
      '{ "programs": [{ "benchmarks": [{ "warmup": | ',
    ],
    [
      '{ "programs": [{ "benchmarks": [{ "check": { | } }] }] }',
      'output',
      '{ "programs": [{ "benchmarks": [{ "check": { "output": | } }] }] }',
    ],
  ])('turns %s with %s into %s', async (before, label, after) => {
    const document = await opened();
    await document.typeAt(before);
    // White space between the cursor and what follows stays as it was.
    expect((await document.completed(label)).replaceAll(/ +/gu, ' ').trim()).toBe(
      after.replaceAll(/ +/gu, ' ').trim(),
    );
  });

  it('offers only keys that fit those that are there, alone or with one more', async () => {
    const document = await opened();
    const program = (keys: string): Promise<string[]> =>
      labels(document, `{ "programs": [{ ${keys.includes('|') ? keys : `${keys}|`} }] }`);
    const empty = await program('');
    expect(empty).toEqual(expect.arrayContaining(['sources', 'cmake', 'units', 'driver', 'flags']));
    const cmake = await program('"cmake": { "target": "t" }, ');
    expect(cmake).toEqual(expect.arrayContaining(['link', 'benchmarks', 'withoutFlags']));
    for (const key of ['sources', 'cargo', 'record', 'bitcode', 'flags', 'units', 'driver']) {
      expect(cmake).not.toContain(key);
    }
    expect(await program('"cargo": { "bin": "b", | }, ')).not.toContain('example');
    const benchmark = (keys: string): Promise<string[]> =>
      program(`"benchmarks": [{ ${keys.includes('|') ? keys : `${keys}|`} }], `);
    expect(await benchmark('')).toEqual(expect.arrayContaining(['name', 'harness', 'filter']));
    expect(await benchmark('"name": "b", ')).not.toContain('harness');
    expect(await benchmark('"name": "b", ')).not.toContain('filter');
    const ofHarness = await benchmark('"harness": "google-benchmark", ');
    expect(ofHarness).toEqual(expect.arrayContaining(['filter', 'args']));
    for (const key of ['name', 'metric', 'check']) expect(ofHarness).not.toContain(key);
    expect(await benchmark('"name": "b", "check": { | }, ')).toContain('tolerance');
    const byExitCode = await benchmark('"name": "b", "check": { "output": "exit-code", | }, ');
    for (const key of ['tolerance', 'absolute', 'files']) expect(byExitCode).not.toContain(key);
    expect(byExitCode).toContain('ignoreLines');
  });

  it('is plain text for a client without snippets', async () => {
    const document = await opened({});
    await document.typeAt('{ | }');
    expect(await document.completed('targets')).toBe('{ "targets":  }');
  });

  it('offers nothing in comments, behind values, or in a file of another name', async () => {
    const document = await opened();
    expect(await labels(document, '{ // |\n }')).toEqual([]);
    expect(await labels(document, '{ /* | */ }')).toEqual([]);
    expect(await labels(document, '{ "pin": 1 | }')).toEqual([]);
    expect(await labels(document, '{ "programs": [] } |')).toEqual([]);
    const client = await server.start();
    const other = await OpenDocument.open(server, client, 'p/other.json', '');
    expect(await labels(other, '{ | }')).toEqual([]);
  });

  it('offers a whole configuration where the file is empty', async () => {
    await server.write({ 'p/only.c': 'int main(void) { return 0; }\n' });
    const document = await opened();
    await document.typeAt('|');
    const [item] = await document.complete();
    const text = await document.completed(item?.label ?? '');
    expect(parse(text)).toMatchObject({ programs: [{ sources: ['only.c'] }] });
  });
});

describe('a file half written', () => {
  it('is answered at every place, with edits of the line that is typed in only', async () => {
    const document = await opened();
    const whole = `{ "baseline": "x86-64", // note
      "targets": ["native", "x86-\\u0036"], /* more */
      "programs": [{ "name": "p", "sources": ["src/*.c"], "benchmarks": [{ "metric": "wall" }] }] }`;
    for (let at = 0; at <= whole.length; at += 1) {
      for (const rest of ['', whole.slice(at)]) {
        await document.typeAt(`${whole.slice(0, at)}|${rest}`);
        const line = whole.slice(0, at).split('\n').length - 1;
        for (const { textEdit } of await document.complete()) {
          const range = textEdit && ('range' in textEdit ? textEdit.range : textEdit.replace);
          expect([range?.start.line, range?.end.line]).toEqual([line, line]);
        }
      }
    }
  });
});

describe('completion of values', () => {
  it('offers the words that the schema lists', async () => {
    const document = await opened();
    const within = (key: string): string => `{ "programs": [{ "benchmarks": [{ ${key} }] }] }`;
    expect(await labels(document, within('"metric": |'))).toEqual(['wall', 'cpu']);
    expect(await labels(document, within('"check": { "output": "|" }'))).toEqual([
      ...['exact', 'numbers', 'exit-code'],
    ]);
    expect(await document.completed('numbers')).toBe(within('"check": { "output": "numbers" }'));
  });

  it('offers targets: native, the levels, what runs, what cannot, and none twice', async () => {
    const document = await opened();
    await document.typeAt('{ "targets": ["x86-64-v2", |] }');
    const items = await document.complete();
    const names = items.map(({ label }) => label);
    expect(names.slice(0, 4)).toEqual(['native', 'x86-64', 'x86-64-v3', 'x86-64-v4']);
    expect(names).not.toContain('x86-64-v2');
    const detail = (name: string) => items.find(({ label }) => label === name)?.detail;
    expect(detail('x86-64')).toBe('runs');
    expect(detail('bdver4')).toMatch(/^cannot run: lacks fma4/u);
    const kinds = items.slice(4).map((item) => item.detail?.slice(0, 5) ?? '');
    expect(kinds.lastIndexOf('runs')).toBeLessThan(kinds.indexOf('canno'));
    const order = items.map(({ sortText }) => sortText ?? '');
    expect([...order].sort()).toEqual(order);
  });

  it.each([
    ['{ "targets": ["x86-64-|', '{ "targets": ["x86-64-v3"'],
    ['{ "targets": ["x86-64-|] }', '{ "targets": ["x86-64-v3"] }'],
    ['{ "targets": ["x86|-64-v2", "native"] }', '{ "targets": ["x86-64-v3", "native"] }'],
    ['{ "targets": [x86-64-| ] }', '{ "targets": ["x86-64-v3" ] }'],
    ['{ "baseline": "|" }', '{ "baseline": "x86-64-v3" }'],
    ['{ "baseline": |', '{ "baseline": "x86-64-v3"'],
  ])('puts a target into %s', async (before, after) => {
    const document = await opened();
    await document.typeAt(before);
    expect(await document.completed('x86-64-v3')).toBe(after);
  });

  it('offers no targets, and no error, without a toolchain', async () => {
    const client = await server.start({ env: { RETARGET_LLVM: '/nothing/here' } });
    const document = await OpenDocument.open(server, client, 'p/retarget.json', '');
    expect(await labels(document, '{ "targets": [|] }')).toEqual([]);
  });
});

describe('completion of paths', () => {
  it('offers one folder at a time, and only what the key takes', async () => {
    const files = [
      'main.c',
      'in.txt',
      'README.md',
      'src/a.c',
      'src/b.cpp',
      'src/sp ace.c',
      '.hid/x.c',
    ];
    await server.write(Object.fromEntries(files.map((name) => [`paths/${name}`, ''])));
    await server.write({ 'paths/build/compile_commands.json': '[]', 'paths/z.bc': '' });
    const client = await server.start({ capabilities: SNIPPETS });
    const document = await OpenDocument.open(server, client, 'paths/retarget.json', '');
    const program = (key: string): string => `{ "programs": [{ ${key} }] }`;
    expect(await labels(document, program('"sources": ["|"]'))).toEqual([
      ...['*.c', '*.bc', 'main.c', 'z.bc', 'build/', 'src/'],
    ]);
    expect(await document.completed('src/')).toBe(program('"sources": ["src/|"]'));
    expect(await labels(document, program('"sources": ["src/|"]'))).toEqual([
      ...['src/*.c', 'src/*.cpp', 'src/a.c', 'src/b.cpp', 'src/sp ace.c'],
    ]);
    expect(await document.completed('src/sp ace.c')).toBe(program('"sources": ["src/sp ace.c"]'));
    expect(await labels(document, program('"sources": ["!src/|'))).toContain('!src/a.c');
    expect(await labels(document, program('"sources": ["../paths/m|"]'))).toContain(
      '../paths/main.c',
    );
    expect(await labels(document, program('"sources": [".|"]'))).toEqual(['.hid/']);
    expect(await labels(document, program('"sources": ["nowhere/|"]'))).toEqual([]);
    expect(await labels(document, program('"bitcode": [|]'))).toEqual([
      '*.bc',
      'z.bc',
      'build/',
      'src/',
    ]);
    expect(await labels(document, program('"compileCommands": "build/|"'))).toEqual([
      'build/compile_commands.json',
    ]);
    expect(await labels(document, program('"benchmarks": [{ "directory": "|" }]'))).toEqual([
      ...['build', 'src'],
    ]);
    expect(await labels(document, program('"benchmarks": [{ "stdin": "|" }]'))).toContain('in.txt');
  });
});

describe('completion of a target with flags', () => {
  it('offers its keys, CPUs, and flags that are often compared', async () => {
    const document = await opened();
    expect(await labels(document, '{ "targets": [{ | }] }')).toEqual(['cpu', 'flags', 'name']);
    expect(await labels(document, '{ "baseline": { "cpu": "|" } }')).toContain('x86-64-v3');
    const flags = await labels(
      document,
      '{ "targets": [{ "cpu": "znver4", "flags": ["-mno-gather", "|"] }] }',
    );
    expect(flags).toContain('-mprefer-vector-width=512');
    expect(flags).not.toContain('-mno-gather');
  });
});
