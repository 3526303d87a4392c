// What to build for, as the first lines of a report for a terminal.
import type { Run } from '../model/run.ts';
import { adviceOf } from './advice.ts';
import { colorsFor, type TerminalStyle } from './terminal-style.ts';
import { paragraph } from './text-layout.ts';

/** The sentence, and the facts below it; nothing where the run compared nothing, as the report's last line says. */
export function adviceLines(run: Run, style: TerminalStyle): string[] {
  const { kind, sentence, facts } = adviceOf(run);
  if (kind === 'nothing') return [];
  return [
    ...paragraph(sentence, style).map((line) => colorsFor(style).bold(line)),
    ...facts.flatMap((fact) => paragraph(fact, style, '  ', 4)),
  ];
}
