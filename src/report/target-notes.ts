// Targets explained: why one shows no number of its own, or a number that needs a word.
import type { ProgramResult, Run } from '../model/run.ts';
import { standing } from '../model/variant.ts';
import { specOfTarget } from '../model/target.ts';
import { askingTexts } from './asking-words.ts';
import { listText } from '../text/list-text.ts';

export interface TargetNote {
  readonly kind: 'identical code' | 'flags' | 'masked' | 'cannot run' | 'asking';
  readonly target: string;
  /** A sentence without its subject, such as `runs without sha and pku, which this host lacks`. */
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
          text: `runs without ${listText(fit.masked, FEATURE_LIMIT)}, which this host lacks`,
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
