// What a stored run is called in lists: its time as the user writes times, and its result in a few words.
import * as vscode from 'vscode';
import type { RunSummary } from '../../model/run-summary.ts';

/** Such as `Nov 22, 16:05:01`; with the year where it is not this one. */
export function runTime({ startedAt }: Pick<RunSummary, 'startedAt'>, now = new Date()): string {
  const date = new Date(startedAt);
  const sameYear = date.getFullYear() === now.getFullYear();
  return inWords(date, startedAt, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** To the second. */
export function exactRunTime({ startedAt }: Pick<RunSummary, 'startedAt'>): string {
  return inWords(new Date(startedAt), startedAt, { dateStyle: 'full', timeStyle: 'medium' });
}

function inWords(date: Date, otherwise: string, format: Intl.DateTimeFormatOptions): string {
  // A stored run may hold any text for its time.
  if (Number.isNaN(date.getTime())) return otherwise;
  try {
    return new Intl.DateTimeFormat(vscode.env.language, format).format(date);
  } catch {
    return new Intl.DateTimeFormat(undefined, format).format(date);
  }
}

/** What a run came to in one sentence, or else what was profiled. */
export function runWords({ state, headline, baseline, targets, programs }: RunSummary): string {
  // A headline says by itself that a run is not finished.
  if (headline !== undefined) return headline;
  const others = targets.filter((name) => name !== baseline);
  const what = vscode.l10n.t(
    '{0}: {1} against {2}',
    programs.join(', '),
    others.join(', '),
    baseline,
  );
  return state === 'finished' ? what : `${state}; ${what}`;
}

/** The same in a few words, such as `x86-64-v3 1.42x` or `interrupted, x86-64-v3 1.42x`. */
export function fewRunWords(run: RunSummary): string {
  if (run.brief === undefined) return runWords(run);
  return run.state === 'finished' ? run.brief : `${run.state}, ${run.brief}`;
}
