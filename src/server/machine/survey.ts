// The toolchain and the host for whoever in the server asks: the user's choice of LLVM, and never one from a workspace that nobody trusts.
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import type { Survey } from '../../profile/survey-host.ts';
import { surveyHost } from '../../profile/survey-host.ts';
import { configuredPath } from '../../toolchain/find-toolchain.ts';
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
  return (await isInside(path, context.folders())) ? undefined : path;
}

async function isInside(path: string, folders: readonly string[]): Promise<boolean> {
  const real = await realpath(path).catch(() => path);
  const reals = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
  return [...folders, ...reals].some((folder) =>
    [path, real].some((each) => {
      const way = relative(folder, each);
      return !isAbsolute(way) && way.split(sep)[0] !== '..';
    }),
  );
}
