// The editor as the page sees it: messages both ways, checked, and a little memory that outlives the page.
import type { FromPage, ToPage } from '../src/protocol/page-messages.ts';

/** What VS Code gives to its webviews. */
export interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: undefined | (() => EditorApi);

/** Present only in an editor's webview. */
export function editorApi(): EditorApi | undefined {
  return typeof acquireVsCodeApi === 'undefined' ? undefined : acquireVsCodeApi();
}

export function postToEditor(api: EditorApi, message: FromPage): void {
  api.postMessage(message);
}

/** Only an editor's webview listens: in a browser any other window could send messages. */
export function listen(hear: (message: ToPage) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isToPage(data)) hear(data);
  });
}

/** What each kind of message must hold for the page to act on it. */
const SHAPES: Readonly<Record<ToPage['type'], Readonly<Record<string, string>>>> = {
  subject: { subject: 'object' },
  'run-piece': { text: 'string', index: 'number', last: 'boolean', brief: 'boolean' },
  progress: {},
  comparison: { headline: 'string', comparison: 'object' },
  notice: { text: 'string', offers: 'object' },
  said: { text: 'string' },
};

function isToPage(data: unknown): data is ToPage {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  const fields = data as Readonly<Record<string, unknown>>;
  const shape = Object.entries(SHAPES).find(([type]) => type === fields['type'])?.[1];
  if (shape === undefined) return false;
  return Object.entries(shape).every(
    ([name, type]) => typeof fields[name] === type && fields[name] !== null,
  );
}
