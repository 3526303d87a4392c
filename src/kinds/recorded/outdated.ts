// Whether what was recorded of an executable may be another build than the one that is asked for now.
import type { Warning } from '../../model/run.ts';
import { quoteCommand } from '../../text/argv-text.ts';
import { optionText, readOptions } from '../../flags/options.ts';
import type { Option } from '../../flags/options.ts';
import { changedBuildFiles } from './build-files.ts';
import { shortPath } from './executables.ts';
import type { ObjectFile } from './build-products.ts';
import type { RecordedExecutable } from './executables.ts';
import { buildOf, buildsBehind } from './record-build.ts';
import { isSameBuild, knowsCommands, setsAlike } from './build-command.ts';
import type { BuildCommand } from './build-command.ts';
import { cleanCommand } from './clean-advice.ts';
import { productsBehind } from './kept-steps.ts';
import type { RecordDocument, WatchedCommand } from './record-document.ts';
import { type OutdatedReason } from './messages/build.ts';
import { takenForUpToDate } from './messages/program.ts';

// Flags by which two builds of the same sources make other code of them: levels, -f and -m flags, assertions.
const OF_CODE = /^-(?:O|f|m|std$)/u;
const ASSERTIONS = /^(?:NDEBUG|DEBUG|_FORTIFY_SOURCE)(?:=|$)/u;
/** Of shared libraries, messages and dependency files: they go by file, not by build. */
const OF_FILES =
  /^-f(?:no-)?(?:pic|PIC|pie|PIE|visibility|diagnostics|message|color|max-errors|plugin|syntax|file-prefix)/u;

/** Why; nothing where the record is of that build, as its files are now. */
export async function whyOutdated(
  record: RecordDocument,
  executable: RecordedExecutable,
  asked: BuildCommand,
): Promise<OutdatedReason | undefined> {
  const linkedBy = buildOf(record, executable);
  if (linkedBy !== undefined && !isSameBuild(linkedBy, asked)) {
    const isElsewhere = linkedBy.directory !== asked.directory;
    return { builtBy: linkedBy.command, ...(isElsewhere ? { in: linkedBy.directory } : {}) };
  }
  const changed = new Set<string>();
  for (const { buildFiles } of buildsBehind(record, executable)) {
    for (const path of await changedBuildFiles(buildFiles)) changed.add(path);
  }
  if (changed.size === 0) return undefined;
  return { changed: [...changed].sort().map((path) => shortPath(record.project, path)) };
}

/**
 * That parts of an executable were compiled by another command than the one that linked it, which took them for up to date:
 * what is known of them may be other flags than those that the user means now.
 */
export function mixedWarnings(record: RecordDocument, executable: RecordedExecutable): Warning[] {
  const { project, builds, steps } = record;
  const { path, image } = executable;
  const linking = buildOf(record, executable);
  if (linking === undefined || knowsCommands(linking.command)) return [];
  const byCommand = new Map<string, Set<string>>();
  const objects = [...productsBehind([{ path, product: image, via: [] }])].filter(
    (product) => product.kind === 'object',
  );
  const compiledBy = (object: ObjectFile): WatchedCommand | undefined =>
    builds[steps[object.compiledBy]?.build ?? -1];
  const isOwn = (build: WatchedCommand | undefined): boolean =>
    build !== undefined && isSameBuild(build, linking);
  // Goals may have variables of their own, which only the compiles of both show.
  const own = new Set(
    objects.filter((object) => isOwn(compiledBy(object))).map((object) => decidingFlags(object)),
  );
  for (const product of objects) {
    const compiling = compiledBy(product);
    if (compiling === undefined || isOwn(compiling)) continue;
    const isAlike = own.size === 0 || own.has(decidingFlags(product));
    if (setsAlike(compiling, linking) && isAlike) continue;
    const command = quoteCommand(compiling.command);
    const sources = byCommand.get(command) ?? new Set();
    byCommand.set(command, sources.add(shortPath(project, product.entry.file)));
  }
  return [...byCommand].map(([command, sources]): Warning => {
    return {
      code: 'outdated-record',
      message: takenForUpToDate({
        ...{ name: shortPath(project, path), linkedBy: linking.command },
        ...{ sources: [...sources].sort(), compiledBy: command },
        clean: cleanCommand(linking.command),
      }),
    };
  });
}

/** Sorted, as one text: files that a build compiles alike have the same. */
function decidingFlags({ entry }: ObjectFile): string {
  const [, ...words] = entry.argv;
  const flags = readOptions(words).filter(isDeciding).map(optionText);
  // Of several levels the last one counts.
  const level = flags.findLast((flag) => /^-O/u.test(flag));
  const others = flags.filter((flag) => !/^-O/u.test(flag));
  return [...new Set([...(level === undefined ? [] : [level]), ...others])].sort().join(' ');
}

function isDeciding({ name, value = '' }: Option): boolean {
  if (name === '-D' || name === '-U') return ASSERTIONS.test(value);
  return OF_CODE.test(name) && !OF_FILES.test(name);
}
