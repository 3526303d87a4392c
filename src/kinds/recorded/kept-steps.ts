// Which steps of a build still say something about files that are there: what a record keeps.
import { statSync } from 'node:fs';
import { archiveMembers } from '../../binary/archive-members.ts';
import { chosenMembers } from './chosen-members.ts';
import type { BuildProduct, Located, ArchiveMember } from './build-products.ts';
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
async function goneMembers(files: readonly Located[]): Promise<ReadonlySet<ArchiveMember>> {
  const gone = new Set<ArchiveMember>();
  for (const { path, product } of files) {
    if (product.kind !== 'archive') continue;
    const { members } = chosenMembers(product.members, await archiveMembers(path));
    for (const member of product.members) if (!members.includes(member)) gone.add(member);
  }
  return gone;
}

/**
 * Indices of the steps that made these, and all that they are made of.
 * @param gone members of archives that do not count
 */
export function stepsBehind(
  files: readonly Located[],
  gone: ReadonlySet<ArchiveMember> = new Set(),
): ReadonlySet<number> {
  return behind(files, gone).steps;
}

/** Everything that these are made of, and they themselves. */
export function productsBehind(files: readonly Located[]): ReadonlySet<BuildProduct> {
  return behind(files, new Set()).products;
}

function behind(
  files: readonly Located[],
  gone: ReadonlySet<ArchiveMember>,
): { readonly steps: ReadonlySet<number>; readonly products: ReadonlySet<BuildProduct> } {
  const steps = new Set<number>();
  const products = new Set<BuildProduct>();
  files.forEach(need);
  return { steps, products };

  function need({ product, via }: Located): void {
    for (const step of via) steps.add(step);
    if (products.has(product)) return;
    products.add(product);
    for (const step of stepsOf(product, gone)) steps.add(step);
    for (const part of partsOf(product, gone)) need(part);
  }
}

/** The steps that made it, but for those that only put in what is gone. */
function stepsOf(product: BuildProduct, gone: ReadonlySet<ArchiveMember>): readonly number[] {
  if (product.kind !== 'archive') return product.steps;
  const left = new Set(product.members.flatMap((each) => (gone.has(each) ? [] : each.step)));
  const lost = new Set(product.members.flatMap((each) => (gone.has(each) ? each.step : [])));
  return product.steps.filter((step) => left.has(step) || !lost.has(step));
}

/** What a product is made of. */
function partsOf(product: BuildProduct, gone: ReadonlySet<ArchiveMember>): readonly Located[] {
  switch (product.kind) {
    case 'joined':
      return product.parts;
    case 'archive':
      return product.members.flatMap((each) => (gone.has(each) ? [] : each.file));
    case 'image':
      return product.items.flatMap((item) => (item.kind === 'file' ? [item.file] : []));
    case 'object':
    case 'opaque':
    case 'text':
      return [];
  }
}
