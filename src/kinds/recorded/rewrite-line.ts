// What a call of objcopy or strip makes of which files.
import type { ToolKind } from '../../flags/tools.ts';

export interface Rewrite {
  /** As written. */
  readonly from: string;
  /** As written; absent where the file is changed in its place. */
  readonly to?: string;
}

export interface RewriteLine {
  readonly files: readonly Rewrite[];
  /**
   * What is another than before: `debug` is what no link looks at, `symbols` are the names by which objects are linked, and
   * by which nothing is that was linked already; `more` are sections and the format.
   */
  readonly changes: 'debug' | 'symbols' | 'more';
}

/** Options of both whose value is a word of its own; each long one may have it behind an equals sign as well. */
const TAKES_VALUE =
  /^-(?:[IOBFNKGLWRjb]|-(?:input-target|output-target|target|binary-architecture|only-section|remove-section|keep-section|remove-relocations|(?:strip|keep|localize|globalize|keep-global|weaken|strip-unneeded)-symbols?|redefine-syms?|rename-section|(?:add|update|dump)-section|set-section-(?:flags|alignment)|prefix-(?:symbols|sections|alloc-sections)|remove-(?:symbol|section)-prefix|add-symbol|add-gnu-debuglink|(?:change|adjust)-(?:start|addresses|vma|section-(?:address|lma|vma))|set-start|gap-fill|pad-to|srec-len|alt-machine-code|byte|interleave-width|reverse-bytes|split-dwo|heap|stack|subsystem|image-base|file-alignment|section-alignment|new-symbol-visibility|elf-stt-common|long-section-names|verilog-data-width))$/u;

const OF_SYMBOLS =
  /^-(?:[NKGLW]|-(?:strip|keep|localize|globalize|keep-global|weaken|strip-unneeded)-symbols?|-weaken|-localize-hidden|-redefine-syms?|-prefix-symbols|-remove-symbol-prefix|-add-symbol|-extract-symbol|-new-symbol-visibility)$/u;

const OF_DEBUG =
  /^-(?:[gSdxXspDUMvwV]|-(?:strip-(?:debug|unneeded|all|dwo)|only-keep-debug|discard-(?:all|locals)|add-gnu-debuglink|dump-section|keep-(?:section|file-symbols|section-symbols)|preserve-dates|(?:enable|disable)-deterministic-archives|(?:no-)?merge-notes|(?:de)?compress-debug-sections|wildcard|verbose|version|info|help|o|output-file))$/u;

const REMOVES = /^-(?:R|-remove-section)$/u;
/** Sections that no link, and no program, looks at. */
const OF_NO_USE = /^!?\.(?:z?debug|comment|note|stab|gnu\.lto_|gnu_debug|gdb_index|GCC\.)/u;

export function rewriteLine(kind: ToolKind, words: readonly string[]): RewriteLine {
  const paths: string[] = [];
  let output: string | undefined;
  let changes: RewriteLine['changes'] = 'debug';
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (kind === 'strip' && word === '-o') output = words[(at += 1)];
    else if (!word.startsWith('-')) paths.push(word);
    else {
      const { option, joined } = parted(word);
      const value = joined ?? (TAKES_VALUE.test(option) ? words[(at += 1)] : undefined);
      const change = changeOf(kind, option, value);
      if (change === 'more' || changes === 'debug') changes = change;
    }
  }
  return { changes, files: kind === 'objcopy' ? copied(paths) : stripped(paths, output) };
}

/** `--redefine-sym=a=b` and `-Ra`. */
function parted(word: string): { readonly option: string; readonly joined?: string } {
  const [, long, value] = /^(--[^=]+)=(.*)$/su.exec(word) ?? [];
  if (long !== undefined && value !== undefined) return { option: long, joined: value };
  const short = word.slice(0, 2);
  return !word.startsWith('--') && word.length > 2 && TAKES_VALUE.test(short)
    ? { option: short, joined: word.slice(2) }
    : { option: word };
}

function changeOf(kind: ToolKind, option: string, value = ''): RewriteLine['changes'] {
  if (OF_SYMBOLS.test(option)) return 'symbols';
  if (OF_DEBUG.test(option) || (REMOVES.test(option) && OF_NO_USE.test(value))) return 'debug';
  // In which format strip reads and writes is that of the file.
  if (kind === 'strip' && !REMOVES.test(option)) return 'debug';
  return 'more';
}

function copied([from, to]: readonly string[]): readonly Rewrite[] {
  return from === undefined ? [] : [{ from, ...(to === undefined ? {} : { to }) }];
}

function stripped(paths: readonly string[], to: string | undefined): readonly Rewrite[] {
  return paths.map((from) => ({ from, ...(to === undefined ? {} : { to }) }));
}
