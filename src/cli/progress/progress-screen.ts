// Progress as a few lines that a terminal shows in place: what is being built or measured, and how long it may take.
import type { Comparison } from '../../model/run.ts';
import { boundsText, ratioText } from '../../report/format.ts';
import type { TerminalStyle } from '../../report/terminal-style.ts';
import { colorsFor } from '../../report/terminal-style.ts';
import { cut } from '../../report/text-layout.ts';
import { variantText } from '../../text/variant-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { ProgressState } from '../../report/progress-state.ts';
import {
  itemText,
  placeText,
  precisionText,
  timeLeftText,
  untilBuiltText,
} from '../../report/progress-words.ts';
import { counted } from '../../text/plural.ts';

/** Targets shown with their intervals; a screen that fills the terminal would scroll. */
const MOST_TARGETS = 8;
const BAR_WIDTH = 20;

/** The screen's text, without a last newline. */
export function screenText(state: ProgressState, style: TerminalStyle): string {
  return linesOf(state, style)
    .map((line) => cut(line, style.columns - 1, style))
    .join('\n');
}

function linesOf(state: ProgressState, style: TerminalStyle): string[] {
  if (state.waiting !== undefined) return [visibleText(state.waiting)];
  if (state.preparing !== undefined) return [visibleText(state.preparing)];
  if (state.building !== undefined) return buildingLines(state.building, style);
  const { checking, measuring } = state;
  if (checking !== undefined) {
    const target = visibleText(variantText(checking.variant));
    return [`${titleText(checking, state, style)}: checking output for ${target}`];
  }
  if (measuring !== undefined) return measuringLines(state, measuring, style);
  return [
    state.run === undefined
      ? 'Examining the toolchain, the host and the project'
      : 'Preparing the next step',
  ];
}

function buildingLines(
  { last }: NonNullable<ProgressState['building']>,
  style: TerminalStyle,
): string[] {
  const { program, done, total } = last;
  const bar = barText(done / Math.max(1, total), style);
  const left = untilBuiltText(last);
  return [
    `${colorsFor(style).bold(visibleText(program))}: building ${bar} ${done} of ${total} steps`,
    `  ${last.step}: ${visibleText(itemText(last.item))}`,
    ...(left === '' ? [] : [`  ${left}`]),
  ];
}

function measuringLines(
  state: ProgressState,
  measuring: NonNullable<ProgressState['measuring']>,
  style: TerminalStyle,
): string[] {
  const measured = measuring.comparisons.filter(({ speedup }) => speedup !== undefined);
  const shown = measured.slice(0, MOST_TARGETS);
  const width = Math.max(0, ...shown.map(({ target }) => visibleText(target).length));
  const more = measured.length - shown.length;
  const left = timeLeftText(state);
  return [
    `${titleText(measuring, state, style)}: ${counted(measuring.rounds, 'round')}`,
    ...shown.map((comparison) => `  ${targetText(comparison, width)}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    `  ${precisionText(measuring, style.unicode)}`,
    ...(left === '' ? [] : [`  ${left}`]),
  ];
}

function titleText(
  of: { readonly program: string; readonly benchmark: string },
  { finished, total }: ProgressState,
  style: TerminalStyle,
): string {
  const place = colorsFor(style).bold(placeText(of));
  return total === undefined ? place : `${place} (${finished + 1} of ${total})`;
}

function targetText({ target, speedup }: Comparison, width: number): string {
  const name = visibleText(target).padEnd(width);
  return speedup === undefined ? name : `${name}  ${ratioText(speedup)} ${boundsText(speedup)}`;
}

function barText(fraction: number, { unicode }: TerminalStyle): string {
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH);
  const [full, empty] = unicode ? ['\u2588', '\u2591'] : ['#', '.'];
  return full.repeat(filled) + empty.repeat(BAR_WIDTH - filled);
}
