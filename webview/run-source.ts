// Where the page's runs come from: a report carries one as data; in an editor they arrive as pieces of text.
import type { RunComparison } from '../src/model/run-comparison.ts';
import type { Run } from '../src/model/run.ts';
import { COMPARISON_ELEMENT_ID, RUN_ELEMENT_ID } from '../src/report/run-element.ts';
import * as say from './messages.ts';

/** The run that stands in the report itself. */
export function embeddedRun(): Run | undefined {
  return embedded<Run>(RUN_ELEMENT_ID);
}

/** The same of two runs that are compared. */
export function embeddedComparison(): RunComparison | undefined {
  return embedded<RunComparison>(COMPARISON_ELEMENT_ID);
}

function embedded<Data>(elementId: string): Data | undefined {
  const text = document.getElementById(elementId)?.textContent;
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as Data);
}

/** Puts pieces together. */
export class RunAssembly {
  #pieces: string[] = [];

  /** @returns the run once its last piece is there. @throws {Error} where the pieces are no run */
  add(piece: {
    readonly text: string;
    readonly index: number;
    readonly last: boolean;
  }): Run | undefined {
    if (piece.index === 0) this.#pieces = [];
    // A piece of a document whose beginning never came.
    if (piece.index !== this.#pieces.length) return undefined;
    this.#pieces.push(piece.text);
    if (!piece.last) return undefined;
    const text = this.#pieces.join('');
    this.#pieces = [];
    const run = JSON.parse(text) as Partial<Run> | null;
    if (!Array.isArray(run?.programs) || !Array.isArray(run.targets)) {
      throw new Error(say.NOT_A_RUN);
    }
    return run as Run;
  }
}
