// What can come back from the server instead of an answer.
import * as vscode from 'vscode';
import type { Failure } from '../model/failure.ts';
import type { FailureData } from '../protocol/server-requests.ts';

/** What the server could not do, in its own words. */
export class ServerFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.name = 'ServerFailure';
    this.failure = failure;
  }
}

/** The server ended before it answered. */
export class ServerStopped extends Error {
  constructor(options?: { cause?: unknown }) {
    super(vscode.l10n.t('The Retarget server stopped before it responded.'), options);
    this.name = 'ServerStopped';
  }
}

/**
 * Of JSON-RPC: a connection that is closed (1) or disposed (2); what could not be written (-32099) or read (-32098); answers
 * that will not come any more (-32097); a connection that does not listen (-32096).
 */
const CONNECTION_CODES = new Set([1, 2, -32099, -32098, -32097, -32096]);

/** What a request to the server threw, as one of the above where it is one. */
export function errorFrom(error: unknown): Error {
  const { data, code } = (error ?? {}) as { data?: Partial<FailureData>; code?: unknown };
  if (data?.failure !== undefined) return new ServerFailure(data.failure, { cause: error });
  if (typeof code === 'number' && CONNECTION_CODES.has(code)) {
    return new ServerStopped({ cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** The failure that an error stands for. */
export function failureOfError(error: unknown): Failure {
  if (error instanceof ServerFailure) return error.failure;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: 'internal', message, ...(stack === undefined ? {} : { details: stack }) };
}
