// What `retarget record` says when the build has ended: what is known now, and what comes next.
import type { Warning } from '../model/run.ts';
import { argvText } from '../text/argv-text.ts';
import { colorsFor } from './terminal-style.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { columnLines } from './text-columns.ts';
import { paragraph, plainWhereNeeded, textOf } from './text-layout.ts';
import { visibleText } from '../text/visible-text.ts';
import { listText } from '../text/list-text.ts';
import { counted } from '../text/plural.ts';

export interface RecordListing {
  readonly end: { readonly exitCode?: number; readonly signal?: string };
  /** The user stopped it. */
  readonly interrupted: boolean;
  /** Calls that said something about files that are there. */
  readonly seen: number;
  /** Where it is kept. */
  readonly record?: string;
  /** Executables that are seen and cannot be profiled. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  readonly executables: readonly {
    readonly name: string;
    readonly units: number;
    readonly libraries: readonly string[];
    readonly linkedNow: boolean;
    readonly warnings: readonly Warning[];
  }[];
}

const MOST_EXECUTABLES = 40;
const MOST_NEXT = 8;

/**
 * @param command the build, as it was called
 * @param next commands that profile what it made; ends with a newline.
 */
export function recordText(
  { end, interrupted, seen, record, executables, refused }: RecordListing,
  command: readonly string[],
  next: readonly (readonly string[])[],
  style: TerminalStyle,
): string {
  const colors = colorsFor(style);
  const name = visibleText(argvText(command));
  const ended = end.signal ?? `exit code ${end.exitCode ?? 'unknown'}`;
  const lines: string[] = [];
  if (interrupted) {
    const kept =
      seen > 0
        ? 'What it built so far is recorded. To continue, run the same command again without cleaning. Only the rest is compiled.'
        : 'It had not built anything yet, so nothing was recorded.';
    lines.push(...paragraph(`${name} was interrupted. ${kept}`, style));
  } else if (end.exitCode !== 0) {
    lines.push(...paragraph(colors.red(`The build failed: ${name} (${ended}).`), style));
    if (seen > 0) lines.push('What it built before that is recorded.');
  } else if (seen === 0) {
    lines.push(
      ...paragraph(
        `Nothing was compiled while ${name} ran, because the build is up to date. The earlier recording is unchanged.`,
        style,
      ),
    );
  } else {
    lines.push(...paragraph(`Recorded ${name}.`, style));
  }
  if (executables.length > 0) lines.push('', ...table(executables, style));
  else if (record !== undefined && refused.length === 0) lines.push('', 'It made no executable.');
  if (refused.length > 0)
    lines.push('', 'Cannot be profiled, because clang cannot link them again for a target:');
  for (const each of refused) lines.push(visibleText(`  ${each.name} (${each.reason})`));
  const warnings = grouped(executables);
  if (warnings.length > 0) {
    lines.push('', colors.bold('Warnings'));
    for (const text of warnings) lines.push(...paragraph(visibleText(text), style, '  ', 4));
  }
  if (record !== undefined) lines.push('', `Saved in ${visibleText(record)}`);
  if (!interrupted) lines.push(...nextLines(next, end.exitCode === 0));
  return plainWhereNeeded(textOf(lines), style);
}

function nextLines(next: readonly (readonly string[])[], endedWell: boolean): string[] {
  const texts = next.map((argv) => visibleText(argvText(argv)));
  const [only, ...others] = texts;
  if (only === undefined) return [];
  const anyway = endedWell ? '' : ' anyway';
  if (others.length === 0) return [`To profile it${anyway}: ${only}`];
  const shown = texts.slice(0, MOST_NEXT).map((text) => `  ${text}`);
  const more = texts.length - shown.length;
  return [
    `To profile one of them${anyway}:`,
    ...shown,
    ...(more > 0 ? [`  (and ${more} more)`] : []),
  ];
}

function table(executables: RecordListing['executables'], style: TerminalStyle): string[] {
  const colors = colorsFor(style);
  const rows = executables
    .slice(0, MOST_EXECUTABLES)
    .map(({ name, units, libraries, linkedNow }) => [
      colors.bold(visibleText(name)),
      counted(units, 'unit'),
      libraries.length === 0 ? '' : `with ${visibleText(listText(libraries, 4))}`,
      linkedNow ? '' : 'recorded earlier',
    ]);
  const more = executables.length - rows.length;
  return [...columnLines(rows, []), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** What is true of several executables is said once. */
function grouped(executables: RecordListing['executables']): string[] {
  const places = new Map<string, string[]>();
  for (const { name, warnings } of executables) {
    for (const { message } of warnings) {
      places.set(message, [...(places.get(message) ?? []), name]);
    }
  }
  return [...places].map(([message, names]) =>
    names.length === executables.length ? message : `${listText(names, 3)}: ${message}`,
  );
}
