// Paths for retarget.json, one folder at a time, relative to the file as its own paths are.
import { readdir } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { escapePath } from 'tinyglobby';
import { CompletionItemKind } from 'vscode-languageserver/node';
import { COMPILE_COMMANDS_FILE } from '../../kinds/compile-commands/compile-commands.ts';
import { languageOfFile } from '../../flags/languages.ts';
import type { JsonPath } from '../../config/places.ts';
import { escapedSnippet, type CompletionProposal } from './completion-proposal.ts';

export type PathKey = 'sources' | 'bitcode' | 'stdin' | 'directory' | 'compileCommands';

/** More would be no list to choose from. */
const MOST_SHOWN = 500;

/** Which kind of file a path in the configuration names; nothing where it names none. */
export function pathKindOf(path: JsonPath): PathKey | undefined {
  const [programs, program, key, at, last, ...more] = path;
  if (programs !== 'programs' || typeof program !== 'number' || more.length > 0) return undefined;
  if (key === 'sources' || key === 'bitcode') {
    return typeof at === 'number' && last === undefined ? key : undefined;
  }
  if (key === 'compileCommands') return at === undefined ? key : undefined;
  return key === 'benchmarks' && (last === 'stdin' || last === 'directory') ? last : undefined;
}

/**
 * @param directory absolute path that relative ones start from.
 * @param typed the path so far.
 */
export async function pathItems(
  directory: string,
  typed: string,
  kind: PathKey,
): Promise<CompletionProposal[]> {
  const takesGlobs = kind === 'sources' || kind === 'bitcode';
  const sign = takesGlobs && typed.startsWith('!') ? '!' : '';
  const written = typed.slice(sign.length);
  const folder = written.slice(0, written.lastIndexOf('/') + 1);
  const showsHidden = written.slice(folder.length).startsWith('.');
  const entries = await readdir(resolve(directory, folder), { withFileTypes: true }).catch(
    () => [],
  );
  const shown = entries
    .filter(({ name }) => name.startsWith('.') === showsHidden && !name.includes('\\'))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  const files = shown.filter((entry) => !entry.isDirectory() && isMeant(entry.name, kind));
  const folders = shown.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
  const extensions = new Set(takesGlobs ? files.map(({ name }) => extname(name)) : []);
  return [
    ...[...extensions].map((extension) =>
      offer(
        `${sign}${escapePath(folder)}*${extension}`,
        CompletionItemKind.Value,
        'all such files in this folder',
      ),
    ),
    ...files.map(({ name }) => offer(`${sign}${folder}${name}`, CompletionItemKind.File)),
    ...folders.map(({ name }) => folderOffer(`${sign}${folder}${name}`, kind)),
  ].slice(0, MOST_SHOWN);
}

function isMeant(name: string, kind: PathKey): boolean {
  const language = languageOfFile(name);
  switch (kind) {
    case 'sources':
      return language !== undefined && language !== 'object';
    case 'bitcode':
      return language === 'bitcode' || language === 'ir';
    case 'stdin':
      return true;
    case 'directory':
      return false;
    case 'compileCommands':
      return name === COMPILE_COMMANDS_FILE;
  }
}

function offer(path: string, kind: CompletionItemKind, detail?: string): CompletionProposal {
  return {
    label: path,
    kind,
    ...(detail === undefined ? {} : { detail }),
    text: JSON.stringify(path),
  };
}

/** A folder that is a choice itself is whole; in another one the cursor stays, so that typing goes on. */
function folderOffer(path: string, kind: PathKey): CompletionProposal {
  if (kind === 'directory' || kind === 'compileCommands') {
    return offer(path, CompletionItemKind.Folder);
  }
  const inside = JSON.stringify(`${path}/`);
  return {
    label: `${path}/`,
    kind: CompletionItemKind.Folder,
    text: inside,
    snippet: `${escapedSnippet(inside.slice(0, -1))}$0"`,
  };
}
