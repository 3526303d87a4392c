// Reads messages whose parameters are what the protocol says: the library, and all behind it, rely on that.
import type { Readable } from 'node:stream';
import {
  ErrorCodes,
  Message,
  StreamMessageReader,
  type DataCallback,
  type Disposable,
  type ResponseMessage,
} from 'vscode-languageserver/node';
import { wrongParams } from './messages.ts';
import { STANDARD_PARAMS } from './standard-params.ts';

/** Passes on what is well formed. A request that is not is answered with `InvalidParams`; a notification is ignored. */
export class CheckedReader extends StreamMessageReader {
  readonly #answer: (response: ResponseMessage) => void;

  constructor(input: Readable, answer: (response: ResponseMessage) => void) {
    super(input);
    this.#answer = answer;
  }

  override listen(callback: DataCallback): Disposable {
    return super.listen((message) => {
      const wrong = wrongIn(message);
      if (wrong === undefined) callback(message);
      else if (Message.isRequest(message)) {
        const { jsonrpc, id } = message;
        this.#answer({ jsonrpc, id, error: { code: ErrorCodes.InvalidParams, message: wrong } });
      }
    });
  }
}

/** The first thing that is wrong with a message's parameters, in words. */
function wrongIn(message: Message): string | undefined {
  if (!Message.isRequest(message) && !Message.isNotification(message)) return undefined;
  const { method, params } = message;
  const schema = Object.hasOwn(STANDARD_PARAMS, method) ? STANDARD_PARAMS[method] : undefined;
  const issue = schema?.safeParse(params).error?.issues[0];
  if (issue === undefined) return undefined;
  return wrongParams({ method, place: issue.path.join('.'), reason: issue.message });
}
