// Whether somebody is at the keyboard who can be asked.
import type { ConfirmRecord } from '../profile/confirm-record.ts';
import type { CommandContext } from './context.ts';

/** As for progress that is drawn in place, with somebody at the keyboard; some terminals call a width they do not know 0. */
export function canAsk(
  { json }: { readonly json?: boolean | undefined },
  { stderr, env }: Pick<CommandContext, 'stderr' | 'env'>,
): boolean {
  const { CI: ci } = env;
  const isCi = ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false';
  return (
    json !== true &&
    process.stdin.isTTY &&
    stderr.isTTY &&
    stderr.columns > 0 &&
    env['TERM'] !== 'dumb' &&
    !isCi
  );
}

/** Who is asked before a record's commands are run; nothing where nobody can be: an option says it there. */
export function recordConfirmation(
  options: { readonly json?: boolean | undefined },
  context: CommandContext,
): ConfirmRecord | undefined {
  if (!canAsk(options, context)) return undefined;
  return async (question) => (await import('./ask-record.ts')).askRecord(question, context);
}
