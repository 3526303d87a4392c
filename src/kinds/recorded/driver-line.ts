// A compiler's command line in its parts: what goes in and in which language, what comes out, what is done.
import { argumentsTaken } from '../../flags/clang-options.ts';
import { LinkerWords } from '../../flags/linker-words.ts';

export interface DriverInput {
  /** As written. */
  readonly path: string;
  /** The last `-x` before it, unless that was `none`. */
  readonly language?: string;
}

export interface DriverLine {
  /** `probe` makes no file of a program: `--version`, `-M`, `-fsyntax-only`. */
  readonly mode: 'compile' | 'assembly' | 'preprocess' | 'link' | 'probe';
  /** As written; absent where the driver names it. */
  readonly output?: string;
  readonly inputs: readonly DriverInput[];
  /** Everything but inputs, `-x` and the output, each option with its values as one piece, in their order. */
  readonly options: readonly (readonly string[])[];
  /** Inputs and options as they stood, without `-x` and the output: what a link line is made of. */
  readonly pieces: readonly (DriverInput | readonly string[])[];
  readonly shared: boolean;
  readonly relocatable: boolean;
}

const PROBE =
  /^(?:-M|-MM|-###|-fsyntax-only|--?version|--help|--target-help|-dump(?:version|machine|specs|fullversion)|-?-print-.*|-cc1|-cc1as|-dM)$/u;

/** @param words behind the compiler's name, response files expanded. */
export function driverLine(words: readonly string[]): DriverLine {
  const pieces: (DriverInput | readonly string[])[] = [];
  let language: string | undefined;
  let output: string | undefined;
  let mode: DriverLine['mode'] = 'link';
  for (let at = 0; at < words.length;) {
    const word = words[at] ?? '';
    if (word === '--') {
      at += 1;
      continue;
    }
    if (!word.startsWith('-') || word === '-') {
      pieces.push({ path: word, ...(language === undefined ? {} : { language }) });
      at += 1;
      continue;
    }
    const piece = words.slice(at, at + 1 + argumentsTaken(word));
    at += piece.length;
    const [, value = ''] = piece;
    if (word === '-x' || word === '--language') language = named(value);
    else if (/^-x[a-z]/u.test(word)) language = named(word.slice(2));
    else if (word.startsWith('--language=')) language = named(word.slice('--language='.length));
    else if (word === '-o' || word === '--output') output = value;
    else if (word.startsWith('--output=')) output = word.slice('--output='.length);
    else if (/^-o(?!bject|rder|bjc)./u.test(word)) output = word.slice(2);
    else {
      mode = modeOf(word, mode);
      pieces.push(piece);
    }
  }
  const options = pieces.flatMap((piece) => (isInput(piece) ? [] : [piece]));
  const inputs = pieces.filter(isInput);
  const has = (pattern: RegExp): boolean => options.some(([first = '']) => pattern.test(first));
  const linker = new LinkerWords();
  const parts = options.flatMap((piece) => linker.partsOf(piece));
  // `-shared -o libx.so -Wl,--whole-archive -ly`: what the linker is told to take may be all there is.
  const takesLibrary = has(/^-l/u) || parts.some((part) => part.named !== undefined);
  const isLink = mode === 'link' && output !== undefined && takesLibrary;
  return {
    mode: inputs.length === 0 && !isLink ? 'probe' : mode,
    ...(output === undefined ? {} : { output }),
    inputs,
    options,
    pieces,
    shared: has(/^-(?:shared|dynamiclib|bundle)$/u),
    relocatable:
      has(/^-r$/u) ||
      parts.some(({ words: [first = ''] }) => /^-(?:r|i|-?relocatable)$/u.test(first)),
  };
}

export function isInput(piece: DriverInput | readonly string[]): piece is DriverInput {
  return 'path' in piece;
}

// A driver stops at the earliest step that some option names.
const ORDER: readonly DriverLine['mode'][] = ['probe', 'preprocess', 'assembly', 'compile', 'link'];

function modeOf(option: string, soFar: DriverLine['mode']): DriverLine['mode'] {
  const said: DriverLine['mode'] = PROBE.test(option)
    ? 'probe'
    : option === '-E'
      ? 'preprocess'
      : option === '-S'
        ? 'assembly'
        : option === '-c'
          ? 'compile'
          : 'link';
  return ORDER.indexOf(said) < ORDER.indexOf(soFar) ? said : soFar;
}

function named(language: string): string | undefined {
  return language === 'none' || language === '' ? undefined : language;
}
