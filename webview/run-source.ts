// Where runs come from: the report carries one as data; in an editor they arrive as messages.
import type { Run } from '../src/model/run.ts';

/** What VS Code gives to its webviews. */
declare const acquireVsCodeApi: undefined | (() => { postMessage(message: unknown): void });

/** Messages to the page. */
export interface RunMessage {
  readonly type: 'run';
  readonly run: Run;
}

/**
 * Calls `show` with every run that arrives.
 * Only an editor's webview listens for messages: in a browser any other window could send them.
 */
export function listenForRuns(elementId: string, show: (run: Run) => void): void {
  const embedded = document.getElementById(elementId)?.textContent;
  if (embedded !== undefined && embedded !== '') show(JSON.parse(embedded) as Run);
  if (typeof acquireVsCodeApi === 'undefined') return;
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isRunMessage(data)) show(data.run);
  });
  acquireVsCodeApi().postMessage({ type: 'ready' });
}

function isRunMessage(data: unknown): data is RunMessage {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'run' &&
    'run' in data &&
    typeof data.run === 'object' &&
    data.run !== null
  );
}
