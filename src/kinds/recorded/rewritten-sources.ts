// Sources that a build writes anew after it has compiled them: what is there at its end is not what those objects were made of.
import { readFile, stat } from 'node:fs/promises';
import type { Warning } from '../../model/run.ts';
import { shortPath } from './executables.ts';
import type { RecordedStep, SourceState } from './recorded-step.ts';
import { rewrittenAfterCompile } from './messages/program.ts';

/** The steps of a build that has just ended, each with those of its sources that hold something else by now. */
export async function withRewritten(steps: readonly RecordedStep[]): Promise<RecordedStep[]> {
  const marked: RecordedStep[] = [];
  for (const { sources = {}, ...step } of steps) {
    const rewritten: Record<string, number> = {};
    for (const [path, state] of Object.entries(sources)) {
      if (await isRewritten(path, state)) rewritten[path] = state.hash;
    }
    marked.push(Object.keys(rewritten).length === 0 ? step : { ...step, rewritten });
  }
  return marked;
}

/** What is gone is told as such, and so is what cannot be read once it is compiled here. */
async function isRewritten(path: string, { changedAt, size, hash }: SourceState): Promise<boolean> {
  const facts = await stat(path, { bigint: true }).catch(() => undefined);
  if (facts === undefined) return false;
  if (facts.size !== BigInt(size)) return true;
  if (facts.mtimeNs === BigInt(changedAt)) return false;
  const content = await readFile(path).catch(() => undefined);
  return content !== undefined && hashOf(content) !== hash;
}

/** The sources of one executable that its build wrote anew. */
export class RewrittenSources {
  /** By absolute path: the hash of each content that was compiled, nothing for what was there at the build's end. */
  readonly #compiled = new Map<string, Set<number | undefined>>();

  add(source: string, { rewritten }: RecordedStep): void {
    const contents = this.#compiled.get(source) ?? new Set();
    this.#compiled.set(source, contents.add(rewritten?.[source]));
  }

  /** Absolute paths of those that were compiled once, or with the same content each time. */
  get once(): string[] {
    return this.#sources((contents) => contents.size === 1 && !contents.has(undefined));
  }

  /** Absolute paths of those that were compiled with different contents: no file holds them all. */
  get apart(): string[] {
    return this.#sources((contents) => contents.size > 1);
  }

  #sources(holds: (contents: ReadonlySet<number | undefined>) => boolean): string[] {
    return [...this.#compiled].flatMap(([source, contents]) => (holds(contents) ? source : []));
  }
}

/**
 * @param executable absolute path
 * @param sources absolute paths of those that are compiled with what they hold now
 */
export function rewrittenWarnings(
  project: string,
  executable: string,
  sources: readonly string[],
): Warning[] {
  if (sources.length === 0) return [];
  const names = sources.map((path) => shortPath(project, path)).sort();
  const name = shortPath(project, executable);
  return [{ code: 'outdated-record', message: rewrittenAfterCompile({ sources: names, name }) }];
}

/** FNV-1a, as the recorder takes it. */
function hashOf(content: Uint8Array): number {
  let hash = 2166136261;
  for (const byte of content) hash = Math.imul(hash ^ byte, 16777619);
  return hash >>> 0;
}
