import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { renderHtml } from '../../src/report/html.ts';
import { RUN_ELEMENT_ID } from '../../src/report/run-element.ts';
import { hostileRun } from './hostile-run.ts';
import { sampleRun } from './sample-run.ts';

const PAGE = { script: 'window.drawn = 1;\n', style: 'body { margin: 0 }\n' };

/** Splits a page at the tags that HTML's own rules would see: an element's text ends at the first `</name`. */
function elementsOf(html: string): { name: string; attributes: string; text: string }[] {
  return [...html.matchAll(/<(script|style|title)\b([^>]*)>([\s\S]*?)<\/\1/gi)].map(
    ([, name = '', attributes = '', text = '']) => ({ name, attributes, text }),
  );
}

function embeddedRun(html: string): unknown {
  const data = elementsOf(html).find(({ attributes }) => attributes.includes(RUN_ELEMENT_ID));
  return JSON.parse(data?.text ?? '');
}

function policyOf(html: string): string {
  return /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
}

const sha256 = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('the HTML report', () => {
  test('carries the whole run, unchanged', () => {
    const run = sampleRun();
    expect(embeddedRun(renderHtml(run, PAGE))).toEqual(run);
  });

  test('allows exactly its own script and style, by hash, and nothing from elsewhere', () => {
    const html = renderHtml(sampleRun(), PAGE);
    const policy = policyOf(html).split('; ');
    const texts = elementsOf(html);
    const script = texts.find(({ name, attributes }) => name === 'script' && attributes === '');
    const style = texts.find(({ name }) => name === 'style');
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`script-src ${sha256(script?.text ?? '')}`);
    expect(policy).toContain(`style-src ${sha256(style?.text ?? '')}`);
    expect(html).not.toMatch(/unsafe|https?:\/\/|<link|\son\w+=/);
  });

  test('stays whole, and its hash true, when the bundle holds markup in strings or Windows line ends', () => {
    const script = 'const a = "</script><!--";\r\nconst b = 2;';
    const html = renderHtml(sampleRun(), { script, style: 'a{}\r\nb{}' });
    const own = elementsOf(html).find(
      ({ name, attributes }) => name === 'script' && attributes === '',
    );
    expect(own?.text).toBe('const a = "\\x3c/script>\\x3c!--";\nconst b = 2;');
    expect(policyOf(html)).toContain(sha256(own?.text ?? ''));
    expect(html.trimEnd().endsWith('</html>')).toBe(true);
  });

  test('keeps hostile names inside the data and out of the title', () => {
    const run = hostileRun();
    const html = renderHtml(run, PAGE);
    expect(elementsOf(html).map(({ name }) => name)).toEqual([
      'title',
      'style',
      'script',
      'script',
    ]);
    expect(html).not.toContain('<script>alert');
    expect(elementsOf(html)[0]?.text).not.toMatch(/[<>"\u202e\u0000]/);
    // A lone surrogate has no UTF-8: JSON writes it as an escape, so it survives the file.
    expect(embeddedRun(Buffer.from(html, 'utf8').toString('utf8'))).toEqual(run);
  });

  test('no name whatever breaks out of its place', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '</script>',
        '<!--',
        '<script>',
        '--><script>',
        ']]>',
        '\u2028',
        '</SCRIPT ',
        '&lt;',
      ),
    );
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 6 }), (parts) => {
        const name = parts.join('');
        const run: Run = { ...sampleRun(), project: `/${name}`, tool: name, programs: [] };
        const html = renderHtml(run, PAGE);
        expect(embeddedRun(html)).toEqual(run);
        expect(elementsOf(html)).toHaveLength(4);
      }),
    );
  });
});
