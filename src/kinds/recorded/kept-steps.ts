// Which steps of a build still say something about files that are there: what a record keeps.
import { statSync } from 'node:fs';
import { archiveMembers } from '../../binary/archive-members.ts';
import { chosenMembers } from './chosen-members.ts';
import type { Artifact, Located, Member } from './artifacts.ts';
import { buildGraph } from './build-graph.ts';
import type { RecordedStep } from './recorded-step.ts';

/** What CMake compiles to learn which compiler it has, and leaves there. */
const COMPILER_TRIAL = /[/\\]CMakeFiles[/\\]\d[^/\\]*[/\\]CompilerId/u;

/**
 * The steps behind every file that is there, in their order; those of trials, of files that were made again, of
 * files that are gone and of what an archive does not hold any more are not among them.
 */
export async function keptSteps(steps: readonly RecordedStep[]): Promise<RecordedStep[]> {
  const there = [...buildGraph(steps).values()].filter(
    ({ path }) => isKept(path) && !COMPILER_TRIAL.test(path),
  );
  const needed = stepsBehind(there, await goneMembers(there));
  return steps.filter((_, index) => needed.has(index));
}

/** No device: what is linked into /dev/null is a trial. */
function isKept(path: string): boolean {
  const facts = statSync(path, { throwIfNoEntry: false });
  return facts !== undefined && (facts.isFile() || facts.isDirectory());
}

/** What was put into archives that were removed since and filled again, which no step tells of. */
async function goneMembers(files: readonly Located[]): Promise<ReadonlySet<Member>> {
  const gone = new Set<Member>();
  for (const { path, artifact } of files) {
    if (artifact.kind !== 'archive') continue;
    const { members } = chosenMembers(artifact.members, await archiveMembers(path));
    for (const member of artifact.members) if (!members.includes(member)) gone.add(member);
  }
  return gone;
}

/**
 * Indices of the steps that made these, and all that they are made of.
 * @param gone members of archives that do not count
 */
export function stepsBehind(
  files: readonly Located[],
  gone: ReadonlySet<Member> = new Set(),
): ReadonlySet<number> {
  return behind(files, gone).steps;
}

/** Everything that these are made of, and they themselves. */
export function artifactsBehind(files: readonly Located[]): ReadonlySet<Artifact> {
  return behind(files, new Set()).artifacts;
}

function behind(
  files: readonly Located[],
  gone: ReadonlySet<Member>,
): { readonly steps: ReadonlySet<number>; readonly artifacts: ReadonlySet<Artifact> } {
  const steps = new Set<number>();
  const artifacts = new Set<Artifact>();
  files.forEach(need);
  return { steps, artifacts };

  function need({ artifact, via }: Located): void {
    for (const step of via) steps.add(step);
    if (artifacts.has(artifact)) return;
    artifacts.add(artifact);
    for (const step of stepsOf(artifact, gone)) steps.add(step);
    for (const part of partsOf(artifact, gone)) need(part);
  }
}

/** The steps that made it, but for those that only put in what is gone. */
function stepsOf(artifact: Artifact, gone: ReadonlySet<Member>): readonly number[] {
  if (artifact.kind !== 'archive') return artifact.steps;
  const left = new Set(artifact.members.flatMap((each) => (gone.has(each) ? [] : each.step)));
  const lost = new Set(artifact.members.flatMap((each) => (gone.has(each) ? each.step : [])));
  return artifact.steps.filter((step) => left.has(step) || !lost.has(step));
}

/** What an artifact is made of. */
function partsOf(artifact: Artifact, gone: ReadonlySet<Member>): readonly Located[] {
  switch (artifact.kind) {
    case 'joined':
      return artifact.parts;
    case 'archive':
      return artifact.members.flatMap((each) => (gone.has(each) ? [] : each.file));
    case 'image':
      return artifact.items.flatMap((item) => (item.kind === 'file' ? [item.file] : []));
    case 'object':
    case 'opaque':
    case 'text':
      return [];
  }
}
