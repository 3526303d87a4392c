// One stage for each program, which all its benchmarks run on, one after the other: what lies around it is linked once.
import { openStage, type Stage } from '../bench/stage.ts';
import type { Task } from './find-tasks.ts';
import { stageOf, type PlaceContext } from './line-up.ts';

export class ProgramStages {
  readonly #stages = new Map<number, Promise<Stage>>();
  readonly #context: Pick<PlaceContext, 'workFolder'>;

  constructor(context: Pick<PlaceContext, 'workFolder'>) {
    this.#context = context;
  }

  /** @throws as `openStage` */
  of({
    built,
    programIndex,
    lineUp,
  }: Pick<Task, 'built' | 'programIndex' | 'lineUp'>): Promise<Stage> {
    const found = this.#stages.get(programIndex);
    if (found !== undefined) return found;
    const { stageFolder, executableName, home } = stageOf(
      built.program,
      programIndex,
      this.#context,
    );
    const stage = openStage(stageFolder, executableName, lineUp.contestants, home);
    this.#stages.set(programIndex, stage);
    return stage;
  }

  /** Removes one program's stage. */
  async clear(programIndex: number): Promise<void> {
    const stage = await this.#stages.get(programIndex)?.catch(() => undefined);
    this.#stages.delete(programIndex);
    await stage?.clear();
  }

  async clearAll(): Promise<void> {
    for (const index of [...this.#stages.keys()]) await this.clear(index);
  }
}
