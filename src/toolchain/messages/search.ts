// What is said about looking for LLVM, and installing it.
import { listText } from '../../text/list-text.ts';
import { plural } from '../../text/plural.ts';
import { OTHER_LLVM, type Advice } from './words.ts';
import type { FailureWords } from '../../model/failure.ts';

// Looking for LLVM.

export function noLlvm(): string {
  return 'No LLVM was found: there is no clang on PATH or in the usual folders.';
}

/** Details of a search. @param names tools, such as `clang` */
export function lookedFor(names: readonly string[], folders: readonly string[]): string {
  return `Looked for ${listText(names)} in:\n${folders.map((folder) => `  ${folder}`).join('\n')}`;
}

interface ClangName {
  readonly vendor: 'apple' | 'llvm';
  readonly version: string;
  readonly llvmMajor: number;
  /** Where it was found. */
  readonly found: string;
}

export function llvmTooOld(words: {
  readonly clangs: readonly ClangName[];
  readonly oldest: number;
  readonly isConfigured: boolean;
}): string {
  const { clangs, oldest, isConfigured } = words;
  const which = isConfigured
    ? 'The configured LLVM'
    : plural(clangs.length, 'The LLVM found', 'Every LLVM found');
  return `${which} is too old: ${clangs.map(clangText).join(', ')}. Retarget needs LLVM ${oldest} or newer.`;
}

export function llvmIncomplete(words: {
  readonly clang: ClangName;
  readonly missing: readonly string[];
  readonly isConfigured: boolean;
}): string {
  const which = words.isConfigured ? 'The configured' : 'The newest';
  return `${which} LLVM is incomplete: ${clangText(words.clang)} has no ${words.missing.join(' and no ')} of the same release.`;
}

function clangText({ vendor, version, llvmMajor, found }: ClangName): string {
  const name =
    vendor === 'apple' ? `Apple clang ${version} (LLVM ${llvmMajor})` : `clang ${version}`;
  return `${name} at ${found}`;
}

/** Why an LLVM in a list cannot be chosen. */
export function tooOldToChoose(oldest: number): string {
  return `Too old: Retarget needs LLVM ${oldest} or newer.`;
}

export function tooIncompleteToChoose(words: {
  readonly missing: readonly string[];
  readonly folder: string;
}): string {
  const { missing, folder } = words;
  return `Incomplete: ${listText(missing)} of the same release ${plural(missing.length, 'is', 'are')} neither in ${folder} nor on PATH.`;
}

export type ConfiguredProblem = 'missing' | 'no-clang' | 'not-clang';

const PROBLEM_WORDS: Readonly<Record<ConfiguredProblem, string>> = {
  missing: 'does not exist',
  'no-clang': 'contains no clang, and neither does its bin folder',
  'not-clang': 'does not respond to `--version` like clang',
};

/** @param problem or a system's error code, such as `EACCES` */
export function configuredUnusable(words: {
  readonly path: string;
  readonly problem: ConfiguredProblem | { readonly unreadable: string };
}): FailureWords {
  const { path, problem } = words;
  const what =
    typeof problem === 'string' ? PROBLEM_WORDS[problem] : `cannot be read (${problem.unreadable})`;
  return {
    message: `The configured LLVM, ${path}, ${what}.`,
    hint: 'Use an LLVM folder such as /usr/lib/llvm-22, its bin folder, or a clang. If none is configured, Retarget searches for LLVM.',
    remedies: [OTHER_LLVM],
  };
}

// Installing it.

/**
 * @param packages the command that installs all of LLVM here; absent where none is known to install a new enough one
 * @param newer where newer releases are, where the system's packages are or may be too old
 */
export function installLlvm(words: {
  readonly oldest: number;
  readonly packages?: string | undefined;
  readonly newer?: string | undefined;
}): Advice {
  const { oldest, packages, newer } = words;
  if (packages === undefined) {
    return {
      hint: `Install clang, llvm and lld ${oldest} or newer (${newer ?? 'https://releases.llvm.org'}).`,
      remedies: [OTHER_LLVM],
    };
  }
  const elsewhere =
    newer === undefined ? '' : ` If your system's LLVM is older, get a newer one from ${newer}.`;
  return {
    hint: `Install LLVM ${oldest} or newer.${elsewhere}`,
    remedies: [{ kind: 'run', line: packages }, OTHER_LLVM],
  };
}

/** @param packages the command that adds these tools here; absent on an unknown system */
export function installTools(words: {
  readonly tools: readonly string[];
  readonly major: number;
  readonly packages?: string | undefined;
}): Advice {
  const { major, packages } = words;
  const tools = listText(words.tools);
  if (packages === undefined) {
    return {
      hint: `Install the LLVM ${major} tools (the package that contains ${tools}).`,
      remedies: [OTHER_LLVM],
    };
  }
  return { hint: `Install ${tools}.`, remedies: [{ kind: 'run', line: packages }, OTHER_LLVM] };
}

export function installBesideXcode(words: {
  readonly tools: readonly string[];
  readonly packages: string;
}): Advice {
  return {
    hint: `Xcode does not include ${listText(words.tools)}. Install a complete LLVM.`,
    remedies: [{ kind: 'run', line: words.packages }, OTHER_LLVM],
  };
}
