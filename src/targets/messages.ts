// What this room says about targets and their flags. Complaints about flags stand behind the name of a target or a place in
// retarget.json, so they begin small and have no full stop.
import { plural } from '../text/plural.ts';

export interface Complaint {
  readonly message: string;
  readonly hint: string;
}

const FOR_EVERY_TARGET =
  'To use it for every target, add it to the program\'s "flags" or to the project\'s own build.';

export function nameOfAnotherCpu({ name, cpu }: { name: string; cpu: string }): Complaint {
  return {
    message: `The target ${JSON.stringify(name)} is ${cpu} with its own flags, but it has the name of another CPU.`,
    hint: 'Choose a name that is not a CPU name, or remove "name".',
  };
}

export function flagsOfTargetRefused({
  name,
  complaint,
}: {
  name: string;
  complaint: Complaint;
}): Complaint {
  return {
    message: `The target ${JSON.stringify(name)}: ${complaint.message}.`,
    hint: complaint.hint,
  };
}

/** @param error what clang printed about them, its first line */
export function clangRefusesFlags(words: {
  readonly version: string;
  readonly name: string;
  readonly error: string;
}): Complaint {
  return {
    message: `clang ${words.version} rejects the flags of the target ${JSON.stringify(words.name)}: ${words.error}.`,
    hint: 'Fix the flag. `clang --help-hidden` lists all flags.',
  };
}

interface Made {
  readonly cpu: string;
  readonly flags: readonly string[];
}

export function sameNameTwice({
  name,
  made,
}: {
  name: string;
  made: readonly [Made, Made];
}): Complaint {
  const [one, other] = made.map(({ cpu, flags }) => [cpu, ...flags].join(' '));
  return {
    message: `Two targets are named ${JSON.stringify(name)}: ${one}, and ${other}.`,
    hint: 'Give each target a unique name.',
  };
}

interface UnknownCpus {
  readonly version: string;
  readonly arch: string;
  readonly names: readonly string[];
}

export function cpusUnknown({ version, arch, names }: UnknownCpus): string {
  return `clang ${version} has no ${arch} CPU named ${quoted(names)}.`;
}

/** clang lists names of 32-bit CPUs, and other compilers' spellings. */
export function cpusOnlyListed({ version, arch, names }: UnknownCpus): string {
  return `clang ${version} lists ${quoted(names)}, but does not compile ${arch} code for ${plural(names.length, 'it', 'them')}.`;
}

/** For each unknown name, the known names nearest to it. */
export function nearestTo(
  unknown: readonly { readonly name: string; readonly near: readonly string[] }[],
): string {
  return unknown
    .map(({ name, near }) =>
      unknown.length === 1
        ? `Similar names: ${near.join(', ')}.`
        : `Similar to ${JSON.stringify(name)}: ${near.join(', ')}.`,
    )
    .join(' ');
}

export function llvmOptionMissing(): Complaint {
  return { message: 'the flag "-mllvm" needs an LLVM option after it', hint: TWO_WORDS };
}

export function llvmOptionRefused(option: string): Complaint {
  return {
    message: `a target cannot have "-mllvm ${option}": only options that affect nothing but code generation are allowed`,
    hint: 'Remove it. Allowed: options such as "-mllvm", "-force-vector-width=4".',
  };
}

const TWO_WORDS = 'Write it as two strings: "-mllvm", "-force-vector-width=4".';

export function flagNamesCpu(flag: string): Complaint {
  return {
    message: `the flag ${JSON.stringify(flag)} sets the CPU, which the target already sets`,
    hint: 'Change the target\'s CPU, or use "-mtune=...".',
  };
}

export function flagHasSpace(flag: string): Complaint {
  return {
    message: `the flag ${JSON.stringify(flag)} contains a space`,
    hint: 'Write each word as a separate string.',
  };
}

export function flagChangesConventions(flag: string): Complaint {
  return {
    message: `the flag ${JSON.stringify(flag)} changes how code is called or linked, so a single target cannot use it`,
    hint: FOR_EVERY_TARGET,
  };
}

export function flagActsOnLink(flag: string): Complaint {
  return {
    message: `the flag ${JSON.stringify(flag)} also affects linking, so a single target cannot use it`,
    hint: FOR_EVERY_TARGET,
  };
}

export function flagNotOfTarget(flag: string): Complaint {
  return {
    message: `${JSON.stringify(flag)} is not allowed in a target: use -m..., -f... flags that affect code generation, or -mllvm with an option`,
    hint: FOR_EVERY_TARGET,
  };
}

export function flagWithoutDash(flag: string): Complaint {
  return {
    message: `${JSON.stringify(flag)} is not a flag`,
    hint: 'Flags start with "-", for example "-mno-gather".',
  };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}
