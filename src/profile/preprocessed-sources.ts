// Sources that somebody preprocessed before: their text holds the answers that the target of then gave.
import { basename, extname } from 'node:path';
import type { PreparedProgram } from '../model/program.ts';
import { preprocessed } from './messages/builds.ts';

/** What is to be said of them; nothing where there is none. */
export function preprocessedText({ units, libraries = [] }: PreparedProgram): string | undefined {
  const all = [units, ...libraries.map((library) => library.units)].flat();
  const sources = all.filter(
    ({ source, flags }) => /^\.ii?$/u.test(extname(source)) || flags.includes('-fpreprocessed'),
  );
  const found = [...new Set(sources.map(({ source }) => basename(source)))];
  if (found.length === 0) return undefined;
  return preprocessed({ sources: found });
}
