// A user's command line, read as clang reads it and cleaned by the table in flag-rules.ts.
import type { LinkWord, RemovedFlag } from '../model/program.ts';
import { CC1_RULES, FLAG_RULES, LLVM_RULES, judgeFlag } from './flag-rules.ts';
import type { FlagPurpose } from './flag-rules.ts';
import { partedForLinker, partedForTools } from './handed-on.ts';
import { HANDS_IN, isInput, isOption, optionText, readLinkLine } from './options.ts';
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
  const items = readLinkLine(words.flatMap(apart));
  const linker = purpose === 'link' ? partedForLinker(items.filter(isOption)) : [];
  const kept: LinkWord[] = [];
  const removed: RemovedFlag[] = [];
  const inputs: string[] = [];
  let language: string | undefined;
  // CMake names a precompiled header's text beside it; the header itself was compiled for the user's CPU.
  const headerAsText = items.some((item) => isOption(item) && item.name === '-Xclang -include');
  let options = 0;
  for (const item of items) {
    if (!isOption(item)) {
      kept.push(item);
      continue;
    }
    const told = linker[options++];
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
      continue;
    }
    const parted = told ?? partedForTools(item);
    kept.push(...(parted?.kept ?? item.words));
    removed.push(...(parted?.removed ?? []));
  }
  return { kept, removed, inputs, ...(language === undefined ? {} : { language }) };
}

/** `-Xclang=word` and `-mllvm=word` as two words, which is how they are told apart. */
function apart(word: LinkWord): readonly LinkWord[] {
  const [, option, value] =
    typeof word === 'string' ? (/^(-Xclang|-Xclangas|-mllvm)=(.*)$/su.exec(word) ?? []) : [];
  return option === undefined || value === undefined ? [word] : [option, value];
}

function judge({ words, value = '' }: Option, purpose: FlagPurpose): ReturnType<typeof judgeFlag> {
  const [first = '', second = ''] = words;
  if (HANDS_IN.test(first)) {
    if (second === '-mllvm') return judgeFlag(LLVM_RULES, value, purpose);
    return judgeFlag(CC1_RULES, second, purpose);
  }
  if (first === '-mllvm') return judgeFlag(LLVM_RULES, second, purpose);
  // A flag for one architecture only is as good or bad as the flag itself.
  if (/^-Xarch_/u.test(first)) return judgeFlag(FLAG_RULES, second, purpose);
  return judgeFlag(FLAG_RULES, first, purpose);
}
