// From the line that links an executable of Cargo's to what is built for each target: every crate's bitcode in place of its objects.
import { basename, dirname, join } from 'node:path';
import type { Library, LinkWord, Unit } from '../../model/program.ts';
import { cleanFlags } from '../flags/flags.ts';
import { kindOf } from '../inputs.ts';
import { archiveMembers } from '../record/archive-members.ts';
import type { Artifact } from './cargo-messages.ts';
import { codeFlags } from './code-flags.ts';
import { codegenOptions } from './codegen-options.ts';
import { outputOf } from './link-args.ts';

export interface CrateLine {
  /** What rustc told its linker. */
  readonly words: readonly string[];
  /** The level of the crate that is linked, as rustc has it. */
  readonly level: string;
  readonly artifacts: readonly Artifact[];
  /** Absolute path that cargo ran rustc in. */
  readonly directory: string;
  /** Absolute path of the folder that everything built lies in. */
  readonly buildFolder: string;
  readonly triple: string;
  /** Whether a linker was found beside clang: rustc's own is then left out of the line. */
  readonly ownLinker: boolean;
}

export interface CrateUnits {
  readonly units: readonly Unit[];
  readonly libraries: readonly Library[];
  readonly linkWords: readonly LinkWord[];
  readonly removed: Unit['removed'];
  /** Paths of the crates' outputs without extension, `lib` taken off: the names that rustc's other files beside them have. */
  readonly crates: readonly string[];
  /** Base names of archives in the build folder that hold code from elsewhere than Rust sources. */
  readonly foreign: readonly string[];
  /** Base names of the standard library's archives. */
  readonly standard: readonly string[];
}

const OBJECT = '.rcgu.o';
const BITCODE = '.rcgu.no-opt.bc';

export async function crateUnits(line: CrateLine): Promise<CrateUnits> {
  const levels = new Map(
    line.artifacts.flatMap(({ files, level }) => files.map((file) => [basename(file), level])),
  );
  const flagsOf = async (crate: string, level: string): Promise<readonly string[]> =>
    codeFlags(level, line.triple, await codegenOptions(crate));
  const { level } = line;
  const output = outputOf(line.words) ?? '';
  const ownFlags = await flagsOf(output, level);
  const units: Unit[] = [];
  const libraries: Library[] = [];
  const linkWords: LinkWord[] = [];
  const crates = [output];
  const foreign: string[] = [];
  const standard: string[] = [];
  for (const word of line.words) {
    if (word.endsWith('.o') && word.startsWith(line.buildFolder)) {
      const unit = await unitOfObject(word, ownFlags, line);
      if (unit === undefined) linkWords.push(word);
      else units.push(unit);
    } else if (word.endsWith('.rlib') && word.startsWith(line.buildFolder)) {
      const name = basename(word);
      const stem = join(dirname(word), name.replace(/^lib/u, '').replace(/\.rlib$/u, ''));
      const members = (await archiveMembers(word)) ?? [];
      const own = members.filter((member) => member.endsWith(OBJECT));
      const flags = await flagsOf(stem, levelOf(levels, word) ?? level);
      const built: Unit[] = [];
      for (const member of own) {
        const object = join(dirname(word), member);
        const unit = await unitOfObject(object, flags, line);
        if (unit !== undefined) built.push(unit);
      }
      crates.push(stem);
      if (built.length > 0) {
        libraries.push({ name, units: built });
        linkWords.push({ library: name });
      }
      // What else it holds (C that a build script compiled) is taken from the archive itself, which stands behind: for all
      // that is in both, the linker has found the one in front by then.
      const isForeign = members.some(
        (member) => !member.endsWith(OBJECT) && !member.endsWith('.rmeta'),
      );
      if (isForeign) foreign.push(name);
      if (isForeign || built.length < own.length) linkWords.push(word);
    } else {
      if (word.endsWith('.rlib')) standard.push(basename(word));
      linkWords.push(word);
    }
  }
  const strings = linkWords.filter((word) => typeof word === 'string');
  const cleaned = cleanFlags(withoutOwnOutput(strings, line.ownLinker), 'link');
  return {
    ...{ units, libraries, crates, foreign, standard },
    linkWords: merged(linkWords, cleaned.kept),
    removed: cleaned.removed,
  };
}

/** The bitcode beside an object; nothing where rustc wrote none, as for the few lines that choose an allocator. */
async function unitOfObject(
  object: string,
  flags: readonly string[],
  { directory }: CrateLine,
): Promise<Unit | undefined> {
  if (!object.endsWith(OBJECT)) return undefined;
  const source = `${object.slice(0, -OBJECT.length)}${BITCODE}`;
  if ((await kindOf(source)) !== 'file') return undefined;
  return { source, language: 'bitcode', directory, flags, removed: [] };
}

function levelOf(levels: ReadonlyMap<string, string>, file: string): string | undefined {
  const name = basename(file);
  return levels.get(name) ?? levels.get(name.replace(/-[0-9a-f]{16}$/u, ''));
}

/** rustc's own copy of lld is a wrapper in a folder of its own. */
function withoutOwnOutput(words: readonly string[], ownLinker: boolean): string[] {
  const isWrapped = words.some((word) => /^-B.*gcc-ld$/u.test(word));
  const kept: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-o') at += 1;
    else if (ownLinker && isWrapped && (/^-B.*gcc-ld$/u.test(word) || word === '-fuse-ld=lld'))
      continue;
    else kept.push(word);
  }
  return kept;
}

/** The libraries in their places among the words that stay: cleaning takes words out, and never changes their order. */
function merged(words: readonly LinkWord[], kept: readonly string[]): LinkWord[] {
  const result: LinkWord[] = [];
  let next = 0;
  for (const word of words) {
    if (typeof word !== 'string') result.push(word);
    else if (word === kept[next]) {
      result.push(word);
      next += 1;
    }
  }
  return [...result, ...kept.slice(next)];
}
