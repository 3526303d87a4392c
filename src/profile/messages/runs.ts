// What is said of a whole profile, of what was asked for it, and of two runs that are compared.
import type { FailureWords } from '../../model/failure.ts';
import { listText } from '../../text/list-text.ts';
import { counted, plural } from '../../text/plural.ts';
import { visibleText } from '../../text/visible-text.ts';

// what was asked

export function argumentsForSeveral(facts: { readonly programs: readonly string[] }): FailureWords {
  return {
    message: `Arguments are for one program, but ${facts.programs.length} would be profiled.`,
    hint: `Choose one of ${listText(facts.programs)}.`,
    remedies: [{ kind: 'set', what: 'programs' }],
  };
}

export const INTERRUPTED_BEFORE_RUN = 'Interrupted before a run began.';
export const INTERRUPTED_WHILE_BUILDING = 'Interrupted while building.';

export function baselineNotMeasured({ message }: { readonly message: string }): FailureWords {
  return {
    message: `The baseline cannot be measured. ${message}`,
    hint: 'Choose a baseline that this host can run.',
    remedies: [{ kind: 'set', what: 'baseline' }],
  };
}

export function stdinMissing({ file }: { readonly file: string }): string {
  return `There is no file ${file} for standard input.`;
}

/**
 * @param cores that there are
 * @param by whose word the core is
 */
export function noSuchCore(facts: {
  readonly core: number;
  readonly cores: readonly number[];
  readonly by: 'request' | 'project' | 'settings';
}): FailureWords {
  const { core, cores, by } = facts;
  const names = `${plural(cores.length, 'only core', 'cores')} ${listText(cores.map(String), 16)}`;
  const message = `There is no core ${core} to pin the benchmarks to: this machine has ${names}.`;
  switch (by) {
    case 'request':
      return {
        message,
        hint: 'Choose one of these cores, or measure without pinning.',
        remedies: [{ kind: 'set', what: 'pin' }],
      };
    case 'project':
      return {
        message,
        hint: 'Correct "pin" in retarget.json: choose one of these cores, or remove it.',
      };
    case 'settings':
      return {
        message,
        hint: 'Correct `pin` in the settings: choose one of these cores, or remove it.',
      };
  }
}

export function hostLacks(facts: {
  readonly target: string;
  readonly features: readonly string[];
}): FailureWords {
  return {
    message: `This host cannot run code for ${facts.target}: it lacks ${listText(facts.features)}.`,
    remedies: [{ kind: 'explain-target', target: facts.target }],
  };
}

// before and while it is measured

export const COMPARING_WITH_OWN = "comparing the baseline with the project's own program";
export const COMPARING_OBJECTS = 'comparing objects with direct builds';

/** @param make the command that makes it, where it is known */
export function ownMissing({ make }: { readonly make?: string | undefined }): string {
  return `it does not exist; ${makeText(make)} creates it`;
}

export function ownOutdated(facts: {
  readonly file: string;
  readonly make: string | undefined;
}): string {
  return `it is older than ${visibleText(facts.file)}; ${makeText(facts.make)} updates it`;
}

function makeText(make: string | undefined): string {
  return make === undefined ? "the project's own build" : `\`${visibleText(make)}\``;
}

/** @param own its path; absent for what one command of clang makes */
export function notTheProjectsProgram(facts: {
  readonly own: string | undefined;
  readonly differences: readonly string[];
}): string {
  const { own, differences } = facts;
  const what =
    own === undefined
      ? 'the program that a single clang command builds from these sources'
      : `your own build (${visibleText(own)})`;
  const advice =
    own === undefined
      ? 'Please report this.'
      : 'Rebuild your project if it is out of date; otherwise, please report this.';
  return `The baseline differs from ${what}: ${differences.join('; ')}. ${advice}`;
}

export function clangTakesTooLong(): string {
  return 'a single clang command takes more than two minutes';
}

/** @param error its first words */
export function clangFails({ error }: { readonly error: string | undefined }): string {
  return `a single clang command does not build it${error === undefined ? '' : ` (${error.slice(0, 200)})`}`;
}

/** @param taken and @param linked paths of a library */
export function otherLibraryLoaded(facts: {
  readonly taken: string;
  readonly linked: string;
}): string {
  return `The loader uses ${visibleText(facts.taken)}, although the program was linked with ${visibleText(facts.linked)}. The one that the loader uses is measured. Its choice depends on LD_LIBRARY_PATH and on paths in the executable. To measure the other, set or unset that variable ("env" of the benchmark in retarget.json).`;
}

/** Differences that the correction leaves undecided. */
export function undecided(facts: {
  readonly undecided: number;
  readonly comparisons: number;
  /** Rounds that a verdict needs, and the fewest that some had; absent where they are enough. */
  readonly rounds: { readonly had: number; readonly fewest: number } | undefined;
  readonly needs: 'precision' | 'budget';
}): string {
  const { comparisons, rounds, needs } = facts;
  const its = plural(facts.undecided, 'its interval excludes 1', 'their intervals exclude 1');
  const several =
    comparisons === 1
      ? 'over all rounds, including disturbed ones, the difference is not significant'
      : 'among so many comparisons some look different by chance';
  const need = plural(comparisons, 'a comparison needs', `${comparisons} comparisons need`);
  const why =
    rounds === undefined
      ? several
      : `${need} at least ${rounds.fewest} rounds, and some had ${rounds.had}`;
  const more = needs === 'precision' ? 'request a higher precision' : 'raise the budget';
  const fewer = plural(comparisons, '', ', or compare fewer targets');
  return `${facts.undecided} of ${counted(comparisons, 'difference')} may be due to chance: ${its}, but ${why}. To decide, ${more}${fewer}.`;
}

/** @param holder who has the machine */
export function waitingForMachine({ holder }: { readonly holder: string }): string {
  return `Waiting for another profile or watched build on this machine to finish, because they would disturb each other: ${holder.slice(0, 300)}`;
}

export const ANOTHER_HOLDER = 'another one';

export function machineLost(): string {
  return 'This process was paused for so long that another profile could start. If both ran, neither result is reliable.';
}

export function machineNotLocked({ reason }: { readonly reason: string }): string {
  return `This machine could not be locked against a second profile (${reason}). If one runs, neither result is reliable.`;
}

/** @param units of each unit that differs @param listings where both disassemblies are */
export function departsFromDirect(facts: {
  readonly target: string;
  readonly command: string;
  readonly units: readonly string[];
  readonly causes: readonly string[];
  readonly listings: { readonly retargeted: string; readonly direct: string } | undefined;
}): string {
  const { target, command, units, causes, listings } = facts;
  const where =
    listings === undefined
      ? []
      : [`Both disassemblies: ${listings.retargeted} and ${listings.direct}.`];
  return [
    `The code for ${target} differs from a direct \`${command}\` build in ${listText(units, 3)}, so its times may differ too.`,
    ...causes,
    ...where,
  ].join(' ');
}

export function directDoesNotCompile(): string {
  return 'the direct build does not compile';
}

export function runNotKept({ message }: { readonly message: string }): string {
  return `The run is not stored. ${message}`;
}

// a build that is watched

/** @param end how it ended @param said its last words */
export function watchedBuildFailed(facts: {
  readonly command: string;
  readonly end: string;
  readonly said: string | undefined;
}): FailureWords {
  const said = facts.said === undefined ? '' : ` From its output: ${facts.said}`;
  return {
    message: `The project's own build failed: ${facts.command} (${facts.end}).${said}`,
    hint: 'Make the build work first.',
  };
}

export function nothingLinked({ command }: { readonly command: string }): string {
  return `No executable was linked while ${command} ran.`;
}

// two runs

export function baselineChanged(): string {
  return 'The baseline changed, too, so times measured at different moments are compared. A change in the machine then looks like a change in the code.';
}

/** @param factor by which all targets changed */
export function allChangedAlike({ factor }: { readonly factor: number }): string {
  return `All targets changed by about the same factor (${factor.toFixed(2)}). The cause may be the machine rather than the code, so there is no verdict.`;
}

export function hostsDiffer(facts: { readonly before: string; readonly after: string }): string {
  return `The hosts differ (${facts.before}, then ${facts.after}), so times reflect the hosts as much as the code.`;
}

export function toolchainsDiffer(facts: {
  readonly before: string;
  readonly after: string;
}): string {
  return `The toolchains differ: LLVM ${facts.before}, then LLVM ${facts.after}.`;
}

export function baselinesDiffer(facts: {
  readonly before: string;
  readonly after: string;
}): string {
  return `The baselines differ (${facts.before}, then ${facts.after}), so speedups have different meanings.`;
}

export function pinsDiffer(): string {
  return 'The runs were pinned to different cores, or only one of them was pinned.';
}

export function bitcodeDiffers({ run }: { readonly run: string }): string {
  return `Run ${run} is from bitcode only, the other is not. That alone changes CPU-specific code.`;
}

export function runIncomplete(facts: { readonly run: string; readonly state: string }): string {
  return `Run ${facts.run} is ${facts.state}, so some results may be missing.`;
}

export function otherHosts(facts: {
  readonly before: { readonly host: string; readonly run: string };
  readonly after: { readonly host: string; readonly run: string };
}): FailureWords {
  const { before, after } = facts;
  return {
    message: `The runs are from different hosts: ${before.host} (${before.run}) and ${after.host} (${after.run}).`,
    hint: 'Their times differ for reasons that have nothing to do with the code.',
    remedies: [{ kind: 'compare-across-hosts' }],
  };
}

/** Names. */
export interface Holds {
  readonly programs: readonly string[];
  readonly benchmarks: readonly string[];
  readonly targets: readonly string[];
}

/** The first of programs, targets and benchmarks in which they have nothing in common is what to change. */
export function nothingInCommon(facts: {
  readonly before: string;
  readonly after: string;
  readonly has: { readonly before: Holds; readonly after: Holds };
}): FailureWords {
  const { before, after, has } = facts;
  const apart = (['programs', 'targets', 'benchmarks'] as const).find(
    (kind) => !has.before[kind].some((name) => has.after[kind].includes(name)),
  );
  const message = `The runs ${before} and ${after} have no combination of benchmark and target in common.`;
  if (apart === undefined) {
    return { message, hint: 'Compare two runs that measured the same benchmark.' };
  }
  const named = (holds: Holds): string =>
    holds[apart].length === 0 ? 'none' : listText(holds[apart], 3);
  return {
    message,
    hint: `Their ${apart} differ: ${named(has.before)} in the earlier run, ${named(has.after)} in the later one. Profile again with the same ${apart}, or choose another run.`,
  };
}
