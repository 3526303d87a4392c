// Two stored runs of one program, held against each other: what changed for each target.
import { FailureError } from '../model/failure.ts';
import type { RunChange, RunComparison, RunName } from '../model/run-comparison.ts';
import type { Run } from '../model/run.ts';
import { holmAdjusted } from '../stats/holm.ts';
import { median } from '../stats/spread.ts';
import { decideVerdict } from '../stats/verdict.ts';
import { changeRows, type ChangeRow } from './run-changes.ts';
import * as say from './messages/runs.ts';

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
    runs: { before: nameOf(before), after: nameOf(after) },
    notes: [...differences(before, after), ...unpairedNotes(rows, together)],
    rows: judged(rows, precision, together),
  };
}

function nameOf({ id, name, startedAt, source }: Run): RunName {
  return {
    ...{ id, startedAt },
    ...(name === undefined ? {} : { name }),
    ...(source === undefined ? {} : { source }),
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
  const notes = [say.baselineChanged()];
  if (together !== undefined) {
    notes.push(say.allChangedAlike({ factor: together }));
  }
  return notes;
}

function differences(before: Run, after: Run): string[] {
  const notes: string[] = [];
  if (before.host.id !== after.host.id) {
    notes.push(say.hostsDiffer({ before: before.host.brand, after: after.host.brand }));
  }
  if (before.toolchain.banner !== after.toolchain.banner) {
    const [old, recent] = [before.toolchain.version, after.toolchain.version];
    notes.push(say.toolchainsDiffer({ before: old, after: recent }));
  }
  if (before.baseline !== after.baseline) {
    notes.push(say.baselinesDiffer({ before: before.baseline, after: after.baseline }));
  }
  if (before.settings.pin !== after.settings.pin) {
    notes.push(say.pinsDiffer());
  }
  const bitcodeOnly = [before, after].filter(({ settings }) => settings.bitcodeOnly === true);
  const [bitcode, ...others] = bitcodeOnly;
  if (bitcode !== undefined && others.length === 0) {
    notes.push(say.bitcodeDiffers({ run: bitcode.id }));
  }
  for (const run of [before, after]) {
    if (run.state !== 'finished') notes.push(say.runIncomplete({ run: run.id, state: run.state }));
  }
  return notes;
}

function differentHosts(before: Run, after: Run): FailureError {
  return new FailureError({
    code: 'runs-differ',
    ...say.otherHosts({
      before: { host: before.host.brand, run: before.id },
      after: { host: after.host.brand, run: after.id },
    }),
  });
}

/** What a run could share with another one. */
function holds({ programs, targets }: Run): say.Holds {
  return {
    programs: programs.map(({ name }) => name),
    benchmarks: programs.flatMap(({ benchmarks }) =>
      benchmarks.map(({ benchmark }) => benchmark.name),
    ),
    targets: targets.map(({ name }) => name),
  };
}

function nothingShared(before: Run, after: Run): FailureError {
  return new FailureError({
    code: 'runs-differ',
    ...say.nothingInCommon({
      ...{ before: before.id, after: after.id },
      has: { before: holds(before), after: holds(after) },
    }),
  });
}
