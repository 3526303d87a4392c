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
import { initializedTwice, wrongParams } from './messages.ts';
import { STANDARD_PARAMS } from './standard-params.ts';

/**
 * Passes on what is well formed. A request that is not is answered with `InvalidParams`, and a second `initialize` with
 * `InvalidRequest`; a notification is ignored.
 */
export class CheckedReader extends StreamMessageReader {
  readonly #answer: (response: ResponseMessage) => void;
  #initialized = false;

  constructor(input: Readable, answer: (response: ResponseMessage) => void) {
    super(input);
    this.#answer = answer;
  }

  override listen(callback: DataCallback): Disposable {
    return super.listen((message) => {
      const error = this.#errorIn(message);
      if (error === undefined) callback(message);
      else if (Message.isRequest(message)) {
        const { jsonrpc, id } = message;
        this.#answer({ jsonrpc, id, error });
      }
    });
  }

  #errorIn(message: Message): ResponseMessage['error'] {
    const wrong = wrongIn(message);
    if (wrong !== undefined) return { code: ErrorCodes.InvalidParams, message: wrong };
    if (!Message.isRequest(message) || message.method !== 'initialize') return undefined;
    // The protocol allows one: what it begins, such as the watch over the client's process, begins once.
    if (this.#initialized) {
      return { code: ErrorCodes.InvalidRequest, message: initializedTwice() };
    }
    this.#initialized = true;
    return undefined;
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
