// Which executor a machine gets: the compiled runner, or Node.js where that cannot be had.
import { failureOf } from '../model/failure-of.ts';
import type { Toolchain } from '../model/toolchain.ts';
import type { Executor } from './executor.ts';
import { LastingExecutor } from './lasting-executor.ts';
import { plainExecutor } from './plain-executor.ts';
import { runnerProgram } from './runner-program.ts';
import { startRunner } from './runner.ts';

/**
 * An executor ready to measure; the caller closes it. Aborting the signal closes it too. A runner that is lost is replaced.
 * A runner that cannot be had is no failure: the plain executor's `warning` says why.
 * @throws the signal's reason.
 */
export async function openExecutor(
  toolchain: Pick<Toolchain, 'clang' | 'banner'>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Executor> {
  const { signal } = options;
  try {
    return await compiledRunner(toolchain, signal, false);
  } catch (error) {
    signal?.throwIfAborted();
    return plainExecutor(failureOf(error).message);
  }
}

async function compiledRunner(
  toolchain: Pick<Toolchain, 'clang' | 'banner'>,
  signal: AbortSignal | undefined,
  rebuild: boolean,
): Promise<Executor> {
  const program = await runnerProgram(toolchain, { signal, rebuild });
  try {
    const first = await startRunner(program.path, { signal });
    return new LastingExecutor(first, {
      start: () => startAgain(toolchain, program.path, signal),
      onClose: () => program.dispose(),
    });
  } catch (error) {
    await program.dispose();
    signal?.throwIfAborted();
    // A cached file can be damaged; one made anew that does not start either is the machine's doing.
    if (!rebuild) return compiledRunner(toolchain, signal, true);
    throw error;
  }
}

/** Its file may have gone with the cache since, and is compiled again then: nothing is measured just now. */
async function startAgain(
  toolchain: Pick<Toolchain, 'clang' | 'banner'>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Executor> {
  try {
    return await startRunner(path, { signal });
  } catch {
    signal?.throwIfAborted();
    const program = await runnerProgram(toolchain, { signal });
    try {
      return await startRunner(program.path, { signal });
    } finally {
      // It runs already; its file is only needed for starting it.
      await program.dispose();
    }
  }
}
