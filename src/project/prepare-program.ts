// Makes a program whole whose units only the project's own build tool knows. Runs that tool, so only for a profile or a build.
import type { PreparedProgram, Program } from '../model/program.ts';
import type { PrepareContext } from '../kinds/program-parts.ts';
import { kindAt } from './kinds.ts';
import { mergeProgram, type FoundProgram } from './merge-program.ts';

/**
 * @throws {FailureError} where the tool is missing or fails, with its last words as details; the signal's reason once
 * aborted, and no process is left then.
 */
export async function prepareProgram(
  program: Program,
  context: PrepareContext,
): Promise<FoundProgram<PreparedProgram>> {
  const { preparation } = program;
  if (preparation === undefined) return { program, warnings: [] };
  const kind = kindAt(preparation.kind);
  const parts = await kind.prepare?.(preparation, context);
  if (parts === undefined) throw new Error(`Nothing prepares what ${preparation.kind} builds.`);
  const { program: whole, warnings } = await mergeProgram(program, [{ kind, parts }]);
  return {
    program: whole,
    warnings: warnings.map((warning) => ({ ...warning, program: program.name })),
  };
}
