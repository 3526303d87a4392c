// What a call of objcopy or strip makes of which file.
import { argumentsTaken } from '../flags/clang-options.ts';
import type { ToolKind } from './tool-kind.ts';

export interface RewriteLine {
  /** As written. */
  readonly from?: string;
  /** As written; absent where the file is changed in its place. */
  readonly to?: string;
  /** More than debug information and symbol tables are changed: names, sections, the format. */
  readonly converts: boolean;
}

const OBJCOPY_VALUES =
  /^-(?:[IOBFNKGLWRj]|-(?:input-target|output-target|binary-architecture|target|remove-section|only-section))$/u;

export function rewriteLine(kind: ToolKind, words: readonly string[]): RewriteLine {
  const files: string[] = [];
  let output: string | undefined;
  let converts = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-o') output = words[(at += 1)];
    else if (!word.startsWith('-')) files.push(word);
    else {
      converts ||=
        /^-(?:I|O|B|F|N|K|G|L|W|b|i|j|R|-(?!strip|only-keep|add-gnu|preserve|enable-det|disable-det|keep|remove-s|compress|decompress))/u.test(
          word,
        );
      at += OBJCOPY_VALUES.test(word) ? 1 : argumentsTaken(word) > 0 && kind === 'strip' ? 1 : 0;
    }
  }
  const [from, to = output] = kind === 'objcopy' ? files : [files[0], output];
  return {
    converts,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
