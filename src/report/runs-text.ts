// The list for `retarget runs`: stored runs, and the files among them that cannot be read.
import type { RunListing, RunSummary, UnreadableRun } from '../model/run-summary.ts';
import { runLabel } from './run-label.ts';
import { colorsFor } from './terminal-style.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { paragraph, textOf } from './text-layout.ts';
import { visibleText } from '../text/visible-text.ts';
import { listText } from '../text/list-text.ts';
import { counted } from '../text/plural.ts';

/** In the order given; ends with a newline. */
export function runsText(listings: readonly RunListing[], style: TerminalStyle): string {
  const colors = colorsFor(style);
  if (listings.length === 0) return 'No runs are stored here yet.\n';
  const runs = listings.filter((listing) => listing.kind === 'run');
  const unreadable = listings.filter((listing) => listing.kind === 'unreadable');
  return textOf([
    ...runs.flatMap((run) => runLines(run, style)),
    ...(unreadable.length === 0
      ? []
      : [
          ...(runs.length === 0 ? [] : ['']),
          colors.yellow(`${counted(unreadable.length, 'file')} could not be read:`),
          ...unreadable.flatMap((listing) => unreadableLines(listing, style)),
        ]),
  ]);
}

function runLines(run: RunSummary, style: TerminalStyle): string[] {
  const colors = colorsFor(style);
  const state = run.state === 'finished' ? '' : colors.yellow(`  ${run.state}`);
  const others = run.targets.filter((name) => name !== run.baseline);
  const programs = visibleText(listText(run.programs, 4));
  const what = `${listText(others, 6)} against ${run.baseline}`;
  const told = run.headline ?? what;
  return [
    `${colors.bold(visibleText(run.id))}  ${runLabel(run)}  ${programs}${state}`,
    ...paragraph(
      visibleText(
        others.length === 0 && run.headline === undefined ? `only ${run.baseline}` : told,
      ),
      style,
      '  ',
    ),
  ];
}

function unreadableLines({ path, failure }: UnreadableRun, style: TerminalStyle): string[] {
  const text = failure.message.includes(path) ? failure.message : `${path}: ${failure.message}`;
  return paragraph(visibleText(text), style, '  ', 4);
}
