// Text from runs, tools, hosts and paths on its way into the editor: every character visible, no longer than anybody reads, and
// never taken for the editor's own markup.
import { visibleLines, visibleText } from '../text/visible-text.ts';

/** UTF-16 units. */
const ROW = 200;
const MESSAGE = 400;
const TOOLTIP = 4000;

/** For the label or description of a row in a tree. */
export function rowText(text: string): string {
  return cut(visibleText(text), ROW);
}

/** For a tooltip that is a plain string, or for a screen reader; may have several lines. */
export function tooltipText(text: string): string {
  return cut(visibleLines(text), TOOLTIP);
}

/** For quick picks and the status bar, where `$(name)` would become an icon. */
export function pickText(text: string): string {
  return rowText(text).replaceAll('$(', '\\$(');
}

/** One line for a message, where `[words](command:...)` would become a link that runs a command. */
export function messageText(text: string): string {
  return cut(visibleText(text.trim()), MESSAGE).replaceAll('](', '] (');
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // Not through the middle of a character of two units.
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/u, '')}\u2026`;
}
