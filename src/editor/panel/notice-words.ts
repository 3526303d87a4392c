// What a page's notice says of an error.
import * as vscode from 'vscode';
import { ServerFailure } from '../server-connection.ts';

export const DIFFERENT_HOSTS = vscode.l10n.t(
  'Differences between their times are not caused by the code alone.',
);

export interface NoticeWords {
  readonly text: string;
  /** To be spread into a notice. */
  readonly hint: { readonly hint?: string };
  /** Of a failure that the server tells. */
  readonly code: string | undefined;
}

/** Whatever was thrown, in words. */
export function noticeWords(error: unknown): NoticeWords {
  if (error instanceof ServerFailure) {
    const { message, hint, code } = error.failure;
    return { text: message, hint: hint === undefined ? {} : { hint }, code };
  }
  const text = error instanceof Error ? error.message : String(error);
  return { text, hint: {}, code: undefined };
}

/** What is said where the server gave no answer of its own. */
export function serverLost(error: unknown): NoticeWords {
  return {
    text: vscode.l10n.t('The language server did not respond: {0}', noticeWords(error).text),
    hint: {
      hint: vscode.l10n.t('It restarts with the next request. The log may show what happened.'),
    },
    code: undefined,
  };
}

export function isInterruption(error: unknown): boolean {
  return error instanceof ServerFailure && error.failure.code === 'interrupted';
}
