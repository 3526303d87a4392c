// Which names a source defines, as far as its text tells: of one that does not compile there is no object to ask.
import { readFile } from 'node:fs/promises';

/** Comments and the insides of strings, where names mean nothing. */
const NO_CODE = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/gu;

/**
 * Those of the symbols that look defined in the source: functions with a body, initialised variables, macros, labels of
 * assembly. Rather too many than too few; what macros paste together is not seen. All of them where it cannot be read.
 * @param symbols as linkers know them, C++ ones mangled
 */
export async function definedIn(source: string, symbols: readonly string[]): Promise<string[]> {
  const text = await readFile(source, 'utf8').catch(() => undefined);
  if (text === undefined) return [...symbols];
  const code = text.replace(NO_CODE, ' ');
  const words = new Set(code.match(/\w+/gu) ?? []);
  return symbols.filter((symbol) => {
    const name = plainName(symbol);
    const [word = name] = /^\w+/u.exec(name) ?? [];
    return words.has(word) && isDefined(name, code);
  });
}

/** The name as it is written in a definition; of C++, the function's own, without its name spaces and parameters. */
function plainName(symbol: string): string {
  if (/^_Z(?:nw|na)/u.test(symbol)) return 'operator new';
  if (/^_Z(?:dl|da)/u.test(symbol)) return 'operator delete';
  if (!symbol.startsWith('_Z')) return symbol;
  // Each name has its length before it; the last of them, before parameters begin, is the one that is defined.
  const nested = symbol.startsWith('_ZN');
  let at = symbol.search(/\d/u);
  let name = symbol;
  while (at !== -1 && /\d/u.test(symbol[at] ?? '')) {
    const digits = /^\d+/u.exec(symbol.slice(at))?.[0] ?? '0';
    const start = at + digits.length;
    name = symbol.slice(start, start + Number(digits));
    at = nested ? start + Number(digits) : -1;
  }
  return name;
}

/** Whether the code has a function of this name with a body, or sets a variable, a macro or a label of it. */
function isDefined(name: string, code: string): boolean {
  const word = `\\b${name.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&').replace(' ', '\\s+')}(?!\\w)`;
  for (const match of code.matchAll(new RegExp(`${word}(?:\\s*\\[\\s*\\])?\\s*\\(`, 'gu'))) {
    const end = closing(code, match.index + match[0].length);
    if (BODY.test(code.slice(end, end + MOST_BETWEEN))) return true;
  }
  return new RegExp(
    [
      `^(?!\\s*extern\\b)[^\\n(;=]*[\\w*]\\s+\\**${word}\\s*(?:\\[[^\\]\\n]*\\])?\\s*(?:=|;)`,
      `^\\s*#\\s*define\\s+${word}`,
      `^\\s*${word}:`,
    ].join('|'),
    'mu',
  ).test(code);
}

/** Characters between a function's parameters and its body. */
const MOST_BETWEEN = 2000;
/** What may stand there: attributes and the like, and parameters' types as K&R wrote them. */
const BODY =
  /^\s*(?:(?:const|volatile|noexcept|override|final|__attribute__|__asm__|asm|throw|try|&{1,2}|\([^{};]*\)|->[^{};]*|:[^{};]*)\s*)*(?:\s*\w[\w\s*,[\]]*;)*\s*\{/u;

/** Where the parenthesis ends that is open at a place; the code's end where it does not. */
function closing(code: string, from: number): number {
  let depth = 1;
  let at = from;
  for (; at < code.length && depth > 0; at += 1) {
    if (code[at] === '(') depth += 1;
    else if (code[at] === ')') depth -= 1;
  }
  return at;
}
