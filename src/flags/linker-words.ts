// What a compiler's line hands to the linker as it is, `-Wl,a,b` and `-Xlinker a`: word by word, with the files and libraries in it.
import type { LinkWord } from '../model/program.ts';
import { isOption, readLinkLine } from './options.ts';
import type { Option } from './options.ts';
import { LINKER_WRITES_NEXT } from './written-files.ts';

/** Options of the linker, as it reads them, whose value is a word of its own. */
const TAKES_VALUE =
  /^-(?:[TezmhuyYAbcfFGILOR]|-?(?:library-path|soname|rpath|rpath-link|dynamic-linker|script|default-script|version-script|entry|defsym|section-start|init|fini|Map|dynamic-list|export-dynamic-symbol|export-dynamic-symbol-list|sysroot|undefined|require-defined|wrap|plugin|plugin-opt|format|oformat|just-symbols|retain-symbols-file|exclude-libs|auxiliary|filter|trace-symbol|assert|audit|depaudit|dependency-file|out-implib|hash-style|sort-section|output|Ttext|Tdata|Tbss|Ttext-segment|Trodata-segment))$|^-o$/u;

/** What it searches for, by its own name: `-lNAME`, with the name behind it or joined to it. */
const LIBRARY = /^(?:-l|--library=?)(.*)$/u;

/** One thing that the linker is told. */
export interface LinkerPart {
  /** An option with its value, or one word; the value alone where its option stands in an earlier piece of the line. */
  readonly words: readonly string[];
  /** That option: `-Xlinker -soname -Xlinker libx.so` is an option and its value. */
  readonly of?: string;
  /** As a driver takes the same where it is an input: a file, or `-lNAME`; absent for options and their values. */
  readonly named?: string;
  /** As a driver takes the same in any case. */
  readonly handedOn: string;
}

/** Whether the linker takes the next word with this one. */
export function takesLinkerValue(word: string): boolean {
  return TAKES_VALUE.test(word) || LINKER_WRITES_NEXT.test(word);
}

/**
 * What each of a line's options, in their order, hands on; nothing for most.
 * @param options of the whole line: an option of the linker and its value may stand in two of them
 */
export function linkerParts(options: readonly Pick<Option, 'words'>[]): LinkerPart[][] {
  let owing: string | undefined;
  return options.map((option) => {
    const words = handedOnBy(option.words);
    const parts: LinkerPart[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] ?? '';
      if (owing !== undefined) {
        parts.push({ ...part([word]), of: owing });
        owing = undefined;
        continue;
      }
      const named = nameOf(word, words[at + 1]);
      const withNext = takesLinkerValue(word) || (named !== undefined && isLibraryAlone(word));
      if (withNext && at + 1 >= words.length) owing = word;
      const all = words.slice(at, at + (withNext ? 2 : 1));
      parts.push(part(all, named));
      at += all.length - 1;
    }
    return parts;
  });
}

/** A link line's options as the linker reads them, each with its value, wherever on the line that stands. */
export function linkerOptions(words: readonly LinkWord[]): (readonly string[])[] {
  const options = readLinkLine(words).filter(isOption);
  const told: string[][] = [];
  for (const { words: read, of } of linkerParts(options).flat()) {
    if (of === undefined) told.push([...read]);
    else told.at(-1)?.push(...read);
  }
  return told;
}

function handedOnBy(words: readonly string[]): readonly string[] {
  const [first = '', value] = words;
  if (first.startsWith('-Wl,')) return first.slice('-Wl,'.length).split(',');
  if (first.startsWith('--for-linker=')) return [first.slice('--for-linker='.length)];
  const isAsIs = first === '-Xlinker' || first === '--for-linker';
  return isAsIs && value !== undefined ? [value] : [];
}

function part(words: readonly string[], named?: string): LinkerPart {
  return {
    words,
    ...(named === undefined ? {} : { named }),
    handedOn: `-Wl,${words.join(',')}`,
  };
}

function nameOf(word: string, next: string | undefined): string | undefined {
  if (word === '' || word.startsWith('@')) return undefined;
  if (!word.startsWith('-')) return word;
  if (/^--library-path/u.test(word)) return undefined;
  const [, joined] = LIBRARY.exec(word) ?? [];
  const name = joined === '' ? next : joined;
  return name === undefined ? undefined : `-l${name}`;
}

function isLibraryAlone(word: string): boolean {
  return word === '-l' || word === '--library';
}
