// The messages for a toolchain that is not there, too old, or not whole.
import { FailureError } from '../model/failure.ts';
import { adviseInstall, adviseTools, OLDEST_SUPPORTED } from './install-advice.ts';
import type { Clang, Installation } from './installation.ts';

/** No clang at all: where it was looked for, and what to install here. */
export async function noneFound(
  folders: readonly string[],
  signal: AbortSignal | undefined,
): Promise<FailureError> {
  return new FailureError({
    code: 'toolchain-missing',
    message: 'No LLVM was found: there is no clang on PATH or in the usual folders.',
    hint: await adviseInstall(signal),
    details: `Looked for clang in:\n${folders.map((folder) => `  ${folder}`).join('\n')}`,
  });
}

/** Every clang that was found is below the oldest supported release. */
export async function tooOld(
  clangs: readonly Clang[],
  signal: AbortSignal | undefined,
  configured?: string,
): Promise<FailureError> {
  const listed = clangs.map((clang) => `${name(clang)} at ${clang.found}`).join(', ');
  const where = configured === undefined ? 'What was found' : 'The configured LLVM';
  return new FailureError({
    code: 'toolchain-too-old',
    message: `${where} is too old: ${listed}. Retarget needs LLVM ${OLDEST_SUPPORTED} or newer.`,
    hint: await adviseInstall(signal),
  });
}

/** A clang new enough, without the tools that Retarget reads its work with. */
export async function incomplete(
  installation: Extract<Installation, { kind: 'incomplete' }>,
  signal: AbortSignal | undefined,
  configured?: string,
): Promise<FailureError> {
  const { clang, missing, searched } = installation;
  const which = configured === undefined ? 'The newest' : 'The configured';
  return new FailureError({
    code: 'toolchain-broken',
    message: `${which} LLVM is incomplete: ${name(clang)} at ${clang.found} has no ${missing.join(' and no ')} of the same release.`,
    hint: await adviseTools(missing, clang.major, clang.vendor === 'apple', signal),
    details: `Looked for ${missing.join(' and ')} in:\n${searched.map((folder) => `  ${folder}`).join('\n')}`,
  });
}

/** The user named a path, and it is not an LLVM. */
export function configuredFailure(path: string, what: string, cause?: unknown): FailureError {
  return new FailureError(
    {
      code: 'toolchain-broken',
      message: `The configured LLVM, ${path}, ${what}.`,
      hint: 'Name an LLVM folder (such as /usr/lib/llvm-22), its bin folder, or a clang, with --llvm or RETARGET_LLVM; or leave both out to search for one.',
    },
    cause === undefined ? {} : { cause },
  );
}

function name(clang: Clang): string {
  return clang.vendor === 'apple'
    ? `Apple clang ${clang.version} (LLVM ${clang.llvmMajor})`
    : `clang ${clang.version}`;
}
