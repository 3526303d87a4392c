// What compilers of other languages make: objects that are linked as they are, and executables that are linked with their library.
import { basename, dirname, extname, join } from 'node:path';
import { readOptions } from '../../flags/options.ts';
import type { BuildState } from './build-state.ts';
import { driverLine, isDriverInput } from '../../flags/driver-line.ts';
import { takeLink } from './link-steps.ts';
import { takeRust } from './rust-steps.ts';
import type { ToolCall } from '../../flags/tools.ts';
import { assembledBy, compiledBy, linkedBy } from './messages/program.ts';

export function takeForeign(state: BuildState, call: ToolCall): void {
  if (call.name === 'rustc') takeRust(state, call);
  else if (/asm$/u.test(call.name)) assemble(state, call);
  else if (/^(?:gfortran|flang)/u.test(call.name)) fortran(state, call);
  else device(state, call);
}

/** nasm and yasm: one source, one object. */
function assemble(state: BuildState, { name, words }: ToolCall): void {
  let source: string | undefined;
  let output: string | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-o') output = words[(at += 1)];
    else if (/^-o./u.test(word)) output = word.slice(2);
    else if (/^-(?:[fIiPpDdUuXFgsZElL]|M[FTQ])$/u.test(word) && takesValue(word, words[at + 1]))
      at += 1;
    else if (!word.startsWith('-')) source = word;
  }
  const written = output ?? (source === undefined ? undefined : assembledFrom(source, name));
  if (written !== undefined) state.putOpaque(state.at(written), assembledBy(name));
}

/** What it writes where nobody says: nasm beside the source, yasm where it runs. */
function assembledFrom(source: string, name: string): string {
  return name === 'nasm' ? join(dirname(source), objectOf(source)) : objectOf(source);
}

/** -g, -s and -E stand alone with some of these assemblers. */
function takesValue(option: string, next: string | undefined): boolean {
  return !/^-[gsE]$/u.test(option) || (next !== undefined && /^[a-z]+\d*$/u.test(next));
}

/** gfortran links like any compiler driver, with the libraries of its language behind the rest; those of flang are its own. */
function fortran(state: BuildState, { name, words }: ToolCall): void {
  const joined = words.map((word, at) => (words[at - 1] === '-J' ? `-J${word}` : word));
  const line = driverLine(joined.filter((word) => word !== '-J'));
  if (line.mode === 'probe' || line.mode === 'preprocess') return;
  if (line.mode === 'link' && /^flang/u.test(name)) {
    state.putOpaque(state.at(line.output ?? 'a.out'), linkedBy(name), { linked: true });
    return;
  }
  if (line.mode !== 'link') {
    for (const { path } of line.inputs) {
      const written = line.output ?? objectOf(path, line.mode === 'assembly' ? '.s' : '.o');
      state.putOpaque(state.at(written), compiledBy(name));
    }
    return;
  }
  // What says how its sources are read; clang is asked about -f flags.
  const own = (piece: (typeof line.pieces)[number]): boolean =>
    !isDriverInput(piece) &&
    /^-(?:J|static-lib(?:gfortran|quadmath)|(?:no)?cpp$|std=(?:f\d|gnu$|legacy$))/u.test(
      piece.words[0] ?? '',
    );
  const pieces = line.pieces.filter((piece) => !own(piece));
  takeLink(state, { ...line, pieces: [...pieces, ...readOptions(['-lgfortran', '-lm'])] }, 'c');
}

const DEVICE_SOURCE = /\.(?:cu|hip|c|cc|cpp|cxx|C|ptx)$/u;

/** nvcc and hipcc: what they link is bound by steps of their own, which clang does not take. */
function device(state: BuildState, { name, words }: ToolCall): void {
  if (words.some((word) => /^-(?:-?version|V|-?help|E|M{1,2}|-?dryrun)$/u.test(word))) return;
  const at = words.findIndex((word) => /^(?:-o|--output-file)$/u.test(word));
  const joined = words.flatMap(
    (word) => /^(?:--output-file=|-o(?=[^-]))(.+)$/u.exec(word)?.[1] ?? [],
  );
  const output = at === -1 ? joined[0] : words[at + 1];
  const compiles = words.some((word) =>
    /^(?:-c|-dc|-dw|-S|-ptx|-cubin|-fatbin|--(?:compile|device-c|device-w|ptx|cubin|fatbin))$/u.test(
      word,
    ),
  );
  if (compiles) {
    const sources = words.filter((word) => !word.startsWith('-') && DEVICE_SOURCE.test(word));
    const written = output === undefined ? sources.map((source) => objectOf(source)) : [output];
    for (const path of written) state.putOpaque(state.at(path), compiledBy(name));
    return;
  }
  const isWhole = !words.some((word) => /^(?:-dlink|--device-link|-lib|--lib)$/u.test(word));
  state.putOpaque(state.at(output ?? 'a.out'), linkedBy(name), isWhole ? { linked: true } : {});
}

function objectOf(source: string, extension = '.o'): string {
  return `${basename(source, extname(source))}${extension}`;
}
