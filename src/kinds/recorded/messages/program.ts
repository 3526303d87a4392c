// What is said about executables of a recorded build: their parts, and why one cannot be made into a program.
import { quoteCommand } from '../../../text/argv-text.ts';
import type { Complaint } from '../../../config/messages.ts';
import { counted, plural } from '../../../text/plural.ts';
import { shown, shownList } from '../../../text/shown.ts';
import { endingText, type Ending } from './build.ts';

const MOST_NAMES = 8;
const MOST_OLDER = 30;

// What a run says of a recorded executable.

export function takenForUpToDate(words: {
  readonly name: string;
  readonly linkedBy: readonly string[];
  readonly sources: readonly string[];
  /** The command that compiled them. */
  readonly compiledBy: string;
  readonly clean: string | undefined;
}): string {
  const { name, linkedBy, sources, compiledBy, clean } = words;
  const count = sources.length;
  return `${shown(name)} was linked by ${quoteCommand(linkedBy)}, which treated ${shownList(sources, MOST_NAMES)} as up to date. ${plural(count, 'It is', 'They are')} measured with the flags of ${compiledBy}. If flags differ between these commands, clean the build${clean === undefined ? '' : ` (${clean})`} and record it again.`;
}

export function builtAgainSince(name: string): string {
  return `${shown(name)} was built again after its build was recorded. If its files or flags have changed, record it again.`;
}

export function ofUnfinishedBuild(
  words: Ending & { readonly command: readonly string[]; readonly name: string },
): string {
  const { interrupted, command, name } = words;
  const called = quoteCommand(command);
  return interrupted === true
    ? `The build of ${shown(name)} was interrupted while it was recorded: ${called}. Retarget measures what was built by then. Record it again to build the rest.`
    : `The build of ${shown(name)} failed while it was recorded: ${called} (${endingText(words)}). Retarget measures what was built anyway. Fix the build and record it again.`;
}

export function rewrittenAfterCompile(words: {
  readonly sources: readonly string[];
  readonly name: string;
}): string {
  const { sources, name } = words;
  const count = sources.length;
  return `The recorded build changed ${shownList(sources, MOST_NAMES)} after compiling ${plural(count, 'it', 'them')} for ${shown(name)}. Retarget compiles ${plural(count, 'its', 'their')} current content. If this results in a different program, record each make target separately, from a clean tree.`;
}

export function linkedAsTheyWere(names: readonly string[]): string {
  return `Linked as they were, the same for every target, because the recording did not see them built: ${shownList(names, MOST_OLDER)}. To build them for targets too, clean the build and record it again.`;
}

type ByReason = ReadonlyMap<string, ReadonlySet<string>>;

export function linkedAsMade(names: ByReason): string {
  return `Linked as the build made them, the same for every target: ${reasonsText(names)}.`;
}

export function leftOut(names: ByReason): string {
  return `Left out, because Retarget does not build them and the build kept no object: ${reasonsText(names)}.`;
}

function reasonsText(names: ByReason): string {
  return [...names]
    .map(([reason, files]) => `${shownList([...files].sort(), MOST_NAMES)} (${reason})`)
    .join('; ');
}

// Why an executable cannot be made into a program.

export function folderInsteadOfExecutable(path: string): Complaint {
  return {
    message: `${shown(path)} is a folder, but an executable is expected`,
    hint: 'Name the file that the build makes.',
  };
}

export function useOwnCompiler(): string {
  return 'Build it with a compiler for this system, such as cc or clang, and record that build.';
}

export function neverLinked(name: string): string {
  return `No recorded command links ${shown(name)}.`;
}

/** @param reason such as `linked by nvcc` */
export function linkedElsewhere({ name, reason }: { name: string; reason: string }): string {
  return `${shown(name)} was ${reason}, which Retarget cannot repeat for a target. Link it with the C++ compiler instead; then only that tool's own output stays the same for every target.`;
}

export function sourcesGone(words: {
  readonly name: string;
  readonly sources: readonly string[];
}): string {
  return `${shown(words.name)} is built from sources that no longer exist: ${shownList(words.sources)}.`;
}

export function compiledTwice(words: {
  readonly name: string;
  readonly sources: readonly string[];
}): string {
  const { name, sources } = words;
  const count = sources.length;
  return `${shown(name)} contains ${counted(count, 'source')} that the build changed between two compiles, so what was compiled first no longer exists: ${shownList(sources)}. Use a separate source for each compile.`;
}

export function compiledBefore(words: {
  readonly name: string;
  readonly files: readonly string[];
}): string {
  const { name, files } = words;
  const list = files.length === 0 ? '' : `: ${shownList(files)}`;
  return `${shown(name)} was linked, but its objects were compiled before the build was recorded${list}.`;
}

// Why parts are not built for targets: behind the name of a file.

export function assembledBy(tool: string): string {
  return `assembled by ${tool}`;
}

export function compiledBy(tool: string): string {
  return `compiled by ${tool}`;
}

export function linkedBy(tool: string): string {
  return `linked by ${tool}`;
}

export function rewrittenBy(tool: string): string {
  return `rewritten by ${tool}`;
}

export function joinedWith(what: string): string {
  return `joined with ${what}`;
}

export function fromStandardInput(): string {
  return 'compiled from standard input';
}

export function knownInPart(): string {
  return 'contents only partly known';
}

export function joinedOfUnknownArchive(): string {
  return 'merged (ld -r) from an archive whose contents are only partly known';
}

export function joinedOfRemovedObjects(): string {
  return 'merged (ld -r) from objects that the build deleted';
}

export function gone(): string {
  return 'no longer exists';
}

export function memberRemoved(name: string): string {
  return `for its member ${shown(name)}, which the build removed`;
}

export function chosenMembers(archive: string): string {
  return `the members of ${archive} that it needed`;
}

export function thereBefore(): string {
  return 'existed before the recording, or was written by an `ar -M` script, which Retarget cannot read';
}

export function notRecorded(): string {
  return 'not made while the build was recorded';
}

export function madeByRustc(): string {
  return 'made by rustc';
}
