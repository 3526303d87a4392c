import { chmod, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic } from 'vscode-languageserver/node';
import { expect, describe, it } from 'vitest';
import { bundledServer } from '../language-server.ts';
import { OpenDocument } from './open-document.ts';

const server = bundledServer();

async function diagnosed(name: string, config: string | object, options = {}) {
  await server.write({ [`${name}/a.c`]: 'int main(void) { return 0; }\n' });
  const client = await server.start({ options });
  const text = typeof config === 'string' ? config : JSON.stringify(config, null, 2);
  const document = await OpenDocument.open(server, client, `${name}/retarget.json`, text);
  return { client, document };
}

function textOf(message: Diagnostic['message']): string {
  return typeof message === 'string' ? message : message.value;
}

/** The words that each diagnostic marks, with the first line of what it says. */
async function findings(document: OpenDocument) {
  const told = await document.diagnostics();
  return told.map(({ range, message }) => [document.words(range), textOf(message).split('\n')[0]]);
}

describe('diagnostics of retarget.json', () => {
  it('tell every mistake at its own words, whichever program it is in', async () => {
    const { document } = await diagnosed('all', {
      programs: [
        { name: 'p', sources: ['gone.c', 'a.c', '*.zz'], flagz: [] },
        {
          name: 'q',
          sources: ['a.c'],
          benchmarks: [
            { name: 'x', stdin: 'gone.txt', directory: 'gone' },
            { name: 'x', warmup: 1 },
          ],
        },
        { name: 'q', compileCommands: 'build', flags: ['-O2'] },
        { sources: ['gone-too.c'] },
      ],
      precision: 2,
      pin: 'one',
    });
    expect(await findings(document)).toEqual([
      ['"flagz"', expect.stringContaining('unknown key "flagz"')],
      ['"gone.txt"', expect.stringContaining('there is no file gone.txt')],
      ['"gone"', expect.stringContaining('there is no folder gone')],
      ['"x"', expect.stringContaining('the name "x" is already used')],
      ['"q"', expect.stringContaining('the name "q" is already used')],
      ['"build"', expect.stringContaining('there is no file')],
      ['[', expect.stringContaining('"flags" requires "sources" or "bitcode"')],
      ['"gone-too.c"', expect.stringContaining('there is no file gone-too.c')],
      ['2', expect.stringContaining('a fraction')],
      ['"one"', expect.stringContaining('expected a number')],
    ]);
  });

  it("say what is wrong with flags of targets, in clang's words where it has to be asked", async () => {
    const { document } = await diagnosed('flags', {
      baseline: 'x86-64',
      targets: [
        { cpu: 'x86-64-v2', flags: ['-mno-popcnt'] },
        { cpu: 'x86-64-v2', flags: ['-O3'] },
        'x86-64-v2:-mno-such',
        { cpu: 'x86-64-v9', flags: ['-mno-popcnt'] },
      ],
      programs: [{ sources: ['a.c'] }],
    });
    const told = (await document.diagnostics()).map(({ message }) => textOf(message));
    expect(told).toEqual([
      expect.stringContaining('"-O3" is not allowed in a target'),
      expect.stringContaining("unknown argument: '-mno-such'"),
      expect.stringContaining('has no x86_64 CPU named "x86-64-v9"'),
    ]);
  });

  it('name the nearest targets of an unknown one, and those that cannot run here', async () => {
    const { document } = await diagnosed('targets', {
      baseline: 'x86-46',
      targets: ['x86-64-v3', 'native', 'znver9', 'native', 'bdver4'],
      programs: [{ sources: ['a.c'] }],
    });
    const told = await document.diagnostics();
    const facts = told.map(({ range, message, severity, code, source }) => [
      ...[document.words(range), severity, code, source],
      message,
    ]);
    expect(facts).toEqual([
      [
        '"native"',
        DiagnosticSeverity.Error,
        'config-invalid',
        'retarget',
        expect.stringContaining('listed twice'),
      ],
      [
        '"znver9"',
        DiagnosticSeverity.Error,
        'target-unknown',
        'retarget',
        expect.stringMatching(/has no x86_64 CPU named "znver9"\.\nSimilar names: znver/),
      ],
      [
        '"bdver4"',
        DiagnosticSeverity.Information,
        'target-cannot-run',
        'retarget',
        expect.stringContaining('cannot run code for bdver4: it lacks'),
      ],
      [
        '"x86-46"',
        DiagnosticSeverity.Error,
        'target-unknown',
        'retarget',
        expect.stringContaining('Similar names: x86-64'),
      ],
    ]);
    expect(told[1]?.range.start.line).toBe(5);
  });

  it('refuse a baseline that this host cannot run', async () => {
    const { document } = await diagnosed('baseline', {
      baseline: 'bdver4',
      programs: [{ sources: ['a.c'] }],
    });
    const [told] = await document.diagnostics();
    expect(told).toMatchObject({ severity: DiagnosticSeverity.Error, code: 'target-cannot-run' });
  });

  it('warn of a core that this machine does not have', async () => {
    const { document } = await diagnosed('pin', {
      programs: [{ sources: ['a.c'] }],
      pin: 100_000,
    });
    const [told] = await document.diagnostics();
    expect(told).toMatchObject({ severity: DiagnosticSeverity.Warning });
    expect(document.words(told?.range)).toBe('100000');
  });

  it('say once that there is no toolchain, and go on checking the rest', async () => {
    const folder = join(server.folder, 'nothing-here');
    const client = await server.start({ env: { RETARGET_LLVM: folder } });
    const document = await OpenDocument.open(
      server,
      client,
      'no-toolchain/retarget.json',
      '{ "baseline": "a", "targets": ["b", "c"], "programs": [{ "sources": ["x.c"] }] }',
    );
    const told = await document.diagnostics();
    expect(told.map(({ severity, code }) => [severity, code])).toEqual([
      [DiagnosticSeverity.Error, 'input-missing'],
      [DiagnosticSeverity.Information, 'toolchain-broken'],
    ]);
    expect(told[1]?.message).toContain('Cannot check the names of targets. The configured LLVM');
  });

  it('follow the text as it is typed, saved or not, and go when the document is closed', async () => {
    const { client, document } = await diagnosed(
      'typed',
      '{ "programs": [{ "sources": ["b.c"] }] }',
    );
    expect(await findings(document)).toEqual([['"b.c"', expect.stringContaining('no file b.c')]]);
    await document.type('{ "programs": [{ "sources": ["a.c"] }] }');
    expect(await document.diagnostics((count) => count === 0)).toEqual([]);
    await document.type('{ "programs": 1 }');
    expect(await document.diagnostics((count) => count === 1)).toHaveLength(1);
    await document.close();
    expect(await document.diagnostics((count) => count === 0)).toEqual([]);
    expect(client.stderr()).toBe('');
  });

  it('follow files that come and go', async () => {
    const { client, document } = await diagnosed(
      'files',
      '{ "programs": [{ "sources": ["b.c"] }] }',
    );
    await document.diagnostics((count) => count === 1);
    await server.write({ 'files/b.c': 'int main(void) { return 0; }\n' });
    const uri = pathToFileURL(join(server.folder, 'files/b.c')).href;
    const tell = (type: number) =>
      client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri, type }],
      });
    await tell(1);
    await document.diagnostics((count) => count === 0);
    await rm(join(server.folder, 'files/b.c'));
    await tell(3);
    await document.diagnostics((count) => count === 1);
  });

  it('leave it to the editor to say that a text is no JSON where the editor does', async () => {
    const broken = '{ "programs": [{ "sources": ["a.c"] }\n';
    const { document } = await diagnosed('syntax', broken);
    expect(await findings(document)).toEqual([['', expect.stringContaining('not valid JSON')]]);
    const quiet = await diagnosed('quiet', `${broken} "x": 1, "x": 2 }`, { reportSyntax: false });
    await quiet.document.type('{ "programs": [{ "sources": ["gone.c"] }] }');
    expect(await findings(quiet.document)).toEqual([
      ['"gone.c"', expect.stringContaining('no file gone.c')],
    ]);
  });

  it('lead from a mistake in compile_commands.json to its place there', async () => {
    await server.write({ 'commands/build/compile_commands.json': '[\n  { "file": "a.c" }\n]\n' });
    const { document } = await diagnosed('commands', {
      programs: [{ compileCommands: 'build', link: ['-lm'] }],
    });
    const [told] = await document.diagnostics();
    expect(document.words(told?.range)).toBe('"build"');
    expect(told?.relatedInformation?.[0]?.location).toMatchObject({
      uri: expect.stringContaining('compile_commands.json') as string,
      range: { start: { line: 1, character: 2 } },
    });
  });

  it('come for no other file, and run nothing of an untrusted workspace', async () => {
    const ran = join(server.folder, 'ran');
    const script = `#!/bin/sh\ntouch '${ran}'\n`;
    await server.write({ 'untrusted/llvm/bin/clang': script });
    await chmod(join(server.folder, 'untrusted/llvm/bin/clang'), 0o755);
    const client = await server.start({
      options: {
        trusted: false,
        settings: { 'toolchain.path': join(server.folder, 'untrusted/llvm') },
      },
    });
    await OpenDocument.open(server, client, 'untrusted/other.json', '{');
    const document = await OpenDocument.open(
      server,
      client,
      'untrusted/retarget.json',
      '{ "targets": ["znver9"] }',
    );
    expect((await document.diagnostics((count) => count === 2)).map(({ code }) => code)).toEqual([
      'config-invalid',
      'target-unknown',
    ]);
    expect([...client.diagnostics.keys()]).toEqual([document.path]);
    await expect(stat(ran)).rejects.toThrow();
  });
});

describe('quick fixes', () => {
  it('put mistyped words right, the nearest first, with what they write as their names', async () => {
    await server.write({ 'fixes/a.c': 'int main(void) { return 0; }\n' });
    const client = await server.start();
    const fixesFor = async (name: string, text: string) => {
      const document = await OpenDocument.open(server, client, `${name}/retarget.json`, text);
      return document.fixes(await document.diagnostics());
    };
    for (const [wrong, right] of [
      ['"verify": "samples"', '"verify": "sample"'],
      ['"budgt": 10', '"budget": 10'],
      ['"targets": ["hazwell:-mno-fma"]', '"targets": ["haswell:-mno-fma"]'],
      ['"baseline": "x86-46"', '"baseline": "x86-64"'],
    ] as const) {
      const rest = '"programs": [{ "sources": ["../fixes/a.c"] }] }';
      const [first, ...others] = await fixesFor(wrong.replace(/\W/gu, ''), `{ ${wrong}, ${rest}`);
      expect(first).toMatchObject({ isPreferred: true, text: `{ ${right}, ${rest}` });
      expect(others.filter(({ isPreferred }) => isPreferred)).toEqual([]);
    }
    const named = await fixesFor('named', '{ "targets": ["znver9"] }');
    expect(named.map(({ title }) => title)).toEqual(
      ['znver5', 'znver4', 'znver3'].map((name) => `Change to "${name}"`),
    );
  });

  it('are none where nothing is near, of other kinds, or for what others complain of', async () => {
    const { document } = await diagnosed('none', '{ "xylophone": 1, "programs": [], "tarets": 1 }');
    const diagnostics = await document.diagnostics();
    const about = (word: string) =>
      diagnostics.filter(({ message }) => textOf(message).includes(`key "${word}"`));
    expect(about('xylophone')).toHaveLength(1);
    expect(await document.fixes(about('xylophone'))).toEqual([]);
    const near = about('tarets');
    expect(await document.fixes(near)).toHaveLength(1);
    expect(await document.fixes(near, ['quickfix'])).toHaveLength(1);
    expect(await document.fixes(near, ['refactor'])).toEqual([]);
    expect(await document.fixes(near.map((each) => ({ ...each, source: 'json' })))).toEqual([]);
  });
});
