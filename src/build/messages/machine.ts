// What is said of a build that the machine stops: its tools, its disk, its cache.
import type { FailureWords } from '../../model/failure.ts';
import type { Remedy } from '../../model/remedy.ts';

const OTHER_LLVM = { kind: 'set', what: 'llvm' } as const;
const OTHER_CACHE = { kind: 'set', what: 'cache' } as const;

/** @param error the system's, such as `ENOENT` */
export function toolNotStarted(facts: {
  readonly command: string;
  readonly directory: string;
  readonly error: string;
}): FailureWords {
  const { command, directory, error } = facts;
  return {
    message: `${command} could not be started in ${directory} (${error}).`,
    hint: 'Check that the folder exists and that LLVM is installed completely.',
    remedies: [OTHER_LLVM],
  };
}

/** @param signal such as `SIGSEGV` */
export function toolKilled(facts: {
  readonly command: string;
  readonly signal: string;
}): FailureWords {
  return {
    message: `${facts.command} was terminated by ${facts.signal}.`,
    hint: 'It crashed or ran out of memory. Free up memory, or use another LLVM.',
    remedies: [OTHER_LLVM],
  };
}

/** @param folder of the cache */
export function diskFullWhileBuilding({ folder }: { readonly folder: string }): FailureWords {
  return {
    message: `The build stopped because the disk is full: nothing more can be written under ${folder}.`,
    hint: 'Free up space, clear the cache, or choose another cache folder.',
    remedies: [{ kind: 'clear-cache' }, OTHER_CACHE],
  };
}

/** A cache folder that cannot be written. */
export function cacheUnwritable({ folder }: { readonly folder: string }): {
  readonly what: string;
  readonly hint: string;
  readonly remedies: readonly Remedy[];
} {
  return {
    what: `The cache folder ${folder}`,
    hint: 'Make it writable, or choose another cache folder.',
    remedies: [OTHER_CACHE],
  };
}

export function cachedExecutableDamaged({ file }: { readonly file: string }): FailureWords {
  return {
    message: `The cached executable ${file} is damaged or missing: something else changed the cache in the meantime.`,
    hint: 'Try again. It will be rebuilt.',
  };
}
