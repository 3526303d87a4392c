// Every warning of a run, those that say the same merged with the places that they were said of.
import type { Remedy } from '../model/remedy.ts';
import type { Run, Warning } from '../model/run.ts';
import { listText } from '../text/list-text.ts';
import { EVERY_TARGET, everyBenchmark, numbersOf } from './messages/notes.ts';
import { targetNotes } from './target-notes.ts';

export interface WarningGroup {
  readonly code: Warning['code'];
  readonly message: string;
  /**
   * Where it was said, such as `kernels/parse and kernels/sort for znver4`: places of the same targets together. Empty for the
   * whole run.
   */
  readonly places: readonly string[];
  readonly remedies: readonly Remedy[];
  /** What the message only counts. */
  readonly files: readonly string[];
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
    const key = JSON.stringify([warning.code, warning.alike ?? warning.message]);
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
      files: [...new Set(warnings.flatMap(({ files = [] }) => files))],
    }));
}

/** What may mean that something else was measured than the reader thinks. */
const FIRST: readonly Warning['code'][] = [
  'not-the-projects-program',
  'departs-from-direct-build',
  ...(['partial-record', 'outdated-record', 'outdated-reply', 'guessed-flags'] as const),
  ...(['unused-presets', 'debug-build', 'short-program'] as const),
];

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
  return `${first} ${numbersOf({ place: place ?? 'the first' })}`;
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
    const forTargets = all ? EVERY_TARGET : listText(targets, PLACE_LIMIT);
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
    left.splice(at, 0, everyBenchmark({ program: name }));
  }
  return left;
}
