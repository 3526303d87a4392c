// Code that looks at the target (`#ifdef __AVX2__`) and what it brings, in words; and code from bitcode only, which has no such part.
import type { Interval, ProgramResult, Run, Variant } from '../model/run.ts';
import { standing } from '../model/variant.ts';
import { shownOverall } from './comparison-facts.ts';
import { boundsText, ratioText } from './format.ts';
import * as say from './messages/notes.ts';

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
  const differing = [...new Set(bitcode.units.map(({ source }) => source))];
  if (differing.length === 0) {
    const asking = askingFiles(program, target);
    if (asking.length === 0) return undefined;
    return say.specificFilesSame({ files: asking.map(({ source }) => baseName(source)) });
  }
  const shown = sharesOf(program, target);
  if (shown === undefined) return undefined;
  return shareText(shown.speedup, shown.share, differing.map(baseName), shown.where);
}

/** What files that look at a target bring it, as a factor of its speedup; one for each target and program that was asked, and more than next to nothing. */
export function listedShares(
  run: Pick<Run, 'targets' | 'programs'>,
): { readonly target: string; readonly files: readonly string[]; readonly share: Interval }[] {
  return run.programs.flatMap((program) =>
    run.targets.flatMap(({ name: target }) => {
      const bitcode = bitcodeVariant(program, target);
      const share = sharesOf(program, target)?.share;
      if (bitcode === undefined || share === undefined || isNextToNothing(share)) return [];
      const files = [...new Set(bitcode.units.map(({ source }) => baseName(source)))];
      return files.length === 0 ? [] : [{ target, files, share }];
    }),
  );
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
  files: readonly string[],
  where: string,
): string | undefined {
  if (isNextToNothing(share)) return undefined;
  const facts = { files, where, factor: factorText(share) };
  if (share.low > 1) return say.specificFilesMatter({ ...facts, speedup: ratioText(speedup) });
  return share.high < 1 ? say.specificFilesSlow(facts) : say.specificFilesUnclear(facts);
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
  return say.specificShare({ factor: factorText(share), effect: effectOf(share) });
}

function effectOf(share: Interval): 'none' | 'faster' | 'slower' | 'unclear' {
  if (isNextToNothing(share)) return 'none';
  if (share.low > 1) return 'faster';
  return share.high < 1 ? 'slower' : 'unclear';
}
