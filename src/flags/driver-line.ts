// A compiler's command line in its parts: what goes in and in which language, what comes out, what is done.
import { linkerParts } from './linker-words.ts';
import { isInput, readOptions } from './options.ts';
import type { Option } from './options.ts';

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
  /** Everything but inputs, `-x` and the output, in their order. */
  readonly options: readonly Option[];
  /** Inputs and options as they stood, without `-x` and the output: what a link line is made of. */
  readonly pieces: readonly (DriverInput | Option)[];
  readonly shared: boolean;
  readonly relocatable: boolean;
}

const PROBE =
  /^(?:-M|-MM|-###|-fsyntax-only|--?version|--help|--target-help|-dump(?:version|machine|specs|fullversion)|-?-print-.*|-cc1|-cc1as|-dM)$/u;

/** @param words behind the compiler's name, response files expanded. */
export function driverLine(words: readonly string[]): DriverLine {
  const pieces: (DriverInput | Option)[] = [];
  let language: string | undefined;
  let output: string | undefined;
  let mode: DriverLine['mode'] = 'link';
  for (const option of readOptions(words)) {
    const { name, value = '' } = option;
    if (isInput(option))
      pieces.push({ path: value, ...(language === undefined ? {} : { language }) });
    else if (name === '-x') language = value === 'none' || value === '' ? undefined : value;
    else if (name === '-o') output = value;
    else if (name !== '--') {
      mode = modeOf(option.words[0] ?? '', mode);
      pieces.push(option);
    }
  }
  const inputs = pieces.filter(isDriverInput);
  const options = pieces.filter((piece): piece is Option => !isDriverInput(piece));
  const has = (pattern: RegExp): boolean =>
    options.some(({ words: [first = ''] }) => pattern.test(first));
  const parts = linkerParts(options).flat();
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

export function isDriverInput(piece: DriverInput | Option): piece is DriverInput {
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
