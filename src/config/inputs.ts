// Files and folders that the configuration names: found on disk, or a failure at the very word that named them.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isDynamicPattern } from 'tinyglobby';
import type { Crawl } from '../files/crawl.ts';
import { refuseAt } from './config-issues.ts';
import { FindingCollector } from './findings.ts';
import type { JsonDocument, JsonPath } from './places.ts';
import {
  folderInsteadOfFiles,
  inputMissing,
  inputOfOtherKind,
  neitherFileNorFolder,
  nothingMatches,
  tooManyMatches,
} from './messages.ts';

/** A place in the configuration file that is being read. */
export interface ConfigContext {
  readonly document: JsonDocument;
  /** Absolute path of the configuration file's folder, which every relative path is relative to. */
  readonly directory: string;
  readonly path: JsonPath;
  /** What patterns of the whole document may look at. */
  readonly crawl: Crawl;
}

/** The same at a key of what is there. */
export function within(context: ConfigContext, key: string): ConfigContext {
  return { ...context, path: [...context.path, key] };
}

export type FileKind = 'file' | 'folder' | 'other' | 'missing';

/** What stands at a path; what cannot be looked at counts as missing. */
export async function kindOf(path: string): Promise<FileKind> {
  try {
    const facts = await stat(path);
    return facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : 'other';
  } catch {
    return 'missing';
  }
}

/** Absolute path of a named file or folder. */
export async function requireKind(
  context: ConfigContext,
  key: JsonPath,
  written: string,
  expected: 'file' | 'folder',
): Promise<string> {
  const absolute = resolve(context.directory, written);
  const found = await kindOf(absolute);
  if (found === expected) return absolute;
  const path = [...context.path, ...key];
  if (found === 'missing') {
    const words = inputMissing({ expected, written, absolute });
    throw refuseAt(context.document, path, words, 'input-missing');
  }
  throw refuseAt(context.document, path, inputOfOtherKind({ written, expected, found }));
}

/**
 * Every file that globs match, absolute, each once, sorted by code unit. A pattern that is the exact name of a file means that
 * file, whatever characters it holds; one that starts with `!` takes away. Each other pattern must match something.
 */
export async function globFiles(
  context: ConfigContext,
  key: string,
  patterns: readonly string[],
): Promise<string[]> {
  const ignore = patterns
    .filter((pattern) => isNegative(pattern))
    .map((pattern) => pattern.slice(1));
  const found = new Set<string>();
  const findings = new FindingCollector(context.document);
  for (const [index, pattern] of patterns.entries()) {
    if (isNegative(pattern)) continue;
    const files = await findings.attempt([...context.path, key, index], () =>
      filesOf(context, [key, index], pattern, ignore),
    );
    for (const file of files ?? []) found.add(file);
  }
  findings.throwIfAny();
  return [...found].sort((left, right) => (left < right ? -1 : 1));
}

async function filesOf(
  context: ConfigContext,
  key: JsonPath,
  pattern: string,
  ignore: readonly string[],
): Promise<string[]> {
  const path = [...context.path, ...key];
  const literal = resolve(context.directory, pattern);
  const kind = await kindOf(literal);
  if (kind === 'folder') {
    throw refuseAt(context.document, path, folderInsteadOfFiles(pattern));
  }
  if (kind === 'other') {
    throw refuseAt(context.document, path, neitherFileNorFolder(pattern));
  }
  if (kind !== 'missing') return [literal];
  const { files, whole } = await context.crawl.find([pattern], {
    cwd: context.directory,
    ignore,
    absolute: true,
  });
  if (!whole) throw refuseAt(context.document, path, tooManyMatches(pattern));
  if (files.length > 0) return files;
  const searched = isDynamicPattern(pattern)
    ? { directory: context.directory }
    : { absolute: literal };
  const words = nothingMatches({ pattern, ...searched });
  throw refuseAt(context.document, path, words, 'input-missing');
}

function isNegative(pattern: string): boolean {
  return pattern.startsWith('!') && !pattern.startsWith('!(');
}
