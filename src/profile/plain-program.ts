// The program that one plain line of clang makes of sources, for the baseline: what the user has who builds them by hand.
import { mkdir, stat, writeFile, chmod, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { toolEnvironment } from '../build/tool-environment.ts';
import type { BuiltVariant } from '../build/build-variant.ts';
import { ArtifactCache } from '../cache/artifact-cache.ts';
import type { Language, PreparedProgram } from '../model/program.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { runProcess } from '../process/run-process.ts';
import { quoteCommand } from '../text/argv-text.ts';
import { withTarget } from '../toolchain/target-flags.ts';
import { homeOf } from './file-names.ts';
import { clangFails, clangTakesTooLong } from './messages/runs.ts';

export interface PlainContext {
  readonly toolchain: Toolchain;
  readonly cache: ArtifactCache;
  /** The baseline. */
  readonly target: Target;
  /** Absolute path of a folder for what is made. */
  readonly workFolder: string;
  readonly signal?: AbortSignal | undefined;
}

export interface PlainProgram {
  /** Absolute. */
  readonly path: string;
  /** The command line that made it, as one types it. */
  readonly line: string;
}

/** Milliseconds: one process compiles all sources, one after the other. */
const TIME_LIMIT = 120_000;
const MOST_SOURCES = 200;
const WORDS: Partial<Record<Language, string>> = { c: 'c', 'c++': 'c++' };

/**
 * Nothing where no one line makes the program: flags of single files, libraries of the project's own, bitcode.
 * @param inputs absolute paths of all files that are compiled
 */
export async function plainProgram(
  program: PreparedProgram,
  { variant }: BuiltVariant,
  inputs: readonly string[],
  { toolchain, cache, target, workFolder, signal }: PlainContext,
): Promise<PlainProgram | { readonly reason: string } | undefined> {
  const { executableName } = homeOf(program);
  const words = lineOf(program, toolchain, target);
  if (words === undefined) return undefined;
  const path = join(workFolder, executableName);
  const made = { path, line: quoteCommand([...words, '-o', executableName]) };
  await mkdir(workFolder, { recursive: true });
  const states = await Promise.all(inputs.map(stateOf));
  const key = ArtifactCache.key('plain-program', [
    ...[words, program.link.directory, toolchain.banner, variant.executableHash ?? null, states],
  ]);
  const found = await cache.find(key);
  const content = found === undefined ? undefined : await cache.read(found);
  if (content !== undefined) {
    await writeFile(path, content);
    await chmod(path, 0o755);
    return made;
  }
  const [command = '', ...args] = words;
  const result = await runProcess({
    ...{ command, args: [...args, '-o', path], cwd: program.link.directory, signal },
    // As variants are compiled: a date in the program is the same in all.
    env: toolEnvironment(workFolder),
    timeLimit: TIME_LIMIT,
  });
  if (result.timedOut) return { reason: clangTakesTooLong() };
  if (result.exitCode !== 0) {
    const [first] = /^.*\berror: .*$/mu.exec(result.stderr) ?? [];
    return {
      reason: clangFails({ error: first }),
    };
  }
  await cache.put(key, await readFile(path)).catch(() => undefined);
  return made;
}

function lineOf(
  program: PreparedProgram,
  toolchain: Toolchain,
  target: Target,
): string[] | undefined {
  const { units, libraries = [], link, flagsFrom } = program;
  const [first] = units;
  if (flagsFrom !== undefined || libraries.length > 0 || first === undefined) return undefined;
  const flags = JSON.stringify(first.flags);
  const isOneLine = units.every(
    (unit) =>
      unit.language === 'object' ||
      (['c', 'c++', 'assembly'].includes(unit.language) &&
        unit.preprocessed === undefined &&
        JSON.stringify(unit.flags) === flags),
  );
  const linkWords = link.flags.filter((word) => typeof word === 'string');
  const isWhole = isOneLine && linkWords.length === link.flags.length;
  if (!isWhole || first.language === 'object' || units.length > MOST_SOURCES) return undefined;
  // As units are compiled: `__FILE__` is what the compiler is given.
  const sources = units.flatMap(({ source, given, directory, language }) => [
    ...['-x', WORDS[language] ?? 'none'],
    directory === link.directory ? (given ?? source) : source,
  ]);
  return [
    link.language === 'c++' ? (toolchain.clangxx ?? toolchain.clang) : toolchain.clang,
    ...withTarget(toolchain, first.flags, target),
    ...['-w', '-fno-color-diagnostics', '-Qunused-arguments'],
    ...sources,
    ...['-x', 'none'],
    ...linkWords,
  ];
}

/** Another one where the file holds something else. */
async function stateOf(path: string): Promise<string> {
  const facts = await stat(path).catch(() => undefined);
  return `${basename(path)} ${facts?.size ?? 'none'} ${facts?.mtimeMs ?? ''}`;
}
