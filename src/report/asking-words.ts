// Code that looks at the target (`#ifdef __AVX2__`) and what it brings, in words; and code from bitcode only, which has no such part.
import type { Interval, ProgramResult, Run, Variant } from '../model/run.ts';
import { standing } from '../model/variant.ts';
import { shownOverall } from './comparison-facts.ts';
import { boundsText, ratioText } from './format.ts';
import { listText } from '../text/list-text.ts';
import { counted } from '../text/plural.ts';

/** Files named before the rest is only counted. */
const FILE_LIMIT = 4;

/** What a run says of itself whose targets' code came from the same bitcode. */
export const BITCODE_ONLY_NOTE =
  'From bitcode only (--bitcode-only): files that look at the target were compiled once, for none, so a rebuild with -march may gain more.';

/**
 * A program's files that look at the target, each with the targets it got a front end of its own for; in the order of its units.
 * @param target only those that look at this one
 */
export function askingFiles(
  { build }: ProgramResult,
  target?: string,
): { readonly source: string; readonly targets: readonly string[] }[] {
  return (build?.ownFrontEnds ?? []).filter(
    ({ targets }) => target === undefined || targets.includes(target),
  );
}

/** A target's code from bitcode only, built beside its own to tell what files that look at it bring. */
export function bitcodeVariant({ variants }: ProgramResult, target: string): Variant | undefined {
  const standingFor = standing(variants);
  return variants.find((each) => each.target === target && !standingFor.includes(each));
}

/** One target's part of a speedup that comes from files that look at it: sentences without their subject. */
export function askingTexts(run: Pick<Run, 'programs'>, target: string): string[] {
  return run.programs.flatMap((program) => {
    const text = askingText(program, target);
    if (text === undefined) return [];
    return [run.programs.length === 1 ? text : `in ${program.name}, ${text}`];
  });
}

function askingText(program: ProgramResult, target: string): string | undefined {
  const bitcode = bitcodeVariant(program, target);
  if (bitcode?.executableHash === undefined) return undefined;
  const named = (sources: readonly string[]): string =>
    `${counted(sources.length, 'file')} with CPU-specific code (${listText(
      sources.map(baseName),
      FILE_LIMIT,
    )})`;
  const differing = [...new Set(bitcode.units.map(({ source }) => source))];
  if (differing.length === 0) {
    const asking = askingFiles(program, target);
    if (asking.length === 0) return undefined;
    return `${named(asking.map(({ source }) => source))} ${asking.length === 1 ? 'compiles' : 'compile'} to the same code without it`;
  }
  const shown = sharesOf(program, target);
  if (shown === undefined) return undefined;
  const { speedup, share, where } = shown;
  return shareText(speedup, share, named(differing), where);
}

/** Of a path of any system; this is read in browsers too. */
function baseName(path: string): string {
  return path.replace(/^.*[/\\]/su, '');
}

/**
 * Nothing where they bring nothing.
 * @param where which of the program's numbers it is of, such as ` overall`; empty where there is one
 */
function shareText(
  speedup: Interval,
  share: Interval,
  files: string,
  where: string,
): string | undefined {
  if (isNextToNothing(share)) return undefined;
  const factor = factorText(share);
  if (share.low > 1)
    return `${files} ${files.startsWith('1 ') ? 'accounts' : 'account'} for ${factor} of its ${ratioText(speedup)}${where}`;
  return share.high < 1
    ? `slower because of ${files}: ${factor}${where}`
    : `the effect of ${files} is not clear yet: ${factor}${where}; a larger --budget narrows it`;
}

/** Of a speedup. */
function factorText(share: Interval): string {
  return `${ratioText(share)} ${boundsText(share)}`;
}

/** A factor's distance from 1 that nobody would call a part of a speedup. */
const NEXT_TO_NOTHING = 0.03;
/** The same of one that is known to be there. */
const HARDLY_ANYTHING = 0.005;

function isNextToNothing({ estimate, low, high }: Interval): boolean {
  const isThere = low > 1 || high < 1;
  return isThere
    ? Math.abs(estimate - 1) < HARDLY_ANYTHING
    : low >= 1 - NEXT_TO_NOTHING && high <= 1 + NEXT_TO_NOTHING;
}

function sharesOf(
  program: ProgramResult,
  target: string,
): { readonly speedup: Interval; readonly share: Interval; readonly where: string } | undefined {
  const mean = shownOverall(program).find((each) => each.target === target);
  if (mean?.askingShare !== undefined) {
    return { speedup: mean.speedup, share: mean.askingShare, where: ' overall' };
  }
  for (const { benchmark, comparisons } of program.benchmarks) {
    const own = comparisons.find((each) => each.target === target);
    if (own?.speedup === undefined || own.askingShare === undefined) continue;
    const where = program.benchmarks.length === 1 ? '' : ` in ${benchmark.name}`;
    return { speedup: own.speedup, share: own.askingShare, where };
  }
  return undefined;
}

/** The same for one row, in every case. */
export function askingShareLine(share: Interval | undefined): string {
  if (share === undefined) return '';
  const factor = factorText(share);
  if (isNextToNothing(share)) return `CPU-specific code makes next to no difference: ${factor}.`;
  if (share.low > 1) return `CPU-specific code accounts for ${factor} of it.`;
  return share.high < 1
    ? `CPU-specific code makes it slower: ${factor}.`
    : `The effect of CPU-specific code is not clear yet: ${factor}.`;
}
