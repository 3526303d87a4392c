// What is said about Cargo packages and their crates.
import type { Complaint } from '../../config/messages.ts';
import type { FailureWords } from '../../model/failure.ts';
import { counted, plural } from '../../text/plural.ts';
import { shown, shownList } from '../../text/shown.ts';

export type RunnableKind = 'bin' | 'example' | 'bench';

const KIND_WORDS: Readonly<Record<RunnableKind, readonly [one: string, more: string]>> = {
  bin: ['binary', 'binaries'],
  example: ['example', 'examples'],
  bench: ['bench', 'benches'],
};

// What a folder offers.

export function targetOfPackage(words: {
  readonly kind: RunnableKind;
  readonly owner: string;
  readonly criterion: boolean;
}): string {
  const { kind, owner, criterion } = words;
  return `${KIND_WORDS[kind][0]} of the Cargo package ${owner}${kind === 'bench' && criterion ? ', with Criterion' : ''}`;
}

export function builtWithFeatures(words: {
  readonly name: string;
  readonly features: readonly string[];
}): string {
  const { name, features } = words;
  const count = features.length;
  return `Built with the ${plural(count, 'feature', 'features')} ${shownList(features, 20)}, which ${shown(name)} requires. Crates that check for ${plural(count, 'it', 'them')} are compiled with ${plural(count, 'it', 'them')} too.`;
}

export function needsNightly(): string {
  return "It uses Rust's built-in benches, which need nightly Rust.";
}

export function crateBelow(words: {
  readonly directory: string;
  readonly file: string;
  readonly folders: readonly string[];
  readonly first: string;
}): FailureWords {
  const { directory, file, folders, first } = words;
  return {
    message: `${shown(directory)} has no build system that Retarget supports, but ${shownList(folders)} ${plural(folders.length, 'has', 'have')} a ${file}.`,
    hint: `Profile ${plural(folders.length, 'that folder', 'one of these folders')} instead: ${shown(first)}`,
  };
}

export function rustWithoutCargo(words: {
  readonly directory: string;
  readonly sources: readonly string[];
  readonly file: string;
}): string {
  return `${shown(words.directory)} contains Rust (${shownList(words.sources)}), but no ${words.file} that says how it is built.`;
}

/** @param packages names of those that there are */
export function nothingToRun(words: {
  readonly file: string;
  readonly packages: readonly string[];
}): FailureWords {
  const { file, packages } = words;
  const what =
    packages.length === 0
      ? 'names no existing package'
      : `has only ${plural(packages.length, 'a library', 'libraries')}, ${shownList(packages)}`;
  return {
    message: `${shown(file)} ${what}: no binary, example or bench to run.`,
    hint: 'Add one that calls it, such as examples/speed.rs or benches/speed.rs in the package, then profile this folder again.',
  };
}

// What retarget.json names.

export function manifestMissing(words: {
  readonly path: string;
  readonly absolute: string;
}): Complaint {
  return {
    message: `there is no file ${shown(words.path)} (looked for ${shown(words.absolute)})`,
    hint: 'Set "manifest" to its path, relative to the folder of this file.',
  };
}

export function severalPackages(words: {
  readonly kind: RunnableKind;
  readonly name: string;
  readonly owners: readonly string[];
}): Complaint {
  const { kind, name, owners } = words;
  return {
    message: `${owners.length} packages have a ${KIND_WORDS[kind][0]} ${shown(name)}`,
    hint: `Choose one with "package": ${shownList(owners)}.`,
  };
}

export function packageUnknown(words: {
  readonly name: string;
  readonly near: string | undefined;
  readonly there: readonly string[];
}): Complaint {
  return {
    message: `the workspace has no package ${shown(words.name)}`,
    hint: `${meant(words.near)}${thereAre(words.there)}`,
    ...(words.near === undefined ? {} : { near: [words.near] }),
  };
}

/** @param owners packages besides the one that is meant that have such a target @param there targets of that kind */
export function targetUnknown(words: {
  readonly kind: RunnableKind;
  readonly name: string;
  readonly inPackage: string | undefined;
  readonly near: string | undefined;
  readonly there: readonly string[];
  readonly owners: readonly string[];
}): Complaint {
  const { kind, name, inPackage, near, there, owners } = words;
  const [one, more] = KIND_WORDS[kind];
  const none =
    inPackage === undefined
      ? `No package here has ${more}.`
      : `The package ${shown(inPackage)} has no ${more}.`;
  const instead = there.length === 0 ? none : thereAre(there);
  const count = owners.length;
  const hint =
    count > 0
      ? `It is in the ${plural(count, 'package', 'packages')} ${shownList(owners)}: add "package": ${JSON.stringify(owners[0])}. ${instead}`
      : `${meant(near)}${instead}`;
  const where = inPackage === undefined ? '' : ` in the package ${shown(inPackage)}`;
  return {
    ...{ message: `there is no ${one} ${shown(name)}${where}`, hint },
    ...(near === undefined || count > 0 ? {} : { near: [near] }),
  };
}

function meant(near: string | undefined): string {
  return near === undefined ? '' : `Did you mean ${JSON.stringify(near)}? `;
}

function thereAre(names: readonly string[]): string {
  return `Available: ${shownList(names, 20)}.`;
}

/** @param reason why, to stand behind the file's name */
export function manifestUnread(words: {
  readonly file: string;
  readonly reason: string;
}): FailureWords {
  return {
    message: `${shown(words.file)} ${words.reason}.`,
    hint: 'Check the path and the permissions of the file.',
  };
}

/** @param place file, line and column */
export function notToml(words: { readonly place: string; readonly reason: string }): FailureWords {
  return {
    message: `${words.place}: not valid TOML: ${words.reason}.`,
    hint: 'Fix the file. cargo cannot read it either.',
  };
}

// Running cargo and rustc.

export function building(words: { readonly kind: RunnableKind; readonly name: string }): string {
  return `cargo is building the ${KIND_WORDS[words.kind][0]} ${words.name}`;
}

/** @param task what it was run for @param reason its own words */
export function cargoFailed(words: {
  readonly task: { readonly kind: RunnableKind; readonly name: string } | 'read';
  readonly signal: string | undefined;
  readonly reason: string | undefined;
  readonly directory: string;
}): FailureWords {
  const { task, signal, reason, directory } = words;
  const what =
    task === 'read' ? 'read the package' : `build the ${KIND_WORDS[task.kind][0]} ${task.name}`;
  const ended = signal === undefined ? '' : ` (terminated by ${signal})`;
  return {
    message: `cargo could not ${what}${ended}${reason === undefined ? '' : `: ${reason}`}.`,
    hint: `First make the build work with cargo alone in ${shown(directory)}.`,
  };
}

export function toolNotStarted(words: {
  readonly tool: string;
  readonly why: string;
}): FailureWords {
  return {
    message: `${words.tool} could not be started (${words.why}).`,
    hint: `Install Rust from https://rustup.rs or your system's packages, and make sure that ${words.tool} is on PATH.`,
  };
}

export function rustcVersionUnknown(): FailureWords {
  return {
    message: 'rustc does not report its version.',
    hint: 'Check `rustc -vV` in the project. With rustup, `rustup show` shows which toolchain the project uses.',
  };
}

export function rustcTooOld(words: {
  readonly release: string;
  readonly oldestMinor: number;
}): FailureWords {
  return {
    message: `rustc ${words.release} is too old: Retarget needs Rust 1.${words.oldestMinor} or newer, which reports how it links.`,
    hint: 'Update it, for example with `rustup update`.',
  };
}

export function rustcWithoutLlvm(release: string): FailureWords {
  return {
    message: `rustc ${release} does not use LLVM, so there is no bitcode of its crates.`,
    hint: 'Use a rustc that uses LLVM, such as the stable one.',
  };
}

export function rustcOfOtherLlvm(words: {
  readonly release: string;
  readonly llvm: string;
  readonly version: string;
}): string {
  return `rustc ${words.release} uses LLVM ${words.llvm}; Retarget compiles its bitcode with LLVM ${words.version}, so code may differ from cargo's.`;
}

/** @param rust the newest release with the LLVM that was found, where one is known */
export function rustcTooNew(words: {
  readonly release: string;
  readonly llvm: string;
  readonly major: number;
  readonly version: string;
  readonly own: number;
  readonly rust: string | undefined;
}): FailureWords {
  const { release, llvm, major, version, own, rust } = words;
  const older =
    rust === undefined
      ? ''
      : ` Or build with Rust ${rust}, the newest with LLVM ${own}: rustup toolchain install ${rust}, and RUSTUP_TOOLCHAIN=${rust} in the environment.`;
  return {
    message: `rustc ${release} writes LLVM ${llvm} bitcode, which the LLVM in use (${version}) cannot read.`,
    hint: `Install LLVM ${major} or newer.${older}`,
    remedies: [{ kind: 'set', what: 'llvm' }],
  };
}

export function linkUnknown(): FailureWords {
  return {
    message: 'cargo has built the executable, but rustc did not report how it links.',
    hint: "Remove Retarget's cached builds and profile again.",
  };
}

// What a run says of its crates.

export function standardLibrary(): string {
  return "Rust's standard library is precompiled and the same for every target. Only what the crates instantiate from it (generics, inlined functions) is built for each target.";
}

export function ofBuildScripts(files: readonly string[]): string {
  return `Code that build scripts compiled or provided is the same for every target: ${shownList(files)}.`;
}

/** What somebody does whose crates are not optimized. */
export function optimise(): string {
  return 'set `opt-level` in the profile in Cargo.toml; the default for release is 3';
}

export function rustFlagsRemoved(flags: readonly string[]): string {
  return `Removed rustc options that choose a CPU, optimize across crates, split crates, or profile or instrument code: ${flags.join(', ')}.`;
}

export function cratesAsk(crates: readonly string[]): string {
  const count = crates.length;
  return `${counted(count, 'crate')} ${plural(count, 'checks', 'check')} CPU features with cfg(target_feature), and ${plural(count, 'is', 'are')} built once, for rustc's baseline: ${shownList(crates, 10)}. What ${plural(count, 'it', 'they')} would choose for a target is not measured.`;
}

export function runsOwnBinaries(names: readonly string[]): string {
  const count = names.length;
  return `It may run ${shownList(names)} of its own package (CARGO_BIN_EXE_*), which ${plural(count, 'is', 'are')} built once, without optimization. Time spent there says nothing about a target. To profile ${plural(count, 'that binary', 'those binaries')}, use "cargo": { "bin": ${JSON.stringify(names[0])} }.`;
}

export type EnvironmentProblem =
  'rustc-flags' | { readonly command: string; readonly reason: string | undefined };

export function environmentUnknown(words: {
  readonly kind: RunnableKind;
  readonly problem: EnvironmentProblem;
}): string {
  const { kind, problem } = words;
  return `It runs without the variables that \`cargo ${kind === 'bench' ? 'bench' : 'run'}\` sets (CARGO_*, [env] of .cargo/config.toml): ${problemText(problem)}. Set the ones that it needs in "env" of a benchmark in retarget.json.`;
}

function problemText(problem: EnvironmentProblem): string {
  if (problem === 'rustc-flags') return '"args" has flags for rustc, which `cargo run` rejects';
  const { command, reason } = problem;
  return reason === undefined ? `\`${command}\` did not run it` : `\`${command}\` says: ${reason}`;
}
