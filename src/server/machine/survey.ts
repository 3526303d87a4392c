// The toolchain and the host for whoever in the server asks: the user's choice of LLVM, and never one from a workspace that nobody trusts.
import type { Survey } from '../../profile/survey-host.ts';
import { surveyHost } from '../../profile/survey-host.ts';
import { configuredPath } from '../../toolchain/find-toolchain.ts';
import { toolchainLeadsInto } from '../safe-surroundings.ts';
import type { ServerContext } from '../server-context.ts';

/** @throws {FailureError} toolchain-missing, toolchain-too-old, toolchain-broken. @param folder absolute path that settings are asked for */
export async function survey(
  context: ServerContext,
  signal: AbortSignal,
  folder?: string,
): Promise<Survey> {
  return surveyHost(await chosenToolchain(context, folder), signal);
}

/** The path that the settings choose; absent where the choice is left to the search. */
export async function chosenToolchain(
  context: Pick<ServerContext, 'engineSettings' | 'folders' | 'trusted'>,
  folder?: string,
): Promise<string | undefined> {
  const written = (await context.engineSettings(folder))['toolchain.path'];
  const path = written === '' ? undefined : configuredPath({ configured: written });
  if (path === undefined || context.trusted()) return path;
  // Whoever made the workspace made what lies in it: it is a program like any other of theirs.
  return toolchainLeadsInto(context.folders(), path) ? undefined : path;
}
