// Where a C++ source registers benchmarks with Google Benchmark or Catch2, and what each is called: by its text alone.
import { onlyCode } from './find-main.ts';

export interface NamedBenchmark {
  /** As a run calls it, or the start of that: rows for arguments begin with it. */
  readonly name: string;
  /** Offset of the word that registers it. */
  readonly at: number;
  /** Characters of that word. */
  readonly length: number;
}

/** Benchmarks of one source that are looked for. */
const MOST = 500;

/** Frameworks whose macros have the same name and mean other things. */
const OTHERS = /#\s*include\s*[<"](?:folly\/Benchmark|celero\/|nonius|hayai)/u;

const MACROS =
  /\bBENCHMARK(?<kind>_F|_REGISTER_F|_CAPTURE|_NAMED_PARAM|_TEMPLATE[12]?|_TEMPLATE_F|_TEMPLATE[12]_CAPTURE)?(?=\s*\()|\bRegisterBenchmark(?=\s*\()/gu;

/** In their order. */
export function benchmarksInCpp(source: string): readonly NamedBenchmark[] {
  if (!/BENCHMARK|RegisterBenchmark/u.test(source) || OTHERS.test(source)) return [];
  const code = onlyCode(source);
  const found: NamedBenchmark[] = [];
  for (const match of code.matchAll(MACROS)) {
    if (found.length >= MOST) break;
    const open = code.indexOf('(', match.index);
    const close = closing(code, open);
    if (close === undefined) continue;
    const args = split(code, source, open + 1, close);
    const chained = chainedName(code, source, close + 1);
    const name = chained ?? nameOf(match[0], args);
    if (name !== undefined && name !== '')
      found.push({ name, at: match.index, length: match[0].length });
  }
  return found;
}

/** As the framework puts it together of the macro's words. */
function nameOf(macro: string, args: readonly string[]): string | undefined {
  const [first = '', second = '', ...rest] = args;
  switch (macro) {
    case 'BENCHMARK':
      // Of Catch2 a string; of Google Benchmark the function, whose template's commas part no words for it.
      return textOf(first) ?? (/^[A-Za-z_:]/u.test(first) ? args.join(', ') : undefined);
    case 'RegisterBenchmark':
      return textOf(first);
    case 'BENCHMARK_F':
    case 'BENCHMARK_REGISTER_F':
      return `${first}/${second}`;
    case 'BENCHMARK_CAPTURE':
    case 'BENCHMARK_NAMED_PARAM':
      return `${first}/${second}`;
    case 'BENCHMARK_TEMPLATE_F':
      return `${first}<${rest.join(', ')}>/${second}`;
    case 'BENCHMARK_TEMPLATE':
    case 'BENCHMARK_TEMPLATE1':
      return `${first}<${[second, ...rest].join(', ')}>`;
    case 'BENCHMARK_TEMPLATE2':
      return `${first}<${[second, ...rest].join(',')}>`;
    case 'BENCHMARK_TEMPLATE1_CAPTURE':
      return `${first}<${second}>/${rest[0] ?? ''}`;
    case 'BENCHMARK_TEMPLATE2_CAPTURE':
      return `${first}<${second},${rest[0] ?? ''}>/${rest[1] ?? ''}`;
    default:
      return undefined;
  }
}

/** `BENCHMARK(f)->Name("g")`: calls behind the macro may give another name. */
function chainedName(code: string, source: string, from: number): string | undefined {
  const end = code.indexOf(';', from);
  const chain = code.slice(from, end === -1 ? from : Math.min(end, from + 2000));
  const call = /->\s*Name\s*\(/u.exec(chain);
  if (call === null) return undefined;
  const open = from + call.index + call[0].length;
  const close = closing(code, open - 1);
  return close === undefined ? undefined : textOf(source.slice(open, close).trim());
}

/** What a string literal says; nothing for other words. */
function textOf(word: string): string | undefined {
  const [, text] = /^"((?:[^"\\\n]|\\.)*)"$/u.exec(word) ?? [];
  return text?.replaceAll(/\\(.)/gu, '$1');
}

/** Offset of the parenthesis that closes the one at `open`. */
function closing(code: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < Math.min(code.length, open + 5000); at += 1) {
    if (code[at] === '(') depth += 1;
    else if (code[at] === ')' && --depth === 0) return at;
  }
  return undefined;
}

/** The macro's words as the preprocessor parts them, each with single spaces. */
function split(code: string, source: string, from: number, to: number): string[] {
  const words: string[] = [];
  let depth = 0;
  let begun = from;
  for (let at = from; at <= to; at += 1) {
    const character = code[at];
    if (character === '(') depth += 1;
    if (at === to || (character === ',' && depth === 0)) {
      words.push(source.slice(begun, at).trim().replaceAll(/\s+/gu, ' '));
      begun = at + 1;
    }
    if (character === ')') depth -= 1;
  }
  return words;
}
