// Progress on standard error: a screen drawn in place on a terminal, plain lines elsewhere, nothing when it is not wanted.
import { createLogUpdate } from 'log-update';
import type { OnProfileEvent } from '../../model/event.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { CommandContext } from '../context.ts';
import { LongCheck } from './long-check.ts';
import { lastingLines, plainLines } from './progress-lines.ts';
import { screenText } from './progress-screen.ts';
import type { ProgressState } from '../../report/progress-state.ts';
import { INITIAL, nextState } from '../../report/progress-state.ts';

export interface ProgressDisplay {
  readonly onEvent: OnProfileEvent;
  /** Takes the screen away and gives the cursor back; whatever is written next starts on a line of its own. */
  readonly close: () => void;
}

/** Milliseconds between two drawings: quick enough to follow, and next to nothing beside what is measured. */
const DRAW_EVERY = 200;

export function openProgress(
  context: Pick<CommandContext, 'stderr' | 'env' | 'errorStyle' | 'note'>,
  quiet = false,
): ProgressDisplay {
  if (quiet) return waitingOnly(context);
  const { stderr, env } = context;
  const interactive = stderr.isTTY && env['TERM'] !== 'dumb' && isUnset(env['CI']);
  return interactive ? screenProgress(context) : lineProgress(context);
}

/** Quiet is not silent where nothing happens for as long as somebody else takes. */
function waitingOnly({ note }: Pick<CommandContext, 'note'>): ProgressDisplay {
  return {
    onEvent: (event) => {
      if (event.type === 'waiting') note(`${visibleText(event.message)}\n`);
    },
    close: () => undefined,
  };
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === '' || value === '0' || value === 'false';
}

function lineProgress({ note }: Pick<CommandContext, 'note'>): ProgressDisplay {
  let state = INITIAL;
  const long = new LongCheck((line) => note(`${line}\n`));
  return {
    onEvent: (event) => {
      for (const line of plainLines(event, state)) note(`${line}\n`);
      state = nextState(state, event);
      long.hear(event, state);
    },
    close: () => {
      long.stop();
    },
  };
}

function screenProgress({
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
