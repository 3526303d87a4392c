// Whether the commands of a record that came with a clone are run: a trusted workspace has said so, any other client is asked.
import type { ConfirmRecord } from '../../profile/confirm-record.ts';
import { visibleLines } from '../../text/visible-text.ts';
import { allowRecord, recordQuestion } from '../messages.ts';
import type { ServerContext } from '../server-context.ts';

/**
 * VS Code asks whether a folder's authors are trusted before anything of it is run, recorded builds too; and it opens nothing
 * of an untrusted one. Clients without such a question get this one, which runs nothing unless it is answered.
 */
export function recordConfirmation(
  context: Pick<ServerContext, 'asksForTrust' | 'connection'>,
  signal: AbortSignal,
): ConfirmRecord {
  return async ({ message, commands }) => {
    if (context.asksForTrust()) return true;
    const asked = context.connection.window.showWarningMessage(
      visibleLines(recordQuestion({ message, commands })),
      { title: allowRecord },
    );
    // A client that cannot ask has not been told yes.
    const answer = await Promise.race([asked.catch(() => undefined), aborted(signal)]);
    signal.throwIfAborted();
    return answer?.title === allowRecord;
  };
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
