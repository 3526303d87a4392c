// What a run says of the parts of a recorded executable: what is linked as it was, what is left out, which compiler it was.
import type { Warning } from '../../model/run.ts';
import { otherCompilerWarning } from '../../flags/other-compiler.ts';
import { compilerFamily, compilerFile } from '../../flags/tools.ts';
import { shown } from '../../text/shown.ts';
import { shortPath } from './executables.ts';
import type { RecordedStep } from './recorded-step.ts';
import { leftOut, linkedAsMade, linkedAsTheyWere } from './messages/program.ts';

export class PartsNotes {
  /** Absolute paths of objects and archives with something that nothing recorded made. */
  readonly older = new Set<string>();
  readonly #project: string;
  /** Names by reason. */
  readonly #asTheyAre = new Map<string, Set<string>>();
  readonly #skipped = new Map<string, Set<string>>();
  readonly #compilers = new Set<string>();

  /** @param project absolute path of the folder that paths are said from */
  constructor(project: string) {
    this.#project = project;
  }

  /** Linked as the build made it. */
  asItIs(path: string, reason: string): void {
    this.#note(this.#asTheyAre, path, reason);
  }

  leftOut(path: string, reason: string): void {
    this.#note(this.#skipped, path, reason);
  }

  compiledBy(step: RecordedStep): void {
    const file = compilerFile(step);
    this.#compilers.add(compilerFamily(file) ?? shown(file));
  }

  warnings(): Warning[] {
    const warnings: Warning[] = [];
    const add = (code: Warning['code'], message: string): void => {
      warnings.push({ code, message });
    };
    if (this.older.size > 0) {
      const names = [...this.older].map((path) => shortPath(this.#project, path)).sort();
      add('partial-record', linkedAsTheyWere(names));
    }
    if (this.#asTheyAre.size > 0) {
      add('prebuilt-code', linkedAsMade(this.#asTheyAre));
    }
    if (this.#skipped.size > 0) {
      add('skipped-sources', leftOut(this.#skipped));
    }
    warnings.push(...otherCompilerWarning(this.#compilers));
    return warnings;
  }

  #note(list: Map<string, Set<string>>, path: string, reason: string): void {
    const names = list.get(reason) ?? new Set<string>();
    list.set(reason, names.add(shortPath(this.#project, path)));
  }
}
