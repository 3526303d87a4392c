// Files that sources ask for (`__has_include`, `__has_embed`): whether one is there decides what is compiled, and no compiler
// lists those that are not. On the safe side: rather a name too many, which costs a look at the disk.
import { dirname, resolve } from 'node:path';
import { readOptions, valuesOf } from '../flags/options.ts';
import type { Unit } from '../model/program.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { includePath } from '../toolchain/include-path.ts';
import type { SourceDirectives } from './source-directives.ts';

interface Name {
  readonly name: string;
  readonly quoted: boolean;
  /** In a macro's definition: it is asked in whichever file uses the macro. */
  readonly elsewhere: boolean;
}

/** Macros between a name and the question whether it is there. */
interface Macros {
  /** Those that ask for what they are handed: `#define HAS(x) __has_include(x)`. */
  readonly asking: Set<string>;
  /** Those that are asked for: `__has_include(CONFIG)`. */
  readonly named: Set<string>;
}

interface Asked {
  readonly names: readonly Name[];
  readonly macros: Macros;
}

interface Found {
  readonly file: string;
  readonly names: readonly Name[];
}

const NOTHING: Asked = { names: [], macros: { asking: new Set(), named: new Set() } };

/** Places beyond which names that only macros ask for are left out. */
const MOST_BY_MACRO = 2000;

const DEFINITION = /^\s*#\s*define\s+(?<macro>\w+)(?:\((?<parameters>[^)]*)\))?(?<body>.*)$/u;
const LITERAL = /__has_(?:include|embed)\w*\s*\(\s*(?<name><[^>\n]+>|"[^"\n]+")/gu;
const BY_MACRO = /__has_(?:include|embed)\w*\s*(?:\(\s*[A-Za-z_]|$)/u;
const ASKING_WORD = /^__has_(?:include|embed)/u;
/** Looks ahead, since one call can stand within another. */
const CALL = /\b(?<callee>[A-Za-z_]\w*)\s*(?=\((?<handed>(?:[^()]|\([^()]*\))*)\))/gu;
const WORD = /\b[A-Za-z_]\w*/gu;
/** As headers are called; an absolute path counts only where it is asked for itself. */
const HEADER_NAME = /<(?!\/)[\w./+-]+>|"(?!\/)[\w./+-]+"/gu;

export class AskedNames {
  readonly #toolchain: Toolchain;
  readonly #signal: AbortSignal;
  readonly #asked = new Map<string, Promise<Asked>>();
  readonly #directives: SourceDirectives;

  constructor(toolchain: Toolchain, directives: SourceDirectives, signal: AbortSignal) {
    this.#toolchain = toolchain;
    this.#directives = directives;
    this.#signal = signal;
  }

  /**
   * Absolute paths at which the names could be that a unit asks for, there or not. Where clang does not tell its include path,
   * those beside the files alone; where macros ask for more places than can be looked at in each build, those alone that
   * are asked for by name. A header that comes at another place is then not noticed: better than never to find a result again.
   * @param files that its compile read
   * @throws {FailureError} toolchain-broken.
   */
  async placesFor(unit: Unit, files: readonly string[]): Promise<readonly string[]> {
    const found: Found[] = [];
    const asking = new Set<string>();
    const named = new Set<string>();
    // One after the other: thousands of files would be open at once.
    for (const file of files) {
      const asked = await this.#askedBy(file);
      for (const macro of asked.macros.asking) asking.add(macro);
      for (const macro of asked.macros.named) named.add(macro);
      if (asked.names.length > 0) found.push({ file, names: asked.names });
    }
    const byMacro =
      asking.size + named.size === 0 ? [] : await this.#byMacro(unit, files, { asking, named });
    if (found.length + byMacro.length === 0) return [];
    const path = await includePath(
      this.#toolchain,
      { ...unit, language: unit.language === 'c++' ? 'c++' : 'c' },
      this.#signal,
    );
    const searched = [...(path ?? []), ...embedFolders(unit)];
    const everywhere = [...new Set(files.map(dirname))];
    const places = placesOf(found, searched, everywhere);
    const more = placesOf(byMacro, searched, everywhere);
    return more.size > MOST_BY_MACRO ? [...places] : [...new Set([...places, ...more])];
  }

  /** What macros ask for: the names on the lines that use them, and in the definitions of what they are handed. */
  async #byMacro(unit: Unit, files: readonly string[], macros: Macros): Promise<Found[]> {
    const texts = [{ file: unit.source, text: definitionsOf(unit.flags) }];
    for (const file of files) texts.push({ file, text: (await this.#directives.of(file)).lines });
    let known: number;
    do {
      known = macros.asking.size + macros.named.size;
      const naming = namingAny(macros);
      for (const { text } of texts)
        for (const line of linesWith(text, naming)) follow(line, macros);
    } while (macros.asking.size + macros.named.size > known);
    const naming = namingAny(macros);
    return texts.map(({ file, text }) => ({
      file,
      names: linesWith(text, naming).flatMap((line) => handedOn(line, macros)),
    }));
  }

  #askedBy(file: string): Promise<Asked> {
    let asked = this.#asked.get(file);
    if (asked === undefined) {
      asked = this.#directives
        .of(file)
        .then(({ lines }) => (lines.includes('__has_') ? askedIn(lines.split('\n')) : NOTHING));
      this.#asked.set(file, asked);
    }
    return asked;
  }
}

function askedIn(lines: readonly string[]): Asked {
  const macros: Macros = { asking: new Set(), named: new Set() };
  for (const line of lines) if (asksByMacro(line)) follow(line, macros);
  return {
    names: lines.flatMap((line) =>
      [...line.matchAll(LITERAL)].flatMap(({ groups }) =>
        namesIn(groups?.['name'] ?? '', DEFINITION.test(line), /^.+$/gu),
      ),
    ),
    macros,
  };
}

/** Whether a macro takes part in the question; `#define __has_include(x) 0`, for compilers without it, asks nothing. */
function asksByMacro(line: string): boolean {
  const body = partsOf(line).body.trimEnd();
  return BY_MACRO.test(body) && !/\bdefined\s*\(?\s*__has_\w+$/u.test(body);
}

/** Adds the macros that a line makes part of the question. */
function follow(line: string, { asking, named }: Macros): void {
  const { macro, parameters, body } = partsOf(line);
  const own = new Set(['__VA_ARGS__', ...wordsOf(parameters)]);
  const words = wordsOf(body);
  if (macro !== undefined && (asksByMacro(line) || words.some((word) => asking.has(word))))
    asking.add(macro);
  const handed = [...withoutLiterals(body).matchAll(CALL)].flatMap(({ groups = {} }) => {
    const { callee = '', handed: text = '' } = groups;
    return asking.has(callee) || ASKING_WORD.test(callee) ? wordsOf(text) : [];
  });
  const meant = macro !== undefined && named.has(macro) ? words : [];
  for (const word of [...handed, ...meant]) if (!own.has(word)) named.add(word);
}

/** The names on a line that a macro asks for. */
function handedOn(line: string, { asking, named }: Macros): Name[] {
  const { macro, body } = partsOf(line);
  const asked =
    (macro !== undefined && named.has(macro)) || wordsOf(body).some((word) => asking.has(word));
  return asked ? namesIn(body, macro !== undefined) : [];
}

function partsOf(line: string): {
  readonly macro: string | undefined;
  readonly parameters: string;
  readonly body: string;
} {
  const { macro, parameters = '', body = line } = DEFINITION.exec(line)?.groups ?? {};
  return { macro, parameters, body };
}

function wordsOf(text: string): string[] {
  return withoutLiterals(text).match(WORD) ?? [];
}

function withoutLiterals(text: string): string {
  return text.replaceAll(/"[^"]*"|<[\w./+-]+>/gu, '""');
}

function namingAny({ asking, named }: Macros): RegExp {
  return new RegExp(`\\b(?:${[...asking, ...named].join('|')})\\b`, 'gu');
}

function linesWith(text: string, pattern: RegExp): string[] {
  const lines = new Set<string>();
  for (const { index } of text.matchAll(pattern)) {
    const end = text.indexOf('\n', index);
    lines.add(text.slice(text.lastIndexOf('\n', index) + 1, end < 0 ? undefined : end));
  }
  return [...lines];
}

/** What flags define, as directives. */
function definitionsOf(flags: readonly string[]): string {
  return valuesOf(readOptions(flags), '-D')
    .flatMap((value) => (value.includes('=') ? `#define ${value.replace('=', ' ')}` : []))
    .join('\n');
}

function namesIn(text: string, elsewhere: boolean, names = HEADER_NAME): Name[] {
  return [...text.matchAll(names)].map(([word]) => ({
    ...{ name: word.slice(1, -1), quoted: word.startsWith('"'), elsewhere },
  }));
}

function placesOf(
  found: readonly Found[],
  searched: readonly string[],
  everywhere: readonly string[],
): Set<string> {
  const places = new Set<string>();
  for (const { file, names } of found) {
    for (const { name, quoted, elsewhere } of names) {
      const own = !quoted ? [] : elsewhere ? everywhere : [dirname(file)];
      for (const folder of [...own, ...searched]) places.add(resolve(folder, name));
    }
  }
  return places;
}

/** `--embed-dir=DIR`, where `#embed` looks. */
function embedFolders({ flags, directory }: Unit): string[] {
  return valuesOf(readOptions(flags), '--embed-dir').map((folder) => resolve(directory, folder));
}
