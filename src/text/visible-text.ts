// Text from outside, made safe to show: whatever could steer a terminal or reorder a line becomes a visible escape.

// Control (Cc), format such as bidi marks and zero-width spaces (Cf), line and paragraph separators (Zl, Zp), lone surrogates (Cs),
// and noncharacters, which XML forbids. The two joiners stay: emoji and several scripts need them, and they move nothing.
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/**
 * One line of text whose every character can be seen: `\n`, `\x1b`, `\u202e`. The escapes are those of bash's `$'...'`.
 * Applying it twice changes nothing more.
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, escapeOf);
}

/** As visibleText, for text of many lines: line ends stay (as `\n`), a tab becomes spaces to the next multiple of 8. */
export function visibleLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => visibleText(expandTabs(line)))
    .join('\n');
}

function expandTabs(line: string): string {
  let expanded = '';
  for (const [index, part] of line.split('\t').entries()) {
    if (index > 0) expanded += ' '.repeat(8 - (expanded.length % 8));
    expanded += part;
  }
  return expanded;
}

/** Whether text holds something that visibleText would show as an escape. */
export function hasInvisible(text: string): boolean {
  return visibleText(text) !== text;
}

/** The same data in JSON text, with the characters that JSON allows but a terminal may obey written as `\uXXXX`. */
export function visibleJson(json: string): string {
  return json.replace(INVISIBLE, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()]
          .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
