// Two stored runs of one program, held against each other: what changed for each target.
import { FailureError } from '../model/failure.ts';
import type { RunChange, RunComparison } from '../model/run-comparison.ts';
import type { Run } from '../model/run.ts';
import { holmAdjusted } from '../stats/holm.ts';
import { median } from '../stats/spread.ts';
import { decideVerdict } from '../stats/verdict.ts';
import { changeRows, type ChangeRow } from './run-changes.ts';

/**
 * Up to this factor, a change that all targets of a run share is put down to the machine: one program's times were
 * seen to change by a factor of 1.4 within a minute on shared machines.
 */
const MACHINE_CHANGE = 1.5;

/**
 * Where the baseline's code is the same in both runs, a target is judged by its speedup over it, in which the machine
 * cancels. Otherwise by its times, which were taken at two moments: a change that all targets share is then as likely
 * the machine's as the code's, and is left inconclusive unless it is large.
 * @throws {FailureError} `runs-differ` where the runs share no benchmark, or come from different hosts and
 * `acrossHosts` is not set.
 */
export function compareRuns(
  before: Run,
  after: Run,
  options: { readonly acrossHosts: boolean },
): RunComparison {
  const sameHost = before.host.id === after.host.id;
  if (!sameHost && !options.acrossHosts) throw differentHosts(before, after);
  const { rows, shared } = changeRows(before, after);
  if (!shared) throw nothingShared(before, after);
  const precision = Math.max(before.settings.precision, after.settings.precision);
  const together = movedTogether(rows);
  return {
    ...{ before: before.id, after: after.id, sameHost },
    notes: [...differences(before, after), ...unpairedNotes(rows, together)],
    rows: judged(rows, precision, together),
  };
}

/** Verdicts corrected for the number of rows that were tested. */
function judged(
  rows: readonly ChangeRow[],
  precision: number,
  together: number | undefined,
): RunChange[] {
  const tested = rows.filter((row) => row.evidence !== undefined);
  const adjusted = holmAdjusted(tested.map((row) => row.evidence?.pValue ?? 1));
  return rows.map((row) => {
    const pValue = adjusted[tested.indexOf(row)];
    const { change, evidence } = row;
    if (pValue === undefined || evidence === undefined) return change;
    if (evidence.by === 'time' && together !== undefined) return change;
    return { ...change, verdict: decideVerdict({ speedup: evidence.ratio, pValue, precision }) };
  });
}

/** The factor by which all rows judged by time changed, where one factor is within all their intervals and is not 1. */
function movedTogether(rows: readonly ChangeRow[]): number | undefined {
  const ratios = rows.flatMap(({ evidence }) => (evidence?.by === 'time' ? [evidence.ratio] : []));
  if (ratios.length < 2) return undefined;
  const common = Math.exp(median(ratios.map(({ estimate }) => Math.log(estimate))));
  const size = Math.max(common, 1 / common);
  const explainsAll = ratios.every(({ low, high }) => low <= common && common <= high);
  const explainsNothing = ratios.every(({ low, high }) => low <= 1 && 1 <= high);
  return explainsAll && !explainsNothing && size <= MACHINE_CHANGE ? common : undefined;
}

function unpairedNotes(rows: readonly ChangeRow[], together: number | undefined): string[] {
  if (!rows.some(({ evidence }) => evidence?.by === 'time')) return [];
  const notes = [
    'The baseline changed too, so times are compared that were taken at two different moments: a change of the machine looks like a change of the code.',
  ];
  if (together !== undefined) {
    notes.push(
      `All targets changed by about the same factor (${together.toFixed(2)}): that is as likely the machine as the code, so no verdict is given.`,
    );
  }
  return notes;
}

function differences(before: Run, after: Run): string[] {
  const notes: string[] = [];
  if (before.host.id !== after.host.id) {
    notes.push(
      `The hosts differ (${before.host.brand}, then ${after.host.brand}): times say as much about them as about the code.`,
    );
  }
  if (before.toolchain.banner !== after.toolchain.banner) {
    notes.push(
      `The toolchains differ: LLVM ${before.toolchain.version}, then LLVM ${after.toolchain.version}.`,
    );
  }
  if (before.baseline !== after.baseline) {
    notes.push(
      `The baselines differ (${before.baseline}, then ${after.baseline}): speedups have different meanings.`,
    );
  }
  if (before.settings.pin !== after.settings.pin) {
    notes.push('One of the runs was pinned to a core that the other was not pinned to.');
  }
  const bitcodeOnly = [before, after].filter(({ settings }) => settings.bitcodeOnly === true);
  if (bitcodeOnly.length === 1) {
    notes.push(
      `Run ${bitcodeOnly[0]?.id} is from bitcode only (--bitcode-only), the other one is not: code that looks at the target differs for that reason alone.`,
    );
  }
  for (const run of [before, after]) {
    if (run.state !== 'finished')
      notes.push(`Run ${run.id} is ${run.state}: its numbers may be few.`);
  }
  return notes;
}

function differentHosts(before: Run, after: Run): FailureError {
  return new FailureError({
    code: 'runs-differ',
    message: `The runs come from different hosts: ${before.host.brand} (${before.id}) and ${after.host.brand} (${after.id}).`,
    hint: 'Their times differ for reasons that have nothing to do with the code; compare them all the same with --across-hosts.',
  });
}

function nothingShared(before: Run, after: Run): FailureError {
  return new FailureError({
    code: 'runs-differ',
    message: `The runs ${before.id} and ${after.id} have no benchmark and target in common.`,
    hint: 'Compare two runs of the same program with at least one target that both have.',
  });
}
