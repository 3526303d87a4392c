// What the store says of runs, their documents and their folder that cannot be read, written or found.
import { basename } from 'node:path';
import type { FailureWords } from '../model/failure.ts';
import { listText } from '../text/list-text.ts';

/** Why a document is no readable file. */
export type UnreadableDocument =
  | { readonly why: 'missing' }
  | { readonly why: 'no-file' }
  /** @property words of the system or of the reader's bounds, to stand behind the name */
  | { readonly why: 'too-long'; readonly words: string }
  | { readonly why: 'error'; readonly error: string };

export function documentUnreadable(facts: {
  readonly path: string;
  readonly because: UnreadableDocument;
}): FailureWords {
  return {
    message: `${facts.path} ${unreadableText(facts.because)}.`,
    hint: 'Specify a stored run by its ID or the path of its file.',
    remedies: [{ kind: 'list-runs' }],
  };
}

function unreadableText(because: UnreadableDocument): string {
  switch (because.why) {
    case 'missing':
      return 'does not exist';
    case 'no-file':
      return 'is not a file';
    case 'too-long':
      return because.words;
    case 'error':
      return `cannot be read: ${because.error}`;
  }
}

export function noStoredRuns({ folder }: { readonly folder: string }): FailureWords {
  return {
    message: `There are no stored runs in ${folder}.`,
    hint: 'Profile the project first, or name the folder of a project that was profiled.',
  };
}

/** @param newest its ID */
export function runNotFound(facts: {
  readonly folder: string;
  readonly which: string;
  readonly newest: string;
}): FailureWords {
  return {
    message: `No stored run in ${facts.folder} is named '${facts.which}'.`,
    hint: `Use \`latest\`, an ID or the start of one. The newest is ${facts.newest}.`,
    remedies: [{ kind: 'list-runs' }],
  };
}

export function severalRunsMatch(facts: {
  readonly which: string;
  readonly matches: readonly string[];
}): FailureWords {
  return {
    message: `'${facts.which}' is the start of ${facts.matches.length} stored runs: ${listText(facts.matches, 5)}.`,
    hint: 'Use more characters of the ID.',
  };
}

export function runInProgress({ id }: { readonly id: string }): FailureWords {
  return {
    message: `Run ${id} is still being measured by another process.`,
    hint: 'Stop that profile, or wait for it to finish.',
  };
}

/** What keeps a document from being a run. */
export type Damage =
  | { readonly what: 'empty' }
  | { readonly what: 'no-json' }
  | { readonly what: 'no-run' }
  | { readonly what: 'no-version' }
  | { readonly what: 'old-version'; readonly version: number; readonly oldest: number }
  /** @property place in dots; absent for the document itself @property problem of the schema's reader */
  | { readonly what: 'shape'; readonly place?: string; readonly problem?: string };

export function runDamaged(facts: {
  readonly path: string;
  readonly damage: Damage;
}): FailureWords {
  return {
    message: `${facts.path} cannot be read as a stored run: ${damageText(facts.damage)}.`,
    hint: 'Delete the file or restore it from a copy, then profile again. Other stored runs are not affected.',
  };
}

function damageText(damage: Damage): string {
  switch (damage.what) {
    case 'empty':
      return 'it is empty';
    case 'no-json':
      return 'it is not valid JSON';
    case 'no-run':
      return 'it is not a run';
    case 'no-version':
      return 'it has no schema version';
    case 'old-version':
      return `its schema version is ${damage.version}, but this version reads ${damage.oldest} and later`;
    case 'shape':
      return damage.problem === undefined
        ? 'it does not have the structure of a run'
        : `at ${damage.place ?? 'the document'}: ${damage.problem}`;
  }
}

/** @param writer the version of Retarget that stored it, where it says so */
export function runTooNew(facts: {
  readonly path: string;
  readonly writer: string | undefined;
  readonly version: number;
  readonly newest: number;
}): FailureWords {
  const writer = facts.writer === undefined ? 'a newer Retarget' : `Retarget ${facts.writer}`;
  return {
    message: `${facts.path} was stored by ${writer} with schema version ${facts.version}. This version reads up to ${facts.newest}.`,
    hint: 'Update Retarget to read it.',
  };
}

/** What is not done through a link that leads elsewhere. */
export type LinkUse = 'store-runs' | 'write-file';

/** @param place where the link leads; absent where it leads nowhere */
export function linkLeadsElsewhere(facts: {
  readonly path: string;
  readonly place: string | undefined;
  readonly use: LinkUse;
}): FailureWords {
  const { path, place, use } = facts;
  const name = basename(path);
  const leads =
    place === undefined
      ? 'a broken symbolic link'
      : `a symbolic link to ${place}, outside the project`;
  switch (use) {
    case 'store-runs':
      return {
        message: `${path} is ${leads}, so no runs are stored there.`,
        hint: `Remove the link, or replace it with a folder named ${name}.`,
      };
    case 'write-file':
      return {
        message: `${path} is ${leads}, so it is not written.`,
        hint: `Replace the link with a file named ${name} (a copy of its target, for example), or edit that file yourself.`,
      };
  }
}

export function runsFolderIsFile({ path }: { readonly path: string }): FailureWords {
  return {
    message: `${path} is not a folder, so no runs can be stored there.`,
    hint: `Move it. Retarget stores runs in a folder named ${basename(path)}.`,
  };
}

export function runsUnwritable({ path }: { readonly path: string }): {
  readonly what: string;
  readonly hint: string;
  readonly hintWhenFull: string;
} {
  return {
    what: path,
    hint: 'Make the project folder writable, or copy the project to a writable folder. Retarget needs to write there to store the run.',
    hintWhenFull:
      'Free some space there, for example by deleting stored runs. Runs that are already stored are not affected.',
  };
}

export function projectMissing({ path }: { readonly path: string }): FailureWords {
  return { message: `${path} does not exist.`, hint: 'Check the path of the project.' };
}

/** @param error of the system */
export function storageUnusable(facts: {
  readonly path: string;
  readonly error: string;
}): FailureWords {
  return { message: `${facts.path} could not be used: ${facts.error}` };
}

export function pageMissing({ folder }: { readonly folder: string }): FailureWords {
  return {
    message: `The HTML report's page.js is missing in ${folder}.`,
    hint: 'Build it with `npm run build`, or reinstall Retarget.',
  };
}
