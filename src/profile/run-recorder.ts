// The run as it grows: changed in one place, stored after every change that finishes something, told to the face.
import { failureOf } from '../model/failure-of.ts';
import type { OnProfileEvent } from '../model/event.ts';
import type { ProgramResult, Run, Variant, Warning } from '../model/run.ts';
import type { RunStore } from '../store/run-store.ts';
import { runNotKept } from './messages/runs.ts';

/** Milliseconds of building that a killed process may lose from its run (not from the cache). */
const SOMETIMES = 1000;

export class RunRecorder {
  #run: Run;
  #saving = true;
  #savedAt = 0;
  readonly #store: RunStore;
  readonly #onEvent: OnProfileEvent;

  constructor(run: Run, store: RunStore, onEvent: OnProfileEvent) {
    this.#run = run;
    this.#store = store;
    this.#onEvent = onEvent;
  }

  get run(): Run {
    return this.#run;
  }

  update(change: Partial<Run>): void {
    this.#run = { ...this.#run, ...change };
  }

  /** Puts a program's newest result in the place of the one before it. */
  setProgram(index: number, result: ProgramResult): void {
    this.update({ programs: Object.assign([...this.#run.programs], { [index]: result }) });
  }

  /** A program's variant, in the place of an earlier one of its target, while the program is built. */
  addVariant(index: number, variant: Variant): void {
    const program = this.#run.programs[index];
    if (program === undefined) return;
    const others = program.variants.filter(({ target }) => target !== variant.target);
    this.setProgram(index, { ...program, variants: [...others, variant] });
    this.saveSometimes();
  }

  warn(warning: Warning): void {
    this.update({ warnings: [...this.#run.warnings, warning] });
    this.#onEvent({ type: 'warning', warning });
  }

  /** Stores the run, unless it was stored a moment ago: for what finishes many times a second. */
  saveSometimes(): void {
    if (Date.now() - this.#savedAt >= SOMETIMES) void this.save();
  }

  /**
   * Stores the run. Where that fails, the run says so and goes on: its numbers are worth having all the same. As it ends it is
   * tried once more, since disks get room again.
   */
  async save(): Promise<void> {
    const isLast = this.#run.state !== 'running';
    if (!this.#saving && !isLast) return;
    this.#savedAt = Date.now();
    try {
      const path = await this.#store.save(isLast ? storedRun(this.#run) : this.#run);
      if (isLast) this.#run = storedRun(this.#run);
      this.#onEvent({ type: 'run-saved', path });
    } catch (error) {
      if (!this.#saving) return;
      this.#saving = false;
      const { message, hint } = failureOf(error);
      this.warn({
        code: 'run-not-saved',
        message: runNotKept({ message: [message, hint ?? []].flat().join(' ') }),
        remedies: [{ kind: 'export-run' }],
      });
    }
  }
}

/** The run as it is where it could be stored after all. */
export function storedRun(run: Run): Run {
  return { ...run, warnings: run.warnings.filter(({ code }) => code !== 'run-not-saved') };
}
