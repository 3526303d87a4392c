// The toolchain and the host as it sees it: the first thing every command asks.
import type { Host } from '../model/host.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { describeHost } from '../host/describe-host.ts';
import { psabiLevels } from '../host/psabi-levels.ts';
import { findToolchain } from '../toolchain/find-toolchain.ts';

export interface Survey {
  readonly toolchain: Toolchain;
  readonly host: Host;
  /** psABI levels, lowest first; none off x86-64. */
  readonly levels: readonly { readonly name: string; readonly features: readonly string[] }[];
}

/**
 * @param configured the user's own choice of LLVM; without it, the environment's, then the best one found.
 * @throws {FailureError} toolchain-missing, toolchain-too-old, toolchain-broken.
 */
export async function surveyHost(
  configured: string | undefined,
  signal: AbortSignal,
): Promise<Survey> {
  const toolchain = await findToolchain({ configured, signal });
  const [host, levels] = await Promise.all([
    describeHost(toolchain, { signal }),
    psabiLevels(toolchain, signal),
  ]);
  return { toolchain, host, levels };
}
