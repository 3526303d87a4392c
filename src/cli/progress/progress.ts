// Progress on standard error: a screen drawn in place on a terminal, plain lines elsewhere, nothing when it is not wanted.
import { visibleText } from '../../text/visible-text.ts';
import type { CommandContext } from '../context.ts';
import { LongCheck } from './long-check.ts';
import { plainLines } from './progress-lines.ts';
import { INITIAL, nextState } from '../../report/progress-state.ts';
import type { ProgressDisplay } from './screen-progress.ts';

export async function openProgress(
  context: Pick<CommandContext, 'stderr' | 'env' | 'errorStyle' | 'note'>,
  quiet = false,
): Promise<ProgressDisplay> {
  if (quiet) return waitingOnly(context);
  const { stderr, env } = context;
  const interactive = stderr.isTTY && env['TERM'] !== 'dumb' && isUnset(env['CI']);
  if (!interactive) return lineProgress(context);
  const { screenProgress } = await import('./screen-progress.ts');
  return screenProgress(context);
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
