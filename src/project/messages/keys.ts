// What is said of keys of a program that cannot act, or stand in each other's way: complaints behind a place in retarget.json.
import type { Complaint } from '../../config/messages.ts';
import { orText } from '../../text/list-text.ts';

function quoted(keys: readonly string[]): readonly string[] {
  return keys.map((key) => `"${key}"`);
}

/** @param keys of all kinds of programs */
export function noKind(keys: readonly string[]): Complaint {
  return {
    message: `nothing to build: ${orText(quoted(keys))} is missing`,
    hint: 'Add one of them, such as "sources": ["src/*.c"].',
  };
}

export function keysExclude(one: string, other: string): Complaint {
  return { message: `"${one}" cannot be combined with "${other}"`, hint: 'Keep one of them.' };
}

export function keyNeeds(key: string, needed: readonly string[], hint: string): Complaint {
  return { message: `"${key}" requires ${orText(quoted(needed))}`, hint };
}

export function flagsAreUnits(): string {
  return 'Each entry of compile_commands.json has its own flags; remove the key.';
}

export function useSources(): string {
  return 'To list sources, use "sources".';
}

export function changeFlags(): string {
  return 'Change "flags" instead.';
}

export function useLibraryOfBuild(key: string, tool: string): Complaint {
  return {
    message: `"${key}" cannot be combined with "${tool}": it requires "sources" or "bitcode"`,
    hint: 'Use an executable of the project that calls the library. Its shared libraries are built for each target too.',
  };
}

export function driverNeedsLibrary(): Complaint {
  return { message: '"driver" requires "sharedLibrary"', hint: USE_BOTH };
}

export function libraryNeedsDriver(): Complaint {
  return {
    message: '"sharedLibrary" requires "driver", because a library does not run by itself',
    hint: USE_BOTH,
  };
}

const USE_BOTH = 'Use both: "sharedLibrary": "libfoo.so", "driver": { "sources": ["bench.c"] }.';
