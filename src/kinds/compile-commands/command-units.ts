// The units that "compileCommands" of retarget.json brings into a program: all, those that "units" chooses, or those behind "main".
import { isAbsolute, posix, relative } from 'node:path';
import picomatch from 'picomatch';
import { escapePath } from 'tinyglobby';
import { compileCommandsFile, foreignFailure, readCompileCommands } from './compile-commands.ts';
import { refuseAt } from '../../config/config-issues.ts';
import type { ConfigProgram } from '../../config/config-schema.ts';
import { withOwnFeatures } from '../../flags/own-features.ts';
import { inferUnits, sourcesWithMain } from './infer-units.ts';
import type { ProgramParts } from '../program-parts.ts';
import { requireKind } from '../../config/inputs.ts';
import type { ConfigContext } from '../../config/inputs.ts';
import { mainNotCompiled, noUnitChosen } from './messages.ts';

/** @throws {FindingsError} where the file, a source in it or what chooses from it is not there. */
export async function commandUnits(
  context: ConfigContext,
  compileCommands: string,
  written: ConfigProgram,
): Promise<ProgramParts> {
  const path = [...context.path, 'compileCommands'];
  const file = await compileCommandsFile(context, compileCommands);
  const filter =
    written.units === undefined ? undefined : filterUnits(context.directory, written.units);
  if (written.main !== undefined) return unitsBehindMain(context, written.main, file, filter);
  const found = await readCompileCommands(file, filter === undefined ? {} : { chosen: filter });
  if (found.units.length === 0) {
    throw refuseAt(
      context.document,
      written.units === undefined ? path : [...context.path, 'units'],
      noUnitChosen({ file, offered: found.offered }),
    );
  }
  return { units: withOwnFeatures(found.units), warnings: found.warnings };
}

async function unitsBehindMain(
  context: ConfigContext,
  written: string,
  file: string,
  always: ((source: string) => boolean) | undefined,
): Promise<ProgramParts> {
  const main = await requireKind(context, ['main'], written, 'file');
  const content = await readCompileCommands(file, { withoutMissing: true });
  const system = content.foreign.get(main);
  if (system !== undefined) throw foreignFailure(main, [system]);
  const inferred = await inferUnits(content, main, always);
  if (inferred === undefined) {
    const mains = await sourcesWithMain(content);
    throw refuseAt(
      context.document,
      [...context.path, 'main'],
      mainNotCompiled({
        ...{ main, file },
        mains: mains.map((each) => relative(context.directory, each)),
      }),
    );
  }
  return { ...inferred, warnings: [...content.warnings, ...inferred.warnings] };
}

/** The globs of "units", matched as text: whether a source's absolute path is chosen. Some glob matches it, or is exactly it, and no glob with `!` does. */
function filterUnits(directory: string, patterns: readonly string[]): (source: string) => boolean {
  const isNegative = (pattern: string): boolean => /^!(?!\()/u.test(pattern);
  const absolute = (pattern: string): string =>
    isAbsolute(pattern) ? pattern : posix.join(escapePath(directory), pattern);
  const matchers = patterns
    .filter((pattern) => !isNegative(pattern))
    .map((pattern) => ({
      exact: isAbsolute(pattern) ? pattern : posix.join(directory, pattern),
      matches: picomatch(absolute(pattern)),
    }));
  const excluded = patterns
    .filter(isNegative)
    .map((pattern) => picomatch(absolute(pattern.slice(1))));
  return (source) =>
    matchers.some(({ exact, matches }) => source === exact || matches(source)) &&
    !excluded.some((matches) => matches(source));
}
