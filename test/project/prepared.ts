// Programs that nothing has to be run for before they are built.
import type { PreparedProgram, Program } from '../../src/model/program.ts';

/** @throws where there is none, or where its build tool has to be run first */
export function prepared(program: Program | undefined): PreparedProgram {
  if (program === undefined) throw new Error('There is no program.');
  if (program.preparation !== undefined)
    throw new Error(`${program.name} is not known before ${program.preparation.kind} is run.`);
  return program;
}
