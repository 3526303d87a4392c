// What a source asks GCC for and clang passes over: pragmas and attributes that choose a CPU or a level for some functions.
import type { Unheeded } from '../model/run.ts';

/** Makes clang say what it ignores, whatever the project's own flags say of warnings. */
export const SAY_UNHEEDED = [
  '-Wunknown-pragmas',
  '-Wunknown-attributes',
  '-Wignored-attributes',
] as const;

/** Of one unit; a generated source may repeat itself. */
const MOST = 50;
const MOST_TEXT = 120;
const WARNING = /^(?<file>.+?):(?<line>\d+):\d+: warning: (?<message>.*) \[-W(?<flag>[\w-]+)\]$/u;
const PRAGMA = /\bGCC\s+(?:target|optimize|ivdep|novector|unroll)\b.*$/u;

/** @param stderr clang's words about one unit, without colours, with excerpts of the source */
export function unheededIn(stderr: string): Unheeded[] {
  const lines = stderr.split('\n');
  const found: Unheeded[] = [];
  for (let at = 0; at < lines.length && found.length < MOST; at += 1) {
    const { file, line, message = '', flag } = WARNING.exec(lines[at] ?? '')?.groups ?? {};
    if (file === undefined) continue;
    const text = flag === 'unknown-pragmas' ? pragmaIn(lines, at + 1) : attributeIn(message);
    if (text === undefined) continue;
    found.push({ file, line: Number(line), text: text.slice(0, MOST_TEXT) });
  }
  return found;
}

/** The pragma in the excerpts below a warning; of one out of a macro, as it was put together at last. */
function pragmaIn(lines: readonly string[], from: number): string | undefined {
  let text: string | undefined;
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (/: (?:warning|error|fatal error): /u.test(line)) break;
    if (!/^\s*\d* \|/u.test(line)) continue;
    text = PRAGMA.exec(line)?.[0] ?? text;
  }
  if (text === undefined) return undefined;
  // `_Pragma("GCC target(\"avx2\")")` as it stands in the source.
  const plain = text.includes('\\"') ? text.replaceAll('\\"', '"').replace(/"\).*$/u, '') : text;
  return `#pragma ${plain.trim()}`;
}

function attributeIn(message: string): string | undefined {
  if (/^unknown attribute '(?:gnu::)?_*optimize_*' ignored$/u.test(message)) {
    return '__attribute__((optimize))';
  }
  return /'target(?:_clones|_version)?' attribute/u.test(message) ? message : undefined;
}
