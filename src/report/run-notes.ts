// What a reader of a run should know beside its numbers: targets explained, problems, and warnings without repeats.
import type { Failure } from '../model/failure.ts';
import type { Comparison, ProgramResult, Run, Warning } from '../model/run.ts';
import type { Remedy } from '../model/remedy.ts';
import { standing } from '../model/variant.ts';
import { specOfTarget } from '../model/target.ts';
import { askingTexts } from './asking-words.ts';
import { listText } from '../text/list-text.ts';
import { visibleText } from '../text/visible-text.ts';

export interface TargetNote {
  readonly kind: 'identical code' | 'flags' | 'masked' | 'cannot run' | 'asking';
  readonly target: string;
  /** A sentence without its subject, such as `runs with sha and pku switched off`. */
  readonly text: string;
}

/** Features named before the rest is only counted: a page of them explains nothing. */
const FEATURE_LIMIT = 12;

/** Why targets show no number of their own, or one that needs a word: masked, cannot run, identical code, files that look at the target. */
export function targetNotes(run: Pick<Run, 'targets' | 'programs'>): TargetNote[] {
  return [
    ...identicalNotes(run),
    ...run.targets.flatMap((target) => [
      ...flagsNote(target),
      ...fitNote(target),
      ...askingNotes(run, target.name),
    ]),
  ];
}

function askingNotes(run: Pick<Run, 'programs'>, target: string): TargetNote[] {
  return askingTexts(run, target).map((text) => ({ kind: 'asking', target, text }));
}

/** What a target is made of, where its name does not say it. */
function flagsNote(target: Run['targets'][number]): TargetNote[] {
  const { name, cpu, flags } = specOfTarget(target);
  if (name === [cpu, ...flags].join(':')) return [];
  const text = flags.length === 0 ? `is ${cpu}` : `is ${cpu} with ${flags.join(' ')}`;
  return [{ kind: 'flags', target: name, text }];
}

function fitNote({ name, fit }: Run['targets'][number]): TargetNote[] {
  switch (fit.kind) {
    case 'runs':
      return [];
    case 'masked':
      return [
        {
          kind: 'masked',
          target: name,
          text: `runs with ${listText(fit.masked, FEATURE_LIMIT)} switched off, which this host lacks`,
        },
      ];
    case 'cannot-run':
      return [
        {
          kind: 'cannot run',
          target: name,
          text: `cannot run: this host lacks ${listText(fit.missing, FEATURE_LIMIT)}`,
        },
      ];
  }
}

/** Identical executables, merged over programs: only the programs' names differ between repeats. */
function identicalNotes(run: Pick<Run, 'programs'>): TargetNote[] {
  const programsOf = new Map<string, { target: string; to: string; programs: string[] }>();
  for (const program of run.programs) {
    for (const { target, identicalTo } of identicalVariants(program)) {
      const key = JSON.stringify([target, identicalTo]);
      const entry = programsOf.get(key) ?? { target, to: identicalTo, programs: [] };
      entry.programs.push(program.name);
      programsOf.set(key, entry);
    }
  }
  return [...programsOf.values()].map(({ target, to, programs }) => ({
    kind: 'identical code',
    target,
    text: `identical code to ${to}${programs.length === run.programs.length ? '' : ` in ${listText(programs)}`}${isMeasured(run, programs) ? ', measured once for both' : ''}`,
  }));
}

function isMeasured(run: Pick<Run, 'programs'>, names: readonly string[]): boolean {
  return run.programs.some(
    ({ name, benchmarks }) =>
      names.includes(name) && benchmarks.some(({ samples }) => samples.length > 0),
  );
}

/** Targets whose executable is another's, from the variants and from the comparisons. */
function identicalVariants(program: ProgramResult): { target: string; identicalTo: string }[] {
  const pairs = new Map<string, string>();
  for (const { target, identicalTo } of standing(program.variants)) {
    if (identicalTo !== undefined) pairs.set(target, identicalTo);
  }
  for (const { target, verdict, identicalTo } of program.benchmarks.flatMap(
    (result) => result.comparisons,
  )) {
    if (verdict === 'identical code' && identicalTo !== undefined) pairs.set(target, identicalTo);
  }
  return [...pairs].map(([target, identicalTo]) => ({ target, identicalTo }));
}

export interface Problem {
  /** What went wrong with it, such as `kernels/norm, x86-64-v3: wrong output`. */
  readonly title: string;
  readonly failure: Failure;
}

/** Failures of the run, its programs, variants, benchmarks and comparisons, each once, in reading order. */
export function problemsOf(run: Pick<Run, 'programs' | 'failure'>): Problem[] {
  const problems = new Map<string, Problem>();
  const add = (title: string, failure: Failure | undefined): void => {
    if (failure === undefined) return;
    const key = JSON.stringify([failure.code, failure.message, failure.details]);
    if (!problems.has(key)) problems.set(key, { title, failure });
  };
  add('run', run.failure);
  for (const program of run.programs) {
    add(program.name, program.failure);
    for (const variant of standing(program.variants)) {
      add(`${program.name}, ${variant.target}: not built`, variant.failure);
    }
    for (const { benchmark, failure, comparisons } of program.benchmarks) {
      const place = `${program.name}/${benchmark.name}`;
      add(place, failure);
      for (const comparison of comparisons) {
        if (isWrong(comparison)) {
          add(`${place}, ${comparison.target}: ${comparison.verdict}`, comparison.failure);
        }
      }
    }
  }
  return [...problems.values()];
}

/** Problems for a text that is read from top to bottom: advice that several have is told with the first. */
export function withoutRepeatedHints(problems: readonly Problem[]): Problem[] {
  const firsts = new Map<string, string>();
  return problems.map(({ title, failure }) => {
    const { hint } = failure;
    const first = hint === undefined ? undefined : firsts.get(hint);
    if (hint === undefined || first !== undefined) {
      const same = first === undefined ? {} : { hint: `As for ${first}.` };
      return { title, failure: { ...failure, ...same } };
    }
    firsts.set(hint, title.replace(/: (?:not built|wrong output|failed)$/u, ''));
    return { title, failure };
  });
}

/** Wrong output and failures; a target that cannot run here is no defect of the program. */
function isWrong(comparison: Comparison): boolean {
  return comparison.verdict === 'wrong output' || comparison.verdict === 'failed';
}

export interface WarningGroup {
  readonly code: Warning['code'];
  readonly message: string;
  /**
   * Where it was said, such as `kernels/parse and kernels/sort for znver4`: places of the same targets together. Empty for the
   * whole run.
   */
  readonly places: readonly string[];
  readonly remedies: readonly Remedy[];
}

/** Every warning of the run, equal ones merged with their places, kinds together in the order they first appear. */
export function warningGroups(run: Pick<Run, 'targets' | 'programs' | 'warnings'>): WarningGroup[] {
  const explained = new Set(
    targetNotes(run).map(({ kind, target }) => JSON.stringify([kind, target])),
  );
  // The notes on targets say the same, with the features.
  const isExplained = ({ code, target }: Warning): boolean =>
    target !== undefined &&
    ((code === 'identical-code' && explained.has(JSON.stringify(['identical code', target]))) ||
      (code === 'masked-features' && explained.has(JSON.stringify(['masked', target]))));
  const groups = new Map<string, Group>();
  for (const warning of allWarnings(run)) {
    if (isExplained(warning)) continue;
    // One sentence with other numbers is one group: six benchmarks that ended early are one thing to know.
    const key = JSON.stringify([warning.code, sentenceOf(warning)]);
    const group = groups.get(key) ?? { code: warning.code, messages: new Set(), warnings: [] };
    group.messages.add(warning.message);
    group.warnings.push(warning);
    groups.set(key, group);
  }
  const kinds = [...new Set([...FIRST, ...[...groups.values()].map(({ code }) => code)])];
  return [...groups.values()]
    .sort((a, b) => kinds.indexOf(a.code) - kinds.indexOf(b.code))
    .map(({ code, messages, warnings }) => ({
      code,
      message: mergedMessage([...messages], warnings[0]),
      places: placeTexts(run, warnings),
      remedies: warnings[0]?.remedies ?? [],
    }));
}

/** What may mean that something else was measured than the reader thinks. */
const FIRST: readonly Warning['code'][] = [
  'not-the-projects-program',
  'departs-from-direct-build',
  ...(['partial-record', 'outdated-record', 'outdated-reply', 'guessed-flags'] as const),
  ...(['unused-presets', 'debug-build', 'short-program'] as const),
];

/** The sentence without its numbers and the target it names. */
function sentenceOf({ message, target }: Warning): string {
  const unnamed = target === undefined ? message : message.replaceAll(target, '@');
  return unnamed.replace(/\d+(?:[.,]\d+)*/gu, '#');
}

interface Group {
  readonly code: Warning['code'];
  readonly messages: Set<string>;
  readonly warnings: Warning[];
}

function mergedMessage(
  [first = '', ...others]: readonly string[],
  warning: Warning | undefined,
): string {
  if (others.length === 0) return first;
  const [place] = warning === undefined ? [] : placeTexts({ targets: [], programs: [] }, [warning]);
  return `${first} (These are the numbers of ${place ?? 'the first'}; the others are alike.)`;
}

function allWarnings(run: Pick<Run, 'programs' | 'warnings'>): Warning[] {
  return [
    ...run.warnings,
    ...run.programs.flatMap((program) =>
      program.benchmarks.flatMap(({ benchmark, warnings }) =>
        warnings.map((warning) => ({
          ...warning,
          program: warning.program ?? program.name,
          benchmark: warning.benchmark ?? benchmark.name,
        })),
      ),
    ),
  ];
}

/** Names before the rest is only counted. */
const PLACE_LIMIT = 4;

/** Places that concern the same targets are one, such as `a/x and a/y for native`; all benchmarks of a program are named as such. */
function placeTexts(
  run: Pick<Run, 'targets' | 'programs'>,
  warnings: readonly Warning[],
): readonly string[] {
  const targetsOf = new Map<string, Set<string>>();
  for (const { program, benchmark, target } of warnings) {
    const thing = [program, benchmark].filter((name) => name !== undefined).join('/');
    const targets = targetsOf.get(thing) ?? new Set();
    if (target !== undefined) targets.add(target);
    targetsOf.set(thing, targets);
  }
  const thingsOf = new Map<string, { things: string[]; targets: readonly string[] }>();
  for (const [thing, targets] of targetsOf) {
    const key = JSON.stringify([...targets].sort());
    const group = thingsOf.get(key) ?? { things: [], targets: [...targets] };
    group.things.push(thing);
    thingsOf.set(key, group);
  }
  return [...thingsOf.values()].flatMap(({ things, targets }) => {
    const named = listText(
      wholePrograms(run, things).filter((thing) => thing !== ''),
      PLACE_LIMIT,
    );
    const all = targets.length > 2 && targets.length === run.targets.length;
    const forTargets = all ? 'every target' : listText(targets, PLACE_LIMIT);
    const parts = [named, forTargets].filter((part) => part !== '');
    return parts.length === 0 ? [] : [parts.join(' for ')];
  });
}

/** The same, with all benchmarks of one program in one. */
function wholePrograms({ programs }: Pick<Run, 'programs'>, things: readonly string[]): string[] {
  let left = [...things];
  for (const { name, benchmarks } of programs) {
    const own = benchmarks.map(({ benchmark }) => `${name}/${benchmark.name}`);
    if (own.length < 2 || !own.every((thing) => left.includes(thing))) continue;
    const at = left.findIndex((thing) => own.includes(thing));
    left = left.filter((thing) => !own.includes(thing));
    left.splice(at, 0, `every benchmark of ${name}`);
  }
  return left;
}

/** `AMD EPYC 9B14 (KVM)`, with clang's version: what the numbers hold for, in one visible line. */
export function settingText(run: Pick<Run, 'host' | 'toolchain'>): string {
  const { host, toolchain } = run;
  return visibleText(
    `${hostName(run)}, ${host.cores.logical} logical cores, ${host.os.distribution}, clang ${toolchain.version}`,
  );
}

/** The host's brand, with the hypervisor where there is one. */
export function hostName({ host }: Pick<Run, 'host'>): string {
  const brand = host.brand.trim() === '' ? host.cpu : host.brand.trim();
  return visibleText(
    host.virtualisation === undefined ? brand : `${brand} (${host.virtualisation})`,
  );
}
