// The order of a CMake project's executables: the project's own before those of projects inside of it, the likeliest to be wanted first.
import type { Offer } from '../offer.ts';
import type { ExecutableKind } from './messages/offers.ts';

export interface PlacedOffer {
  readonly offer: Offer;
  /** The folder whose CMakeLists.txt makes it, relative to the project's; empty for that one. */
  readonly folder: string;
  /** Whether a `project()` other than the first one makes it. */
  readonly ofInnerProject: boolean;
  /** Absent where it was not looked into. */
  readonly runs?: ExecutableKind;
}

/** Where projects keep other projects: what those make is seldom what is to be profiled. */
const OTHERS =
  /(?:^|[\\/])(?:third[_-]?party|3rd[_-]?party|vendor|vendored|externals?|extern|deps|dependencies|subprojects|submodules)[\\/]/iu;

const SHOWING = /(?:^|[\\/])(?:(?:unit)?tests?|examples?|samples?|demos?|fuzz\w*)[\\/]/iu;
const TOOLS = /(?:^|[\\/])(?:tools?|utils?)[\\/]/iu;

/** Benchmarks, then programs, then tools, then examples and tests; of one kind those of the top folder first. */
export function inOrder(placed: readonly PlacedOffer[]): Offer[] {
  const ranks = placed.map((each) => ({ each, rank: rankOf(each) }));
  ranks.sort((left, right) => {
    const differing = left.rank.findIndex((value, at) => value !== right.rank[at]);
    return (left.rank[differing] ?? 0) - (right.rank[differing] ?? 0);
  });
  return ranks.map(({ each }) => each.offer);
}

/** Compared number by number. */
function rankOf(placed: PlacedOffer): readonly number[] {
  const { folder, ofInnerProject } = placed;
  return [
    OTHERS.test(`${folder}/`) ? 1 : 0,
    ofInnerProject ? 1 : 0,
    kindRank(placed),
    folder === '' ? 0 : 1,
  ];
}

function kindRank({ offer: { name }, folder, runs }: PlacedOffer): number {
  if (runs === 'google-benchmark') return 0;
  if (/bench|perf/iu.test(name)) return 1;
  const isTest = runs !== undefined && runs.tests > 0;
  if (isTest || /test|example|sample|fuzz/iu.test(name)) return 4;
  if (SHOWING.test(`${folder}/`)) return 4;
  return TOOLS.test(`${folder}/`) ? 3 : 2;
}
