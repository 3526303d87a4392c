// The failures of a toolchain that is not there, too old, or not whole.
import { FailureError } from '../model/failure.ts';
import { adviseInstall, adviseTools, OLDEST_SUPPORTED } from './install-advice.ts';
import type { Clang, Installation } from './installation.ts';
import {
  configuredUnusable,
  llvmIncomplete,
  llvmTooOld,
  lookedFor,
  noLlvm,
  type ConfiguredProblem,
} from './messages/search.ts';

/** No clang at all: where it was looked for, and what to install here. */
export async function noneFound(
  folders: readonly string[],
  signal: AbortSignal | undefined,
): Promise<FailureError> {
  return new FailureError({
    code: 'toolchain-missing',
    message: noLlvm(),
    ...(await adviseInstall(signal)),
    details: lookedFor(['clang'], folders),
  });
}

/** Every clang that was found is below the oldest supported release. */
export async function tooOld(
  clangs: readonly Clang[],
  signal: AbortSignal | undefined,
  configured?: string,
): Promise<FailureError> {
  const isConfigured = configured !== undefined;
  return new FailureError({
    code: 'toolchain-too-old',
    message: llvmTooOld({ clangs, oldest: OLDEST_SUPPORTED, isConfigured }),
    ...(await adviseInstall(signal)),
  });
}

/** A clang new enough, without the tools that Retarget reads its work with. */
export async function incomplete(
  installation: Extract<Installation, { kind: 'incomplete' }>,
  signal: AbortSignal | undefined,
  configured?: string,
): Promise<FailureError> {
  const { clang, missing, searched } = installation;
  return new FailureError({
    code: 'toolchain-broken',
    message: llvmIncomplete({ clang, missing, isConfigured: configured !== undefined }),
    ...(await adviseTools(missing, clang.major, clang.vendor === 'apple', signal)),
    details: lookedFor(missing, searched),
  });
}

/** The user named a path, and it is not an LLVM. @param problem or a system's error code */
export function configuredFailure(
  path: string,
  problem: ConfiguredProblem | { readonly unreadable: string },
  cause?: unknown,
): FailureError {
  return new FailureError(
    { code: 'toolchain-broken', ...configuredUnusable({ path, problem }) },
    cause === undefined ? {} : { cause },
  );
}
