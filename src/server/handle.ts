// One way to answer a request: parameters checked, the protocol's token made a signal, failures sent as data.
import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
} from 'vscode-languageserver/node';
import type { z } from 'zod';
import { failureOf } from '../model/failure-of.ts';
import type { FailureData, ServerRequests } from '../protocol/server-requests.ts';
import { REQUEST_PARAMS } from './request-params.ts';
import type { ServerContext } from './server-context.ts';

type Params<Method extends keyof ServerRequests> = ServerRequests[Method]['params'];
type Result<Method extends keyof ServerRequests> = ServerRequests[Method]['result'];

/** Answers a request of `protocol/server-requests.ts`. What `work` throws is sent as its failure. */
export function handle<Method extends keyof ServerRequests>(
  context: ServerContext,
  method: Method,
  work: (params: Params<Method>, signal: AbortSignal) => Promise<Result<Method>>,
): void {
  context.connection.onRequest(method, (...given: unknown[]) => {
    // Parameters may come by position, too; the token is last, always.
    const token = given.pop() as CancellationToken;
    return answered(context, method, token, (signal) =>
      work(checked<Params<Method>>(method, REQUEST_PARAMS[method], given[0]), signal),
    );
  });
}

/**
 * Does the work of a request under a signal that its token, or the server's end, aborts.
 * @throws {ResponseError} and nothing else; its data holds the failure.
 */
export async function answered<T>(
  { closing, log }: Pick<ServerContext, 'closing' | 'log'>,
  what: string,
  token: CancellationToken,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(new DOMException('Cancelled.', 'AbortError'));
  };
  if (token.isCancellationRequested || closing.aborted) abort();
  const listening = token.onCancellationRequested(abort);
  closing.addEventListener('abort', abort, { once: true });
  try {
    return await work(controller.signal);
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    const failure = failureOf(error);
    if (failure.code === 'internal') log.error(`${what}: ${failure.details ?? failure.message}`);
    else log.debug(`${what}: ${failure.message}`);
    const code =
      failure.code === 'interrupted'
        ? LSPErrorCodes.RequestCancelled
        : failure.code === 'internal'
          ? ErrorCodes.InternalError
          : LSPErrorCodes.RequestFailed;
    throw new ResponseError<FailureData>(code, failure.message, { failure });
  } finally {
    listening.dispose();
    closing.removeEventListener('abort', abort);
  }
}

/** @throws {ResponseError} `InvalidParams`, naming the first thing that is wrong. */
export function checked<T>(what: string, schema: z.ZodType<T>, raw: unknown): T {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  const message = `${what}: ${place === '' ? '' : `${place}: `}${issue?.message ?? 'wrong parameters'}`;
  throw new ResponseError<FailureData>(ErrorCodes.InvalidParams, message, {
    failure: { code: 'usage', message },
  });
}
