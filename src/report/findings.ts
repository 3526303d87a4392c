// What a reader would not expect of a run, as data: at most three things, the most surprising first.
import type { Interval, Run } from '../model/run.ts';
import { listedShares } from './asking-words.ts';
import type { Recommendation } from './recommendation.ts';
import { comparedPrograms, targetSums, type Place, type TargetSum } from './target-sum.ts';
import { departing } from './verification-text.ts';

export type Finding =
  | { readonly kind: 'other-program'; readonly programs: readonly string[] }
  | {
      readonly kind: 'broken';
      readonly targets: readonly string[];
      readonly wrong: readonly string[];
      readonly failed: readonly string[];
    }
  | { readonly kind: 'uncompared'; readonly benchmarks: readonly string[] }
  | { readonly kind: 'unmeasured'; readonly programs: readonly string[] }
  | { readonly kind: 'departs'; readonly targets: readonly string[] }
  /** Code for a CPU, written by hand, that is slower than the compiler's. Parts of 1. */
  | {
      readonly kind: 'specific-slower';
      readonly files: readonly string[];
      readonly targets: readonly string[];
      readonly least: number;
      readonly most: number;
    }
  | {
      readonly kind: 'faster-with-losses';
      readonly target: string;
      readonly speedup: Interval;
      readonly slower: readonly Place[];
    }
  | { readonly kind: 'faster-here'; readonly target: string; readonly speedup: Interval }
  | {
      readonly kind: 'no-more';
      readonly targets: readonly string[];
      readonly than: string;
    }
  | { readonly kind: 'slower-in'; readonly target: string; readonly place: Place }
  | { readonly kind: 'most-of-it'; readonly most: Place; readonly even: readonly string[] }
  | { readonly kind: 'bitcode-only' }
  | {
      readonly kind: 'cannot-run';
      readonly target: string;
      readonly missing: readonly string[];
    }
  | {
      readonly kind: 'identical';
      readonly targets: readonly string[];
      readonly to: string | undefined;
    };

/** As many as are read. */
const MOST = 3;

/** At most three, in the order of what changes a reader's mind: what is wrong, what costs, what gains. */
export function findingsOf(run: Run, recommendation: Recommendation): Finding[] {
  if (recommendation.kind === 'nothing') return otherProgram(run).slice(0, MOST);
  const sums = targetSums(run);
  return [
    ...otherProgram(run),
    ...broken(sums),
    ...unmeasured(run),
    ...departed(run),
    ...(run.settings.bitcodeOnly === true ? [{ kind: 'bitcode-only' } as const] : []),
    ...specificSlower(run),
    ...notChosen(run, sums, recommendation),
    ...worstLoss(sums, recommendation),
    ...mostOfIt(sums, recommendation),
    ...cannotRun(run),
    ...identical(sums, recommendation),
  ].slice(0, MOST);
}

function otherProgram({ programs }: Run): Finding[] {
  const names = programs
    .filter(({ ownProgram }) => ownProgram?.state === 'different')
    .map(({ name }) => name);
  return names.length === 0 ? [] : [{ kind: 'other-program', programs: names }];
}

/** Targets that fail in the same way are one thing to know. */
function broken(sums: readonly TargetSum[]): Finding[] {
  const groups = new Map<string, Extract<Finding, { kind: 'broken' }>>();
  for (const { target, wrong, failed } of sums) {
    if (wrong.length + failed.length === 0) continue;
    const key = JSON.stringify([wrong, failed]);
    const targets = [...(groups.get(key)?.targets ?? []), target];
    groups.set(key, { kind: 'broken', targets, wrong, failed });
  }
  return [...groups.values()];
}

function unmeasured(run: Run): Finding[] {
  const compared = comparedPrograms(run);
  const programs = run.programs
    .filter((program) => !compared.includes(program))
    .map(({ name }) => name);
  const benchmarks = compared.flatMap((program) =>
    program.benchmarks.flatMap(({ benchmark, failure }) =>
      failure === undefined
        ? []
        : [compared.length > 1 ? `${program.name}/${benchmark.name}` : benchmark.name],
    ),
  );
  return [
    ...(benchmarks.length === 0 ? [] : [{ kind: 'uncompared', benchmarks } as const]),
    ...(programs.length === 0 || run.state === 'running'
      ? []
      : [{ kind: 'unmeasured', programs } as const]),
  ];
}

function departed(run: Run): Finding[] {
  const targets = run.targets
    .map(({ name }) => name)
    .filter((name) => run.programs.some((program) => departing(program, name) > 0));
  return targets.length === 0 ? [] : [{ kind: 'departs', targets }];
}

function specificSlower(run: Run): Finding[] {
  const groups = new Map<string, Extract<Finding, { kind: 'specific-slower' }>>();
  for (const { target, files, share } of listedShares(run)) {
    if (share.high >= 1) continue;
    const loss = 1 - share.estimate;
    const key = JSON.stringify(files);
    const { targets, least, most } = groups.get(key) ?? { targets: [], least: loss, most: loss };
    groups.set(key, {
      ...{ kind: 'specific-slower', files, targets: [...targets, target] },
      ...{ least: Math.min(least, loss), most: Math.max(most, loss) },
    });
  }
  return [...groups.values()];
}

/** Why targets that look as fast as the recommended one, or faster, are not recommended. */
function notChosen(
  { settings }: Run,
  sums: readonly TargetSum[],
  recommendation: Recommendation,
): Finding[] {
  if (recommendation.kind !== 'build') return [];
  const chosen = sums.find(({ target }) => target === recommendation.target);
  if (chosen?.speedup === undefined) return [];
  const close = 1 + settings.precision;
  const right = sums.filter(
    (sum) => sum !== chosen && sum.outcomes.includes('faster') && sum.speedup !== undefined,
  );
  const even = right.filter(
    ({ rank, slower }) =>
      slower.length === 0 && rank * close >= chosen.rank && rank <= chosen.rank * close,
  );
  const faster = right
    .filter((sum) => !even.includes(sum) && sum.rank > chosen.rank)
    .sort((a, b) => b.rank - a.rank)
    .map(({ target, speedup, slower }): Finding | undefined => {
      if (speedup === undefined) return undefined;
      return slower.length > 0
        ? { kind: 'faster-with-losses', target, speedup, slower }
        : { kind: 'faster-here', target, speedup };
    })
    .filter((finding) => finding !== undefined);
  const more = even.filter(({ features }) => features > chosen.features);
  if (more.length === 0) return faster;
  const targets = more.map(({ target }) => target);
  return [...faster, { kind: 'no-more', targets, than: chosen.target }];
}

/** The worst that a target other than the recommended one does to a benchmark. */
function worstLoss(sums: readonly TargetSum[], recommendation: Recommendation): Finding[] {
  const chosen = recommendation.kind === 'build' ? recommendation.target : undefined;
  const [worst] = sums
    .filter(({ target, outcomes }) => target !== chosen && !outcomes.includes('wrong'))
    .flatMap(({ target, slower }) => slower.map((place) => ({ target, place })))
    .sort((a, b) => (a.place.speedup?.estimate ?? 1) - (b.place.speedup?.estimate ?? 1));
  return worst === undefined ? [] : [{ kind: 'slower-in', ...worst }];
}

/** A gain this much above another counts as another size of gain. */
const STANDS_OUT = 1.1;

function mostOfIt(sums: readonly TargetSum[], recommendation: Recommendation): Finding[] {
  if (recommendation.kind !== 'build' && recommendation.kind !== 'too-little') return [];
  const chosen = sums.find(({ target }) => target === recommendation.target);
  const [most, next] = [...(chosen?.faster ?? [])].sort(
    (a, b) => (b.speedup?.estimate ?? 0) - (a.speedup?.estimate ?? 0),
  );
  if (most?.speedup === undefined || chosen === undefined) return [];
  const even = chosen.even.map(({ name }) => name);
  const rest = next?.speedup?.estimate ?? 1;
  const several = chosen.faster.length + even.length > 1;
  return several && (even.length > 0 || most.speedup.estimate > rest * STANDS_OUT)
    ? [{ kind: 'most-of-it', most, even }]
    : [];
}

function cannotRun({ targets }: Run): Finding[] {
  return targets.flatMap(({ name, fit }): Finding[] =>
    fit.kind === 'cannot-run' ? [{ kind: 'cannot-run', target: name, missing: fit.missing }] : [],
  );
}

function identical(sums: readonly TargetSum[], recommendation: Recommendation): Finding[] {
  if (recommendation.kind === 'stay' && recommendation.why === 'identical code') return [];
  const groups = new Map<string | undefined, string[]>();
  for (const { target, outcomes, sameAs } of sums) {
    if (outcomes.length === 0 || outcomes.some((outcome) => outcome !== 'identical code')) continue;
    groups.set(sameAs, [...(groups.get(sameAs) ?? []), target]);
  }
  return [...groups].map(([to, targets]) => ({ kind: 'identical', targets, to }));
}
