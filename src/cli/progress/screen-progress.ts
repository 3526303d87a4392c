// Progress as a screen drawn in place, on a terminal. What draws it is loaded there alone: it takes a tenth of a command's start.
import { createLogUpdate } from 'log-update';
import type { OnProfileEvent } from '../../model/event.ts';
import type { ProgressState } from '../../report/progress-state.ts';
import { INITIAL, nextState } from '../../report/progress-state.ts';
import type { CommandContext } from '../context.ts';
import { LongCheck } from './long-check.ts';
import { lastingLines } from './progress-lines.ts';
import { screenText } from './progress-screen.ts';

export interface ProgressDisplay {
  readonly onEvent: OnProfileEvent;
  /** Takes the screen away and gives the cursor back; whatever is written next starts on a line of its own. */
  readonly close: () => void;
}

/** Milliseconds between two drawings: quick enough to follow, and next to nothing beside what is measured. */
const DRAW_EVERY = 200;

export function screenProgress({
  stderr,
  errorStyle,
}: Pick<CommandContext, 'stderr' | 'errorStyle'>): ProgressDisplay {
  const screen = createLogUpdate(stderr);
  let state: ProgressState = INITIAL;
  let timer: NodeJS.Timeout | undefined;
  let drawn = 0;
  const draw = (): void => {
    clearTimeout(timer);
    timer = undefined;
    drawn = Date.now();
    screen(screenText(state, { ...errorStyle, columns: stderr.columns }));
  };
  draw();
  const long = new LongCheck((line) => {
    screen.persist(line);
    draw();
  });
  return {
    onEvent: (event) => {
      const lines = lastingLines(event, state, errorStyle.unicode);
      state = nextState(state, event);
      for (const line of lines) screen.persist(line);
      if (lines.length > 0 || Date.now() - drawn >= DRAW_EVERY) draw();
      else timer ??= setTimeout(draw, DRAW_EVERY);
      long.hear(event, state);
    },
    close: () => {
      long.stop();
      clearTimeout(timer);
      screen.clear();
      screen.done();
    },
  };
}
