// Which executor a machine gets: the compiled runner, or Node.js where that cannot be had.
import { failureOf } from '../model/failure.ts';
import type { Toolchain } from '../model/toolchain.ts';
import type { Executor } from './executor.ts';
import { plainExecutor } from './plain-executor.ts';
import { runnerProgram } from './runner-program.ts';
import { startRunner } from './runner.ts';

/**
 * An executor ready to measure; the caller closes it. Aborting the signal closes it too.
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
    const runner = await startRunner(program.path, { signal });
    // It runs already; its file is only needed for starting it.
    await program.dispose();
    return runner;
  } catch (error) {
    await program.dispose();
    signal?.throwIfAborted();
    // A cached file can be damaged; one made anew that does not start either is the machine's doing.
    if (!rebuild) return compiledRunner(toolchain, signal, true);
    throw error;
  }
}
