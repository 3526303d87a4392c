// A user's command line, read as clang reads it and cleaned by the table in flag-rules.ts.
import type { LinkWord, RemovedFlag } from '../model/program.ts';
import { CC1_RULES, FLAG_RULES, LINKER_LTO, judgeFlag } from './flag-rules.ts';
import type { FlagPurpose } from './flag-rules.ts';
import { isInput, isOption, optionText, readLinkLine } from './options.ts';
import type { Option } from './options.ts';

export type { FlagPurpose } from './flag-rules.ts';

export interface CleanedFlags<Word extends LinkWord = string> {
  /** What stays, in the user's order; an option never loses its value. */
  readonly kept: readonly Word[];
  /** What was taken out, an option and its values as one flag parted by spaces. */
  readonly removed: readonly RemovedFlag[];
  /** Arguments that are no options: sources, objects, archives. For `link` they stay in `kept` too. */
  readonly inputs: readonly string[];
  /** The value of the last `-x`, which is not kept when compiling: a unit's language says it. */
  readonly language?: string;
}

/** Takes out of a command line, compiler and launcher already gone, what a retarget must decide itself. */
export function cleanFlags(words: readonly string[], purpose: FlagPurpose): CleanedFlags {
  const cleaned = clean(words, purpose);
  return { ...cleaned, kept: cleaned.kept.filter((word) => typeof word === 'string') };
}

/** The same of a link line, whose places stay where they are. */
export function cleanLinkLine(words: readonly LinkWord[]): CleanedFlags<LinkWord> {
  return clean(words, 'link');
}

function clean(words: readonly LinkWord[], purpose: FlagPurpose): CleanedFlags<LinkWord> {
  const items = readLinkLine(words);
  const kept: LinkWord[] = [];
  const removed: RemovedFlag[] = [];
  const inputs: string[] = [];
  let language: string | undefined;
  // CMake names a precompiled header's text beside it; the header itself was compiled for the user's CPU.
  const headerAsText = items.some((item) => isOption(item) && item.name === '-Xclang -include');
  for (const item of items) {
    if (!isOption(item)) {
      kept.push(item);
      continue;
    }
    const { name, value = '' } = item;
    if (name === '--') continue;
    if (isInput(item)) {
      inputs.push(value);
      if (purpose === 'link') kept.push(value);
      continue;
    }
    if (name === '-x' && purpose !== 'link') {
      language = value;
      continue;
    }
    const isOther = headerAsText && name === '-Xclang -include-pch';
    const verdict = isOther ? 'unsupported' : judge(item, purpose);
    if (verdict !== 'keep') {
      removed.push({ flag: optionText(item), reason: verdict });
    } else if (name === '-Wl') {
      const parted = withoutLinkerLto(value);
      if (parted.kept !== undefined) kept.push(parted.kept);
      if (parted.removed !== undefined) removed.push({ flag: parted.removed, reason: 'lto' });
    } else {
      kept.push(...item.words);
    }
  }
  return { kept, removed, inputs, ...(language === undefined ? {} : { language }) };
}

function judge({ words }: Option, purpose: FlagPurpose): ReturnType<typeof judgeFlag> {
  const [first = '', second = ''] = words;
  if (first === '-Xclang') return judgeFlag(CC1_RULES, second, purpose);
  // A flag for one architecture only is as good or bad as the flag itself.
  if (first.startsWith('-Xarch_')) return judgeFlag(FLAG_RULES, second, purpose);
  if (first === '-Xlinker' && LINKER_LTO.test(second)) return 'lto';
  return judgeFlag(FLAG_RULES, first, purpose);
}

function withoutLinkerLto(list: string): { kept?: string; removed?: string } {
  const words = list.split(',');
  const kept: string[] = [];
  const removed: string[] = [];
  words.forEach((word, at) => {
    const valueOfPlugin = /^-{1,2}plugin(?:-opt)?$/u.test(words[at - 1] ?? '');
    (LINKER_LTO.test(word) || valueOfPlugin ? removed : kept).push(word);
  });
  return {
    ...(removed.length === 0 ? {} : { removed: `-Wl,${removed.join(',')}` }),
    ...(kept.length === 0 ? {} : { kept: `-Wl,${kept.join(',')}` }),
  };
}
