// Words in lists that a driver hands on: -Wl,a,b to the linker, -Wa,a,b to the assembler, -Wp,a,b to the inner compiler. Each is
// judged by itself, with the value that it takes; what is left stays in its place.
import type { RemovedFlag } from '../model/program.ts';
import { CC1_RULES, judgeFlag, LINKER_RULES } from './flag-rules.ts';
import { linkerParts } from './linker-words.ts';
import { takesInner } from './options.ts';
import type { Option } from './options.ts';
import { ASSEMBLER_WRITES } from './written-files.ts';

export interface Parted {
  /** Words of the command line. */
  readonly kept: readonly string[];
  readonly removed: readonly RemovedFlag[];
}

type Verdict = RemovedFlag['reason'] | 'keep';

/** A word, or an option and its value, with what becomes of it. */
interface Judged {
  readonly words: readonly string[];
  readonly verdict: Verdict;
}

/**
 * What the linker is told by each of a line's options, without what a retarget cannot keep.
 * @returns nothing for those that tell it nothing
 */
export function partedForLinker(options: readonly Option[]): (Parted | undefined)[] {
  return linkerParts(options).map((parts, at) => {
    const option = options[at];
    if (option === undefined || parts.length === 0) return undefined;
    return parted(
      option,
      parts.map(({ words, of }) => ({
        words,
        verdict: judgeFlag(LINKER_RULES, of ?? words[0] ?? '', 'link'),
      })),
    );
  });
}

/** The same of what the assembler or the preprocessor is told; nothing for an option that tells them nothing. */
export function partedForTools(option: Option): Parted | undefined {
  const [first = '', second] = option.words;
  if (first === '-Xassembler') return parted(option, assembled([second ?? '']));
  const [, tool, list = ''] = /^-W([ap]),(.*)$/su.exec(first) ?? [];
  if (tool === undefined) return undefined;
  const words = list.split(',');
  return parted(option, tool === 'a' ? assembled(words) : preprocessed(words));
}

function assembled(words: readonly string[]): Judged[] {
  const isDependencies = (word = ''): boolean => word === '--MD' || word === '-o';
  return words.map((word, at) => ({
    words: [word],
    verdict: ASSEMBLER_WRITES.test(word) || isDependencies(words[at - 1]) ? 'output' : 'keep',
  }));
}

/** For the driver, -MD and -MMD take a file here. */
const DEPENDENCIES = /^-MM?D$/u;

function preprocessed(words: readonly string[]): Judged[] {
  const judged: Judged[] = [];
  for (let at = 0; at < words.length;) {
    const word = words[at] ?? '';
    const taken = words.slice(at, at + (takesInner(word) || DEPENDENCIES.test(word) ? 2 : 1));
    const isDependency = /^-M/u.test(word);
    const verdict = isDependency ? 'dependency-file' : judgeFlag(CC1_RULES, word, 'compile');
    judged.push({ words: taken, verdict });
    at += taken.length;
  }
  return judged;
}

function parted({ words }: Option, judged: readonly Judged[]): Parted {
  const out = judged.filter(({ verdict }) => verdict !== 'keep');
  if (out.length === 0) return { kept: words, removed: [] };
  const [first = ''] = words;
  const [prefix] = /^-W[lap],|^--for-linker=/u.exec(first) ?? [];
  const kept = judged.filter(({ verdict }) => verdict === 'keep').flatMap((each) => each.words);
  const removed = out.map(({ words: parts, verdict }): RemovedFlag => {
    const flag = prefix === undefined ? words.join(' ') : `${prefix}${parts.join(',')}`;
    return { flag, reason: verdict === 'keep' ? 'output' : verdict };
  });
  if (prefix === undefined) return { kept: [], removed };
  return { kept: kept.length === 0 ? [] : [`${prefix}${kept.join(',')}`], removed };
}
