// Whether what was recorded of an executable may be another build than the one that is asked for now.
import type { Warning } from '../../model/run.ts';
import { quoteCommand } from '../../flags/command-line.ts';
import { optionText, readOptions } from '../../flags/options.ts';
import type { Option } from '../../flags/options.ts';
import { shown, shownList } from '../../text/shown.ts';
import { changedBuildFiles } from './build-files.ts';
import { shortPath } from './executables.ts';
import type { ObjectFile } from './build-products.ts';
import type { RecordedExecutable } from './executables.ts';
import { buildOf, buildsBehind } from './record-build.ts';
import { isSameBuild, knowsCommands, setsAlike } from './build-command.ts';
import type { BuildCommand } from './build-command.ts';
import { cleanAgain } from './clean-advice.ts';
import { productsBehind } from './kept-steps.ts';
import type { RecordDocument, WatchedCommand } from './record-document.ts';

// Flags by which two builds of the same sources make other code of them: levels, -f and -m flags, assertions.
const OF_CODE = /^-(?:O|f|m|std$)/u;
const ASSERTIONS = /^(?:NDEBUG|DEBUG|_FORTIFY_SOURCE)(?:=|$)/u;
/** Of shared libraries, messages and dependency files: they go by file, not by build. */
const OF_FILES =
  /^-f(?:no-)?(?:pic|PIC|pie|PIE|visibility|diagnostics|message|color|max-errors|plugin|syntax|file-prefix)/u;

/** Why, as the end of a sentence behind "though"; nothing where the record is of that build, as its files are now. */
export async function whyOutdated(
  record: RecordDocument,
  executable: RecordedExecutable,
  asked: BuildCommand,
): Promise<string | undefined> {
  const linkedBy = buildOf(record, executable);
  if (linkedBy !== undefined && !isSameBuild(linkedBy, asked)) {
    const place = linkedBy.directory === asked.directory ? '' : ` in ${shown(linkedBy.directory)}`;
    return `what is recorded was built by ${quoteCommand(linkedBy.command)}${place}`;
  }
  const changed = new Set<string>();
  for (const { buildFiles } of buildsBehind(record, executable)) {
    for (const path of await changedBuildFiles(buildFiles)) changed.add(path);
  }
  if (changed.size === 0) return undefined;
  const names = [...changed].sort().map((path) => shortPath(record.project, path));
  return `${shownList(names)} ${names.length === 1 ? 'has' : 'have'} changed since it was recorded`;
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
    const names = shownList([...sources].sort(), MOST_NAMES);
    return {
      code: 'outdated-record',
      message: `${shown(shortPath(project, path))} was linked by ${quoteCommand(linking.command)}, which took ${names} for up to date: ${sources.size === 1 ? 'it is' : 'they are'} measured with the flags that ${command} compiled ${sources.size === 1 ? 'it' : 'them'} with. If flags differ between these commands, ${cleanAgain(linking.command)}.`,
    };
  });
}

const MOST_NAMES = 8;

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
