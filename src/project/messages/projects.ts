// What this room says about a project: what it has, what a folder offers, what nobody can decide. Complaints about retarget.json
// stand behind a place in it, so they begin small and have no full stop.
import type { Complaint } from '../../config/messages.ts';
import type { FailureWords } from '../../model/failure.ts';
import type { Remedy } from '../../model/remedy.ts';
import { orText } from '../../text/list-text.ts';
import { shown, shownList } from '../../text/shown.ts';

// What a user names.

export function pathMissing(path: string): FailureWords {
  return { message: `There is no file or folder ${shown(path)}.`, hint: 'Check the path.' };
}

export type Unusable = 'neither' | 'folder' | 'special' | { readonly kind: string };

const UNUSABLE_WORDS: Readonly<Record<Extract<Unusable, string>, string>> = {
  neither: 'is neither a file nor a folder',
  folder: 'is a folder',
  special: 'is a special file',
};

/** @param what it is; a kind such as `Fortran` or `a .txt file` @param usable names of files that builds are described in */
export function pathUnusable(words: {
  readonly path: string;
  readonly what: Unusable;
  readonly usable: readonly string[];
}): FailureWords {
  const { path, what, usable } = words;
  const is = typeof what === 'string' ? UNUSABLE_WORDS[what] : `is ${what.kind}`;
  return {
    message: `${shown(path)} ${is}; it cannot be profiled.`,
    hint: `Use a folder, a C or C++ source, .bc and .ll files, or a ${orText(usable)}.`,
  };
}

export function onlyBitcodeCombines(words: {
  readonly path: string;
  readonly configFile: string;
}): FailureWords {
  return {
    message: `Only .bc and .ll files can be combined into a program; ${shown(words.path)} is neither.`,
    hint: `Use one folder, one source, or only bitcode. To combine several sources, use a ${words.configFile}.`,
  };
}

export function givenTwice(paths: readonly string[]): FailureWords {
  return { message: `Specified twice: ${shownList(paths)}.`, hint: 'Name each file once.' };
}

export function nothingToBuild(words: {
  readonly directory: string;
  readonly configFile: string;
  readonly configPath: string;
  /** Text of a configuration to start from. */
  readonly example: string;
}): FailureWords {
  return {
    message: `Retarget found nothing to build in ${shown(words.directory)}: no ${words.configFile}, no supported build system, and no C or C++ source with a main function.`,
    hint: `Create ${shown(words.configPath)}, for example:\n${words.example}`,
  };
}

export function nothingInCommands(file: string): FailureWords {
  return {
    message: `${shown(file)} has no entry that can be built.`,
    hint: 'Configure the project again so that it lists C or C++ sources.',
  };
}

/** @param there names of its programs @param aside what else is to know of what is offered */
export function programUnknown(words: {
  readonly directory: string;
  readonly name: string;
  readonly there: readonly string[];
  readonly aside: string | undefined;
}): FailureWords {
  const { directory, name, there, aside } = words;
  const has = there.length === 0 ? 'It has no programs.' : `It has ${shownList(there, 20)}.`;
  return {
    message: `${shown(directory)} has no program ${shown(name)}.`,
    hint: aside === undefined ? has : `${has} ${aside}`,
  };
}

export function harnessDecides(name: string): FailureWords {
  return {
    message: `The harness of ${JSON.stringify(name)} sets the metric and check of its benchmarks.`,
    hint: 'Remove "harness" from retarget.json, or set neither a metric nor a check.',
  };
}

// What a folder offers.

export interface OfferWords {
  readonly name: string;
  /** What it is, or what keeps it from being profiled. */
  readonly text: string;
}

const MOST_LISTED = 20;

function listed(offers: readonly OfferWords[], indent = ''): string {
  const lines = offers
    .slice(0, MOST_LISTED)
    .map(({ name, text }) => `${indent}${shown(name)}: ${text}`);
  const more = offers.length - lines.length;
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}

export function offerNotReady(words: {
  readonly name: string;
  readonly obstacle: string;
  readonly remedies: readonly Remedy[];
}): FailureWords {
  const { name, obstacle, remedies } = words;
  return { message: `${shown(name)} cannot be profiled yet.`, hint: obstacle, remedies };
}

export function noOfferReady(words: {
  readonly directory: string;
  readonly waiting: readonly OfferWords[];
  readonly remedies: readonly Remedy[];
}): FailureWords {
  return {
    message: `Nothing in ${shown(words.directory)} can be profiled yet.`,
    hint: listed(words.waiting),
    remedies: words.remedies,
  };
}

/** A build of the project's own that has to be asked first. @param areGuesses whether what is ready has made-up flags */
export function ownBuildUnknown(words: {
  readonly directory: string;
  readonly waiting: readonly OfferWords[];
  readonly ready: readonly OfferWords[];
  readonly areGuesses: boolean;
  readonly remedies: readonly Remedy[];
}): FailureWords {
  const { directory, waiting, ready, areGuesses, remedies } = words;
  const instead = areGuesses ? 'plain sources with default flags' : 'another program';
  return {
    message: `${shown(directory)} has its own build, and Retarget does not know yet what it produces.`,
    hint: `${listed(waiting)}\nOr choose ${instead}:\n${listed(ready, '  ')}`,
    remedies: [...remedies, { kind: 'set', what: 'programs' }],
  };
}

/** @param tool that may make more than it lists here; absent where none may @param asides whole lines */
export function severalPrograms(words: {
  readonly directory: string;
  readonly configPath: string;
  readonly ready: readonly OfferWords[];
  readonly mayMakeMore: boolean;
  readonly asides: readonly string[];
  readonly remedies: readonly Remedy[];
}): FailureWords {
  const { directory, configPath, ready, mayMakeMore, asides, remedies } = words;
  const lines = [
    `Choose one or more, or list them in ${shown(configPath)}. Programs:`,
    listed(ready, '  '),
    ...(mayMakeMore
      ? [
          'The build may produce other programs, which are listed once it is configured. You can already use their names.',
        ]
      : []),
    ...asides,
  ];
  return {
    message: `${shown(directory)} has ${ready.length} programs; choose which to profile.`,
    hint: lines.join('\n'),
    remedies: [{ kind: 'set', what: 'programs' }, ...remedies],
  };
}

export function alsoBuiltByMake(): string {
  return 'If you build it with make, watch that build instead.';
}

// Flags that nobody gave.

export function defaultFlagsNote(): string {
  return "Uses default flags, not those of the project's own build.";
}

/** @param flags as a command line @param build what tells of the project's own, and how its flags are had */
export function defaultFlagsUsed(words: {
  readonly flags: string;
  readonly build: { readonly why: string; readonly advice: string } | undefined;
}): string {
  const { flags, build } = words;
  return build === undefined
    ? `Compiled with default flags (${flags}), because the folder does not say how it is built. To set them, use "flags" in retarget.json.`
    : `Compiled with default flags (${flags}) instead of those of the project's own build (${build.why}), so results may differ. ${build.advice}`;
}

// retarget.json as a whole.

export function noObject(file: string): FailureWords {
  return {
    message: `${shown(file)} does not contain an object {...}.`,
    hint: 'Fix it first. Nothing was changed.',
  };
}

export function noProgramList(file: string): FailureWords {
  return {
    message: `${shown(file)} has no list of "programs" to add to.`,
    hint: 'Fix it first. Nothing was changed.',
  };
}

export function programThere({ file, name }: { file: string; name: string }): FailureWords {
  return {
    message: `${shown(file)} already has a program ${shown(name)}.`,
    hint: 'Nothing was changed.',
  };
}

export function newConfigComment(): string {
  return '// What Retarget builds and measures. Paths are relative to this file.';
}

/** @param index of the program that has it @param line of that */
export function programNameTaken(words: {
  readonly name: string;
  readonly index: number;
  readonly line: number;
}): Complaint {
  return {
    message: `the name ${JSON.stringify(words.name)} is already used by programs[${words.index}] at line ${words.line}`,
    hint: 'Give each program a unique name.',
  };
}

export function targetTwice(name: string): Complaint {
  return {
    message: `the target ${JSON.stringify(name)} is listed twice`,
    hint: 'Remove one of them, or give it a unique "name".',
  };
}

export function baselineNameTaken(name: string): Complaint {
  return {
    message: `the baseline and another target are both named ${JSON.stringify(name)}`,
    hint: 'Give each a unique name.',
  };
}
