import { MarkupKind } from 'vscode-languageserver/node';
import type { MarkupContent } from 'vscode-languageserver/node';
import { describe, expect, it } from 'vitest';
import { bundledServer } from '../language-server.ts';
import { OpenDocument } from './open-document.ts';

const server = bundledServer();
const MARKDOWN = { textDocument: { hover: { contentFormat: [MarkupKind.Markdown] } } };

async function opened(config: object, capabilities: object = MARKDOWN, settings = {}) {
  const client = await server.start({ capabilities, options: { settings } });
  return OpenDocument.open(server, client, 'p/retarget.json', JSON.stringify(config, null, 2));
}

async function words(document: OpenDocument, word: string): Promise<string> {
  const hover = await document.hover(word);
  if (hover === null) return '';
  expect(document.words(hover.range)).toBe(word);
  return (hover.contents as MarkupContent).value;
}

describe('hovering over retarget.json', () => {
  it('tells what a key means', async () => {
    const document = await opened({ precision: 0.01, programs: [{ language: 'c' }] });
    expect(await words(document, '"precision"')).toBe(
      '**precision**\n\nStop measuring once every confidence interval is within this fraction of its speedup: 0.01 is ±1 %.',
    );
    expect(await words(document, '"language"')).toContain('Language to link as');
    expect(await words(document, '"c"')).toBe('');
  });

  it('tells what a target adds over the baseline, and whether it runs here', async () => {
    const document = await opened({ baseline: 'x86-64-v2', targets: ['x86-64-v3', 'native'] });
    const level = await words(document, '"x86-64-v3"');
    expect(level).toMatch(/^\*\*x86-64-v3\*\*\n\n(?:Runs|Cannot run) on this host \(/u);
    expect(level).toMatch(/Adds avx, avx2, bmi/u);
    expect(level).not.toContain('sse3');
    expect(await words(document, '"x86-64-v2"')).toContain(
      'The baseline: the other targets are compared',
    );
    expect(await words(document, '"native"')).toContain('Code built for it always runs here');
  });

  it('tells what this host lacks for a target, and what it loses to the baseline', async () => {
    const document = await opened({ baseline: 'x86-64-v2', targets: ['bdver4', 'x86-64'] });
    expect(await words(document, '"bdver4"')).toMatch(
      /Cannot run on this host .* which lacks fma4/u,
    );
    expect(await words(document, '"x86-64"')).toMatch(
      /Adds no features to the baseline x86-64-v2\. It lacks .*sse3/u,
    );
  });

  it('tells of a target with flags what it is built with, over each of its words', async () => {
    const document = await opened({
      baseline: 'x86-64-v3',
      targets: [{ cpu: 'x86-64-v3', flags: ['-mno-fma'], name: 'v3 without fma' }],
    });
    const told = await words(document, '"v3 without fma"');
    expect(told).toContain('Built with -march=x86-64-v3 -mno-fma.');
    expect(told).toContain('It lacks fma, which the baseline has.');
    expect(await words(document, '"-mno-fma"')).toBe(told);
    expect(await words(document, '"flags"')).toContain('Compile flags for this target');
  });

  it('takes the baseline of the settings where the file names none', async () => {
    const document = await opened({ targets: ['x86-64-v3'] }, MARKDOWN, { baseline: 'x86-64-v3' });
    expect(await words(document, '"x86-64-v3"')).toContain('The baseline');
  });

  it('shows hostile names as text, and plain text to a client that asks for it', async () => {
    const hostile = '[x](command:y) <b>**\u202e';
    const marked = await words(await opened({ baseline: hostile }), JSON.stringify(hostile));
    expect(marked).toContain('**\\[x\\](command:y) &lt;b&gt;\\*\\*\\\\u202e**');
    expect(marked).not.toMatch(/<b>|\u202e|(?<!\\)\[x(?<!\\)\]/u);
    const plain = await words(await opened({ targets: ['znver9'] }, {}), '"znver9"');
    expect(plain).toMatch(
      /^znver9\nclang .* has no x86_64 CPU named "znver9"\.\nSimilar names: znver/u,
    );
  });

  it('says over a target that there is no toolchain, with what to do', async () => {
    const client = await server.start({
      capabilities: MARKDOWN,
      env: { RETARGET_LLVM: '/nothing/here' },
    });
    const document = await OpenDocument.open(
      server,
      client,
      'p/retarget.json',
      '{"baseline": "a"}',
    );
    expect(await words(document, '"a"')).toContain(
      'The configured LLVM, /nothing/here, does not exist',
    );
  });
});
