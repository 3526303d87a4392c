// What each path holds at one step of a recorded build, and putting there what the step makes.
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BuildProduct, Located, Opaque } from './build-products.ts';
import type { RecordedStep } from './recorded-step.ts';
import { notRecorded, thereBefore } from './messages/program.ts';

/** What each path held in the end, by absolute path. */
export type BuildGraph = ReadonlyMap<string, Located>;

export interface PrecompiledHeader {
  /** Absolute path of the header that it was made of. */
  readonly header: string;
  /** Index of the step that made it. */
  readonly step: number;
}

export class BuildState {
  readonly files = new Map<string, Located>();
  /** By the absolute path that stands for the header, without what is added to it for the precompiled one. */
  readonly precompiled = new Map<string, PrecompiledHeader>();
  step: RecordedStep = { tool: '', directory: '/', argv: [] };
  /** The step's, in the record. */
  index = 0;
  /** Calls of `ar -M`, which fill archives by a script that is not known. */
  readonly scripted: number[] = [];

  begin(step: RecordedStep, index: number): void {
    this.step = step;
    this.index = index;
  }

  /** Absolute path of what the step's command line names. */
  at(path: string): string {
    return resolve(this.step.directory, path);
  }

  locate(path: string): Located | undefined {
    return locate(this.files, path);
  }

  put(path: string, product: BuildProduct): void {
    this.files.set(path, { path, product, via: [] });
  }

  /** A file that no step made, as far as is known: it was there before. */
  older(path: string): Located {
    const found = olderFile(path);
    if (this.scripted.length === 0 || !path.endsWith('.a')) return found;
    const reason = thereBefore();
    return { ...found, product: { ...found.product, steps: this.scripted, reason } };
  }

  /** Something of which no more is known than that this step made it. */
  putOpaque(path: string, reason: string, further: Pick<Opaque, 'linked'> = {}): void {
    this.put(path, { kind: 'opaque', path, steps: [this.index], reason, ...further });
  }
}

/** What is at a path, or at the one it links to. */
export function locate(files: BuildGraph, path: string): Located | undefined {
  const found = files.get(path);
  if (found !== undefined) return found;
  try {
    const real = realpathSync.native(path);
    return real === path ? undefined : files.get(real);
  } catch {
    return undefined;
  }
}

function olderFile(path: string): Located & { readonly product: Opaque } {
  const product: Opaque = { kind: 'opaque', path, steps: [], reason: OLDER, older: true };
  return { path, product, via: [] };
}

/** Why nothing is known of a file that the build is seen making where it is cleaned and recorded again. */
export const OLDER = notRecorded();
