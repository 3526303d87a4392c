// A user's command line, walked as clang walks it and cleaned by the table in flag-rules.ts.
import type { RemovedFlag } from '../model/program.ts';
import { argumentsTaken } from './clang-options.ts';
import { CC1_RULES, FLAG_RULES, LINKER_LTO, judgeFlag } from './flag-rules.ts';
import type { FlagPurpose } from './flag-rules.ts';

export type { FlagPurpose } from './flag-rules.ts';

export interface CleanedFlags {
  /** What stays, in the user's order; an option never loses its value. */
  readonly kept: readonly string[];
  /** What was taken out, an option and its values as one flag parted by spaces. */
  readonly removed: readonly RemovedFlag[];
  /** Arguments that are no options: sources, objects, archives. For `link` they stay in `kept` too. */
  readonly inputs: readonly string[];
  /** The value of the last `-x`, which is not kept when compiling: a unit's language says it. */
  readonly language?: string;
}

interface Piece {
  readonly words: readonly string[];
  readonly input: boolean;
}

// Options of the inner compiler that take a second -Xclang word with them.
const CC1_PAIRED = new Set([
  '-target-cpu',
  '-tune-cpu',
  '-target-feature',
  '-include-pch',
  '-include',
]);

/** Takes out of a command line, compiler and launcher already gone, what a retarget must decide itself. */
export function cleanFlags(words: readonly string[], purpose: FlagPurpose): CleanedFlags {
  const pieces = splitPieces(words);
  const kept: string[] = [];
  const removed: RemovedFlag[] = [];
  const inputs: string[] = [];
  let language: string | undefined;
  // CMake names a precompiled header's text beside it; the header itself was compiled for the user's CPU.
  const headerAsText = pieces.some((piece) => innerOption(piece) === '-include');
  for (const piece of pieces) {
    const [first = ''] = piece.words;
    if (piece.input) {
      inputs.push(first);
      if (purpose === 'link') kept.push(first);
      continue;
    }
    const named = purpose === 'link' ? undefined : languageOption(piece.words);
    if (named !== undefined) {
      language = named;
      continue;
    }
    const verdict =
      headerAsText && innerOption(piece) === '-include-pch' ? 'unsupported' : judge(piece, purpose);
    if (verdict !== 'keep') {
      removed.push({ flag: piece.words.join(' '), reason: verdict });
    } else if (first.startsWith('-Wl,')) {
      const parted = withoutLinkerLto(first);
      if (parted.kept !== undefined) kept.push(parted.kept);
      if (parted.removed !== undefined) removed.push({ flag: parted.removed, reason: 'lto' });
    } else {
      kept.push(...piece.words);
    }
  }
  return { kept, removed, inputs, ...(language === undefined ? {} : { language }) };
}

/** Options, each with its values, and what is no option, in their order. */
export function splitFlags(words: readonly string[]): (readonly string[])[] {
  return splitPieces(words).map((piece) => piece.words);
}

function splitPieces(words: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < words.length;) {
    const word = words[at] ?? '';
    if (word === '--') {
      pieces.push(...words.slice(at + 1).map((input) => ({ words: [input], input: true })));
      break;
    }
    const input = !word.startsWith('-') || word === '-';
    let length = input ? 1 : 1 + argumentsTaken(word);
    if (word === '-Xclang' && CC1_PAIRED.has(words[at + 1] ?? '') && words[at + 2] === '-Xclang') {
      length = 4;
    }
    pieces.push({ words: words.slice(at, at + length), input });
    at += length;
  }
  return pieces;
}

function judge(piece: Piece, purpose: FlagPurpose): ReturnType<typeof judgeFlag> {
  const [first = '', second = ''] = piece.words;
  if (first === '-Xclang') return judgeFlag(CC1_RULES, second, purpose);
  // A flag for one architecture only is as good or bad as the flag itself.
  if (first.startsWith('-Xarch_')) return judgeFlag(FLAG_RULES, second, purpose);
  if (first === '-Xlinker' && LINKER_LTO.test(second)) return 'lto';
  return judgeFlag(FLAG_RULES, first, purpose);
}

function innerOption(piece: Piece): string | undefined {
  return piece.words[0] === '-Xclang' ? piece.words[1] : undefined;
}

function languageOption(words: readonly string[]): string | undefined {
  const [first = '', second] = words;
  if (first === '-x' || first === '--language') return second ?? '';
  if (first.startsWith('--language=')) return first.slice('--language='.length);
  return /^-x[a-z]/u.test(first) ? first.slice(2) : undefined;
}

function withoutLinkerLto(flag: string): { kept?: string; removed?: string } {
  const words = flag.split(',').slice(1);
  const kept: string[] = [];
  const removed: string[] = [];
  words.forEach((word, at) => {
    const valueOfPlugin = /^-{1,2}plugin(?:-opt)?$/u.test(words[at - 1] ?? '');
    (LINKER_LTO.test(word) || valueOfPlugin ? removed : kept).push(word);
  });
  if (removed.length === 0) return { kept: flag };
  return {
    removed: `-Wl,${removed.join(',')}`,
    ...(kept.length === 0 ? {} : { kept: `-Wl,${kept.join(',')}` }),
  };
}
