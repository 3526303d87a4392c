// A compiler's command line, read once: each option with its values under one name, and what is no option, in their order.
import type { LinkWord } from '../model/program.ts';
import { argumentsTaken } from './clang-options.ts';

export interface Option {
  /**
   * One name where an option has several spellings: `-I` for `-Idir`, `-I dir` and `--include-directory=dir`; without its value,
   * as `-std` of `-std=c11`; with the inner compiler's own, as `-Xclang -include`. Empty for an input.
   */
  readonly name: string;
  /** What stands behind the name, joined to it or as a word of its own; of an input, the input. */
  readonly value?: string;
  /** As written: all options' words, one after the other, are the command line. */
  readonly words: readonly string[];
}

/** What a link line holds besides words: a library of the project, or objects of it. */
export type LinkPlace = Exclude<LinkWord, string>;

/** Options that are written in several ways; the value is joined to what the pattern matches, or the next word. */
const NAMES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['-I', /^(?:-I|--include-directory(?:=|$))/u],
  ['-D', /^(?:-D|--define-macro(?:=|$))/u],
  ['-U', /^(?:-U|--undefine-macro(?:=|$))/u],
  ['-isystem', /^-isystem(?!-after)/u],
  ['-iquote', /^-iquote/u],
  ['-idirafter', /^-idirafter/u],
  ['-iframework', /^-iframework(?!withsysroot)/u],
  ['-include', /^(?:-include$|--include(?:=|$))/u],
  ['-imacros', /^(?:-imacros$|--imacros(?:=|$))/u],
  ['-x', /^(?:-x(?=[a-z]|$)|--language(?:=|$))/u],
  ['-o', /^(?:-o(?!bject|rder|bjc)|--output(?:=|$))/u],
  ['-L', /^(?:-L|--library-directory(?:=|$))/u],
  ['-l', /^-l/u],
  ['-F', /^-F/u],
  ['-std', /^--?std(?:=|$)/u],
  ['--target', /^(?:-target$|--target(?:=|$))/u],
  ['-specs', /^--?specs(?:=|$)/u],
  ['--embed-dir', /^--?embed-dir(?:=|$)/u],
  ['-march', /^--?march=/u],
  ['-mcpu', /^--?mcpu=/u],
  ['-mtune', /^--?mtune=/u],
];

/** None of the above begins like these, which are the most. */
const OTHERS = /^-[fgOW]/u;

/** Options of the inner compiler that take a second -Xclang word with them. */
const INNER_TAKES_ONE = new Set([
  ...['-target-cpu', '-tune-cpu', '-target-feature', '-target-abi', '-target-linker-version'],
  ...['-include', '-include-pch', '-imacros', '-I', '-D', '-U', '-F', '-isystem', '-iquote'],
  ...['-idirafter', '-iframework', '-mllvm', '-o', '-MT', '-MQ', '-MF'],
  ...['-dependency-file', '-dependency-dot', '-module-dependency-dir', '-header-include-file'],
  ...['-diagnostic-log-file', '-serialize-diagnostic-file', '-stack-usage-file', '-dumpdir'],
  ...['-opt-record-file', '-opt-record-format', '-opt-record-passes', '-index-store-path'],
  ...['-split-dwarf-output', '-split-dwarf-file', '-as-secure-log-file', '-analyzer-dump-egraph'],
  ...['-fmodules-user-build-path', '-analyzer-output', '-load', '-plugin', '-add-plugin'],
]);

/** Options that hand the next word to the inner compiler. */
export const HANDS_IN = /^-X(?:clang|clangas|preprocessor)$/u;

/** Whether the inner compiler takes the next word with this one. */
export function takesInner(word: string): boolean {
  return INNER_TAKES_ONE.has(word) || word.startsWith('-plugin-arg-');
}

/** @param words behind the compiler's name, response files expanded. What stands behind `--` is no option. */
export function readOptions(words: readonly string[]): Option[] {
  return read(words).filter((item): item is Option => isOption(item));
}

/** The same of a link line, whose places stay among its options. */
export function readLinkLine(words: readonly LinkWord[]): (Option | LinkPlace)[] {
  return read(words);
}

export function isOption(item: Option | LinkPlace): item is Option {
  return 'words' in item;
}

export function isInput({ name }: Option): boolean {
  return name === '';
}

/** The values of an option, in their order. @param name as in `Option.name` */
export function valuesOf(options: readonly Option[], name: string): string[] {
  return options.flatMap((option) => (option.name === name ? (option.value ?? []) : []));
}

/** What a compiler's or a linker's line says that it writes. */
export function outputOf(words: readonly string[]): string | undefined {
  return valuesOf(readOptions(words), '-o').at(-1);
}

/** The words again. */
export function wordsOf(options: readonly Option[]): string[] {
  return options.flatMap(({ words }) => words);
}

/** An option and its values as one text, as a flag that was taken out is named. */
export function optionText({ words }: Pick<Option, 'words'>): string {
  return words.join(' ');
}

/** The words of such a text: a value's own spaces stay in it. */
export function wordsOfText(text: string): string[] {
  const inner = /^(-X(?:clang|clangas|preprocessor)) (\S+) (\1) (.*)$/su.exec(text);
  if (inner !== null) return inner.slice(1);
  const words: string[] = [];
  let rest = text;
  for (let left = argumentsTaken(text.split(' ', 1)[0] ?? ''); left > 0; left -= 1) {
    const at = rest.indexOf(' ');
    if (at === -1) break;
    words.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...words, rest];
}

function read(words: readonly LinkWord[]): (Option | LinkPlace)[] {
  const items: (Option | LinkPlace)[] = [];
  let onlyInputs = false;
  for (let at = 0; at < words.length;) {
    const word = words[at] ?? '';
    if (typeof word !== 'string') {
      items.push(word);
      at += 1;
      continue;
    }
    const item = onlyInputs ? inputOf(word) : optionAt(words, at, word);
    if (item.name === '--') onlyInputs = true;
    items.push(item);
    at += item.words.length;
  }
  return items;
}

function inputOf(word: string): Option {
  return { name: '', value: word, words: [word] };
}

function optionAt(line: readonly LinkWord[], at: number, word: string): Option {
  if (!word.startsWith('-') || word === '-') return inputOf(word);
  if (HANDS_IN.test(word)) return innerOption(line.slice(at, at + 4));
  const words = [word, ...strings(line.slice(at + 1, at + 1 + argumentsTaken(word)))];
  const { name, joined } = parted(word);
  const value = joined ?? words[1];
  return { name, ...(value === undefined ? {} : { value }), words };
}

function innerOption(line: readonly LinkWord[]): Option {
  const [first = '', inner, next, value] = strings(line);
  if (inner === undefined) return { name: first, words: [first] };
  const name = `${first} ${inner}`;
  return takesInner(inner) && next === first && value !== undefined
    ? { name, value, words: [first, inner, next, value] }
    : { name, words: [first, inner] };
}

/** The words before the first place. */
function strings(line: readonly LinkWord[]): string[] {
  const end = line.findIndex((word) => typeof word !== 'string');
  return line.slice(0, end === -1 ? undefined : end).filter((word) => typeof word === 'string');
}

function parted(word: string): { readonly name: string; readonly joined?: string } {
  for (const [name, pattern] of OTHERS.test(word) ? [] : NAMES) {
    const [matched] = pattern.exec(word) ?? [];
    if (matched === undefined) continue;
    return matched === word ? { name } : { name, joined: word.slice(matched.length) };
  }
  const [, name, joined] = /^(-W[alp]|[^=]+)[=,](.*)$/su.exec(word) ?? [];
  return name === undefined || joined === undefined ? { name: word } : { name, joined };
}
