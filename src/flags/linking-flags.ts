// Which flags of a compile act on the link too, where one line of the driver does both: `clang -fsanitize=address x.c -o x`.
import type { Unit } from '../model/program.ts';
import { cleanFlags } from './flags.ts';
import { optionText, readOptions, wordsOf, wordsOfText } from './options.ts';
import type { Option } from './options.ts';

/** Of the -f options, those by which the driver links other files or tells the linker more; every other is the compiler's alone. */
const ACTING_F = new RegExp(
  `^-f(?:no-)?(?:${[
    '(?:fast-math|unsafe-math-optimizations|fp-model=.*)',
    '(?:openmp(?:[=-].*)?|offload.*|openacc|sycl.*|hip-.*|gpu-.*)',
    '(?:sanitize(?:[=-].*)?|xray-.*|split-stack|memory-profile(?:=.*)?)',
    '(?:(?:cs-)?profile-(?:instr-)?generate.*|profile-arcs|create-profile(?:=.*)?)',
    '(?:use-ld=.*|rtlib-.*|experimental-library|gnu-runtime|objc-.*|autolink|auto-import|link-.*)',
  ].join('|')})$`,
  'u',
);

/** Options that are read before there is an object: of the preprocessor, the front end and the optimiser. */
const COMPILES_ONLY = [
  /^-(?:[DUIAPCH]|CC$|E$|g|w$|i(?!sysroot)|pipe$|pedantic|ansi$|trigraphs$|undef$|nostdinc|traditional)/u,
  /^-O(?!fast$)/u,
  // Warnings, and words for the assembler and the preprocessor; `-Wl,` is the linker's.
  /^-W(?!l,)/u,
  /^--?std(?:=|$)/u,
  /^-{2}(?:include|imacros|define-macro|undefine-macro|language|warn-|optimize|debug|pedantic)/u,
  /^-(?:x|Xclang|Xassembler|Xpreprocessor|Xanalyzer|Xparser|mllvm|mmlir|cxx-isystem)/u,
];

/** The words of a line that reach its link, in their order. @param words of a compile, without its compiler */
export function linkingFlags(words: readonly string[]): string[] {
  return wordsOf(linkingOptions(words));
}

function linkingOptions(words: readonly string[]): Option[] {
  return readOptions(cleanFlags(words, 'link').kept).filter(({ words: [first = ''] }) =>
    acts(first),
  );
}

/** What all of these units' own lines bring to the link of one driver's line, as the first of them has it. */
export function sharedLinkingFlags(units: readonly Unit[]): string[] {
  const [first = [], ...others] = units
    .filter(({ language }) => language !== 'object')
    .map((unit) => linkingOptions(ownWords(unit)));
  const known = others.map((options) => new Set(options.map(optionText)));
  return wordsOf(first.filter((option) => known.every((each) => each.has(optionText(option)))));
}

/** A unit's own words, with those that were taken out because a compile alone does nothing with them. */
function ownWords({ flags, removed }: Unit): string[] {
  const linkers = removed.filter(({ reason }) => reason === 'action');
  return [...flags, ...linkers.flatMap(({ flag }) => wordsOfText(flag))];
}

function acts(option: string): boolean {
  if (!option.startsWith('-') || option === '-') return false;
  if (option.startsWith('-f')) return ACTING_F.test(option);
  return !COMPILES_ONLY.some((pattern) => pattern.test(option));
}
