import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argvText } from '../../src/text/argv-text.ts';
import { visibleJson, visibleLines, visibleText } from '../../src/text/visible-text.ts';
import { HOSTILE } from '../report/hostile-run.ts';

const STEERS = /[\p{Cc}\p{Bidi_Control}\p{Cs}\p{Zl}\p{Zp}]/u;
const anyText = fc.string({ unit: 'binary' });

describe('visible text', () => {
  it('shows escapes, bidi marks and lone surrogates instead of obeying them', () => {
    expect(visibleText('a\u001b[31m\u202Eb\r\n\t\ud800\u{e0041}')).toBe(
      'a\\x1b[31m\\u202eb\\r\\n\\t\\ud800\\U000e0041',
    );
  });

  it('leaves ordinary text of any script alone', () => {
    const text = 'naïve 名前 emoji 👩‍💻 عربى';
    expect(visibleText(text)).toBe(text);
  });

  it('holds nothing that steers, whatever it is given, and is stable', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constant(HOSTILE)), (text) => {
        const shown = visibleText(text);
        expect(shown).not.toMatch(STEERS);
        expect(visibleText(shown)).toBe(shown);
        expect(visibleLines(text).replaceAll('\n', '')).not.toMatch(STEERS);
      }),
    );
  });

  it('keeps the lines of a diagnostic and what its tabs align', () => {
    expect(visibleLines('a.c:1:2: error\r\n\tint x;\n   \tint y;\n')).toBe(
      'a.c:1:2: error\n        int x;\n        int y;\n',
    );
  });

  it('escapes JSON without changing its data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), anyText, (value, text) => {
        const json = visibleJson(JSON.stringify([value, text, HOSTILE], null, 2));
        expect(json.replaceAll('\n', '')).not.toMatch(STEERS);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify([value, text, HOSTILE])));
      }),
    );
  });
});

describe('a command line as text', () => {
  it('quotes only what needs it', () => {
    expect(argvText(['clang', '-O3', '-DX=a b', "it's", '', '$(rm)', '=x'])).toBe(
      `clang -O3 '-DX=a b' 'it'\\''s' '' '$(rm)' '=x'`,
    );
    expect(argvText(['a\nb\u001b', "\\'\n"])).toBe(`$'a\\nb\\x1b' $'\\\\\\'\\n'`);
  });
});
