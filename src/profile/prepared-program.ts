// A program as its build tool says it is, or why that tool did not say it: one program's failure, and not the profile's.
import { FailureError, type Failure } from '../model/failure.ts';
import type { PreparedProgram, Program } from '../model/program.ts';
import type { FoundProgram } from '../project/merge-program.ts';
import { prepareProgram } from '../project/prepare-program.ts';
import type { Toolchain } from '../model/toolchain.ts';
import type { ProfileContext } from './profile-context.ts';

/** @throws the signal's reason once aborted, and what is no failure but a defect. */
export async function preparedProgram(
  planned: Program,
  toolchain: Toolchain,
  { signal, onEvent }: ProfileContext,
): Promise<FoundProgram<PreparedProgram> | { readonly failure: Failure }> {
  try {
    return await prepareProgram(planned, {
      ...{ toolchain, signal },
      onStep: (message) => {
        onEvent({ type: 'preparing', program: planned.name, message });
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FailureError) return { failure: error.failure };
    throw error;
  }
}
