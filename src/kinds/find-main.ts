// Where a C or C++ source defines `main`: by its text alone, which is read for comments, strings and braces, not compiled.

/** Offset of the word `main` where it is defined outside of any function or class; nothing where it is not. */
export function findMain(source: string): number | undefined {
  const code = onlyCode(source);
  let depth = 0;
  // Braces of `extern "C" {` hold definitions that are still outside of everything; its string is blank by now.
  const open: boolean[] = [];
  for (const match of code.matchAll(/\bextern\s*\{|[{}]|(?<![\w.])main(?=\s*\()/gu)) {
    const [token] = match;
    if (token.endsWith('{')) {
      open.push(token === '{');
      if (token === '{') depth += 1;
    } else if (token === '}') {
      if (open.pop() === true) depth -= 1;
    } else if (depth === 0 && isDefined(code, match.index)) return match.index;
  }
  // Branches of the preprocessor can leave braces open: what begins its line is taken as outside then.
  for (const match of code.matchAll(/^(?:int|void|auto)\s+main(?=\s*\()/gmu)) {
    const at = match.index + match[0].length - 'main'.length;
    if (isDefined(code, at)) return at;
  }
  return undefined;
}

/** Whether the word `main` at an offset is declared with a body. */
function isDefined(code: string, at: number): boolean {
  // Behind an operator, a bracket or `return` it is called, not declared; nothing or a type may stand before it.
  const before = code.slice(Math.max(0, at - 200), at).trimEnd();
  if (/(?:[-+*/%=<>&|!~?:,(.]|\breturn)$/u.test(before) && !/\*$/u.test(before)) return false;
  const close = closingParenthesis(code, code.indexOf('(', at));
  if (close === undefined) return false;
  const rest = code
    .slice(close + 1, close + 2000)
    .replace(/^(?:\s|__attribute__\s*\(\(.*?\)\)|\[\[.*?\]\]|noexcept|->\s*\w+)+/su, '');
  if (/^(?:\{|try\b)/u.test(rest)) return true;
  // Before C standardised it: `int main(argc, argv) int argc; char **argv; {`.
  return /^(?:[A-Za-z_][\w\s*,]*(?:\[\s*\])?\s*;\s*)+\{/u.test(rest);
}

function closingParenthesis(code: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if (code[at] === '(') depth += 1;
    if (code[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

const NO_CODE = new RegExp(
  [
    // Raw strings, which end with their own word.
    String.raw`R"(?<word>[^()\\\s]{0,16})\([^]*?\)\k<word>"`,
    String.raw`//(?:\\\r?\n|[^\n])*`,
    String.raw`/\*[^]*?(?:\*/|$)`,
    String.raw`"(?:\\[^]|[^"\\\n])*"?`,
    // Not the marks between digits, as in 1'000'000.
    String.raw`(?<![0-9a-fA-F])'(?:\\[^]|[^'\\\n])*'?`,
    // Lines of the preprocessor: a macro can be called main.
    String.raw`(?<=^[ \t]*)#(?:\\\r?\n|[^\n])*`,
  ].join('|'),
  'gmu',
);

/** The source with everything that is no code made blank, each line where it was. */
export function onlyCode(source: string): string {
  return source.replace(NO_CODE, (text) => text.replace(/[^\r\n]/gu, ' '));
}
