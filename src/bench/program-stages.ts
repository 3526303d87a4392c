// One stage for each program of a plan, which all its benchmarks run on, one after the other: what lies around it is linked once.
import { openStage, type Stage } from './stage.ts';
import type { StagedProgram } from './staged-program.ts';

export class ProgramStages {
  readonly #stages = new Map<StagedProgram, Promise<Stage>>();

  /** @throws as `openStage` */
  of(program: StagedProgram): Promise<Stage> {
    const found = this.#stages.get(program);
    if (found !== undefined) return found;
    const { stageFolder, executableName, contestants, home } = program;
    const stage = openStage(stageFolder, executableName, contestants, home);
    this.#stages.set(program, stage);
    return stage;
  }

  /** Removes one program's stage. */
  async clear(program: StagedProgram): Promise<void> {
    const stage = await this.#stages.get(program)?.catch(() => undefined);
    this.#stages.delete(program);
    await stage?.clear();
  }

  async clearAll(): Promise<void> {
    for (const program of [...this.#stages.keys()]) await this.clear(program);
  }
}
