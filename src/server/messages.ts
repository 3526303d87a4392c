// What the server says: failures, hovers, diagnostics, lenses.
import type { FailureWords } from '../model/failure.ts';
import { listText } from '../text/list-text.ts';
import { plural } from '../text/plural.ts';

/** Features named before the rest is only counted: a newer CPU can have eighty. */
const NAMED_FEATURES = 40;

export const untrustedWorkspace: FailureWords = {
  message: 'This workspace is not trusted, so Retarget does not build or run it.',
  hint: 'Trust the workspace if you trust its authors. You can still view the host and its targets.',
};

export const allowRecord = 'Run Them';

/** @param commands a line each */
export function recordQuestion(of: { message: string; commands: readonly string[] }): string {
  return [
    of.message,
    'Run its commands? Retarget asks again only if they change.',
    ...of.commands,
  ].join('\n');
}

/** @param name of the folder that is profiled, or whose build is watched */
export function busyWith({
  kind,
  name,
}: {
  kind: 'profile' | 'build';
  name: string;
}): FailureWords {
  return {
    message:
      kind === 'profile'
        ? `A profile of ${name} is running; running anything else would distort its measurements.`
        : `Retarget is watching the build of ${name}; nothing else is built or measured until it ends.`,
    hint: 'Wait for it to finish, or cancel it.',
  };
}

export function profileCancelled({ stored }: { stored: boolean }): string {
  return stored
    ? 'The profile was cancelled. Finished results are saved.'
    : `The profile was cancelled. ${RUN_NOT_STORED}`;
}

export const RUN_NOT_STORED =
  'The run could not be saved and is lost when the server ends. Export it to keep it.';

export function changeRefused({ file }: { file: string }): FailureWords {
  return {
    message: `The editor did not apply the change to ${file}.`,
    hint: 'The file may have changed at the same time. Try again.',
  };
}

export const unwritableHint = 'Make the file and its folder writable. Nothing was changed.';

export const noTargetLeft: FailureWords = {
  message: 'At least one target must stay selected.',
  hint: 'Select another target first.',
};

export function configurationUnreadable({ file }: { file: string }): FailureWords {
  return {
    message: `Cannot read ${file}.`,
    hint: 'Check that it is a file and that you can read it. Nothing was changed.',
  };
}

export function benchmarkMissing(at: {
  run: string;
  program: number;
  benchmark: number;
}): FailureWords {
  return {
    message: `Run ${at.run} has no benchmark ${at.benchmark} of program ${at.program}.`,
    hint: 'Read the run again: it may have changed.',
  };
}

export function notStoredRun({ path }: { path: string }): string {
  return `${path} is not a stored run, so it was not deleted.`;
}

export function unknownCommand({ command }: { command: string }): string {
  return `Unknown command: ${command}.`;
}

export function settingIgnored({
  key,
  reason,
}: {
  key: string;
  reason: string | undefined;
}): string {
  return `The setting retarget.${key} is invalid, so its default is used: ${reason ?? 'wrong value'}.`;
}

/** @param brand of the host's CPU, or empty */
function hereText(brand: string): string {
  return brand === '' ? 'this host' : `this host (${brand})`;
}

export function nativeRuns({ brand, cpu }: { brand: string; cpu: string }): string {
  return `The CPU of ${hereText(brand)}, which LLVM calls ${cpu}. Code built for it always runs here.`;
}

export function targetRuns({ brand }: { brand: string }): string {
  return `Runs on ${hereText(brand)}.`;
}

export function targetRunsMasked({
  brand,
  masked,
}: {
  brand: string;
  masked: readonly string[];
}): string {
  const them = plural(masked.length, 'it', 'them');
  return `Runs on ${hereText(brand)} with ${listText(masked, NAMED_FEATURES)} disabled. Ordinary code never uses ${them}.`;
}

export function targetCannotRun({
  brand,
  missing,
}: {
  brand: string;
  missing: readonly string[];
}): string {
  return `Cannot run on ${hereText(brand)}, which lacks ${listText(missing, NAMED_FEATURES)}.`;
}

export const isBaseline = 'The baseline: the other targets are compared with it.';

export function baselineUnknown({ name }: { name: string }): string {
  return `This toolchain does not know the baseline ${name}.`;
}

export function comparedWithBaseline({
  name,
  added,
  gone,
}: {
  name: string;
  added: readonly string[];
  gone: readonly string[];
}): string {
  const adds = added.length === 0 ? 'no features' : listText(added, NAMED_FEATURES);
  const lacks =
    gone.length === 0 ? '' : ` It lacks ${listText(gone, NAMED_FEATURES)}, which the baseline has.`;
  return `Adds ${adds} to the baseline ${name}.${lacks}`;
}

export function builtWith({ flags }: { flags: readonly string[] }): string {
  return `Built with ${flags.join(' ')}.`;
}

/** @param cores how many this machine has */
export function noSuchCore({ core, cores }: { core: number; cores: number }): string {
  return `This machine has no core ${core}. Its cores are 0 to ${cores - 1}.`;
}

export const chooseOtherBaseline = 'Choose a baseline that can run on this host.';
export const leftOutHere = 'It is not measured on this machine.';

export function targetsUnchecked({ reason }: { reason: string }): string {
  return `Cannot check the names of targets. ${reason}`;
}

export const profileLens = 'Profile for CPU targets';
export const benchmarkLens = 'Profile this benchmark';
export const untrustedLens = 'Cannot profile an untrusted workspace';

/** @param program named where a file belongs to several */
export function lastResultLens({ program, brief }: { program?: string; brief: string }): string {
  return program === undefined ? `Last result: ${brief}` : `Last result of ${program}: ${brief}`;
}

export const wholeConfiguration = {
  label: 'A configuration for this folder',
  detail: 'Uses the programs found in this folder',
};

/** The title of a quick fix. */
export function replaceBy({ word }: { word: string }): string {
  return `Change to ${JSON.stringify(word)}`;
}

/** @param place of the parameter that is wrong; empty for all of them @param reason what was expected of it */
export function wrongParams(facts: {
  readonly method: string;
  readonly place: string;
  readonly reason: string;
}): string {
  const place = facts.place === '' ? '' : `${facts.place}: `;
  return `${facts.method}: ${place}${facts.reason}`;
}

export function initializedTwice(): string {
  return 'the server is already initialized';
}

/** @param lengths that the header names */
export function lengthUnclear({ lengths }: { readonly lengths: readonly string[] }): string {
  const found = lengths.map((length) => JSON.stringify(length.slice(0, 40)));
  return `a message has no clear length: its header needs one Content-Length, a whole number of bytes (found: ${found.length === 0 ? 'none' : listText(found)})`;
}

export function lengthTooLarge(facts: { readonly bytes: number; readonly most: number }): string {
  return `a message is too long: its Content-Length is ${facts.bytes}, but the maximum is ${facts.most}`;
}

export function headerTooLong({ bytes }: { readonly bytes: number }): string {
  return `a message's header does not end within ${bytes} bytes; it needs a Content-Length`;
}

/** @param run its id */
export function adviceGone({ run }: { readonly run: string }): FailureWords {
  return {
    message: `Run ${run} does not contain this advice.`,
    hint: 'Profile again to get current advice.',
  };
}
