// Which sources an executable is made of that CMake has to be asked about first: by its last answer, else by what CMakeLists.txt say plainly.
import { join, resolve } from 'node:path';
import { FailureError } from '../../model/failure.ts';
import type { Preparation } from '../../model/program.ts';
import { cmakeCommands } from './cmake-words.ts';
import { cmakeProgram } from './cmake-program.ts';
import { itemsOf } from './foreach-loops.ts';
import { readReply } from './reply.ts';
import { listsText } from './scan-lists.ts';

type CmakePreparation = Preparation & { readonly kind: 'cmake' };

const MOST_FOLDERS = 100;
const KEYWORDS =
  /^(?:WIN32|MACOSX_BUNDLE|EXCLUDE_FROM_ALL|STATIC|SHARED|OBJECT|MODULE|INTERFACE|PUBLIC|PRIVATE)$/u;

/** Absolute paths. */
export async function foreseenSources(preparation: CmakePreparation): Promise<readonly string[]> {
  const { source, target } = preparation;
  return (await byReply(preparation)) ?? (await plainTargets(source)).sourcesOf(target);
}

async function byReply({
  source,
  build,
  target,
  configuration,
}: CmakePreparation): Promise<readonly string[] | undefined> {
  try {
    const reply = await readReply(build);
    if (reply === undefined) return undefined;
    const refused = new FailureError({ code: 'usage', message: target });
    const { parts } = await cmakeProgram(reply, { target, configuration }, source, () => refused);
    return [parts.units, ...(parts.libraries ?? []).map((library) => library.units)].flatMap(
      (own) => own.map((unit) => unit.source),
    );
  } catch (error) {
    if (error instanceof FailureError) return undefined;
    throw error;
  }
}

interface PlainTargets {
  /** Of a target, and of the libraries that it links. */
  readonly sourcesOf: (target: string) => readonly string[];
}

/** What targets are said to be made of, where names and lists are plain words; what macros make of it, only CMake knows. */
async function plainTargets(root: string): Promise<PlainTargets> {
  const sources = new Map<string, string[]>();
  const links = new Map<string, string[]>();
  const folders = [root];
  for (const folder of folders) {
    const lists = new Map<string, readonly string[]>();
    for (const { name, args } of cmakeCommands(await listsText(folder))) {
      const [first = '', ...written] = args.map((word) => placed(word, root, folder));
      const rest = itemsOf(written, lists).filter((word) => !KEYWORDS.test(word));
      if (name === 'set') lists.set(first, rest);
      else if (name === 'list' && first === 'APPEND') {
        const [list = '', ...more] = rest;
        lists.set(list, [...(lists.get(list) ?? []), ...more]);
      } else if (name === 'add_subdirectory' && folders.length < MOST_FOLDERS) {
        const below = resolve(folder, first);
        if (!folders.includes(below)) folders.push(below);
      } else if (/^(?:add_executable|add_library|target_sources)$/u.test(name)) {
        add(
          sources,
          first,
          rest.map((word) => resolve(folder, word)),
        );
      } else if (name === 'target_link_libraries') add(links, first, rest);
    }
  }
  return {
    sourcesOf: (target) => {
      const linked = new Set([target]);
      for (const each of linked) for (const next of links.get(each) ?? []) linked.add(next);
      return [...linked].flatMap((each) => sources.get(each) ?? []);
    },
  };
}

function add(to: Map<string, string[]>, key: string, values: readonly string[]): void {
  to.set(key, [...(to.get(key) ?? []), ...values]);
}

function placed(word: string, root: string, folder: string): string {
  return word
    .replaceAll(/\$\{(?:CMAKE_SOURCE_DIR|PROJECT_SOURCE_DIR)\}/gu, () => join(root))
    .replaceAll('${CMAKE_CURRENT_SOURCE_DIR}', () => folder)
    .replaceAll('${CMAKE_CURRENT_LIST_DIR}', () => folder);
}
