// Progress in words: the phrases that both ways of showing it share.
import type { ProfileEvent } from '../model/event.ts';
import type { ProgressState } from './progress-state.ts';
import type { ProgramResult } from '../model/run.ts';
import { standing } from '../model/variant.ts';
import { percentsApart } from '../text/percents-apart.ts';
import { variantText } from '../text/variant-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { counted, plural } from '../text/plural.ts';

/** `saxpy` of `kernels` as `kernels/saxpy`. */
export function placeText(of: { readonly program: string; readonly benchmark: string }): string {
  return visibleText(`${of.program}/${of.benchmark}`);
}

/** Such as `under 1 s`, `about 12 s` or `about 1 min 40 s`. */
function aboutText(seconds: number): string {
  return seconds > 1 ? `about ${timeText(seconds)}` : 'under 1 s';
}

/** Such as `1 s`, `12 s` or `1 min 40 s`; rounded up. */
function timeText(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** How far the widest interval is from what was asked, such as `interval +-1.6 %, goal +-1 %`. */
export function precisionText(
  { widest, precision }: { readonly widest: number; readonly precision: number },
  unicode: boolean,
): string {
  if (!Number.isFinite(widest)) return 'too few rounds for an interval yet';
  const sign = unicode ? '\u00b1' : '+-';
  const [reached, goal] = percentsApart([widest, precision], (percentage, more) =>
    String(Number(percentage.toPrecision(2 + more))),
  );
  return `widest interval ${sign}${reached} %, goal ${sign}${goal} %`;
}

/** Such as `about 8 s left for this benchmark, at most 45 s in total`, or `about 40 s until it is built`; empty once nothing is left. */
export function timeLeftText(state: ProgressState): string {
  const { building, measuring } = state;
  if (building !== undefined) return untilBuiltText(building.last);
  if (measuring === undefined || !Number.isFinite(measuring.remaining)) return '';
  const here = `${aboutText(measuring.remaining)} left for this benchmark`;
  return isLast(state) ? here : `${here}, at most ${timeText(measuring.remainingInAll)} in total`;
}

function isLast({ finished, total }: ProgressState): boolean {
  return total !== undefined && finished + 1 >= total;
}

/** Such as `Measuring 5 benchmarks: at most 1 min`, or how long the least rounds take where that is more than the budget. */
export function plannedText({
  benchmarks,
  leastRounds,
  leastSeconds,
  budget,
}: ProfileEvent & { readonly type: 'measuring-planned' }): string {
  const what = `Measuring ${counted(benchmarks, 'benchmark')}`;
  if (leastSeconds <= budget) return `${what}: at most ${timeText(budget)}`;
  return `${what}: at least ${timeText(leastSeconds)}, for ${leastRounds} rounds${plural(benchmarks, '', ' of each')}; the budget is ${timeText(budget)}`;
}

/** Such as `about 40 s until it is built`; empty while nothing can be told. */
export function untilBuiltText({ remaining }: { readonly remaining?: number }): string {
  return remaining === undefined ? '' : `${aboutText(remaining)} until it is built`;
}

/** What a build came to, such as `built for 5 targets (4 different executables) in 1.4 s`. */
export function builtText(program: ProgramResult): string {
  if (program.failure !== undefined) return visibleText(program.failure.message);
  const variants = standing(program.variants);
  const built = variants.filter(({ state }) => state === 'built');
  const failed = variants.filter(({ state }) => state === 'failed');
  const different = built.filter(({ identicalTo }) => identicalTo === undefined).length;
  const parts = [
    `built for ${counted(built.length, 'target')}`,
    different === built.length ? '' : ` (${counted(different, 'different executable')})`,
    failed.length === 0
      ? ''
      : `, failed for ${failed.map(({ target }) => visibleText(target)).join(', ')}`,
    program.build === undefined ? '' : ` in ${(program.build.wall / 1000).toFixed(1)} s`,
  ];
  return parts.join('');
}

/** What happens now in a few words, such as `kernels/saxpy (2 of 5): 24 rounds`. */
export function nowText(state: ProgressState): string {
  const { waiting, preparing, building, checking, measuring, run } = state;
  if (waiting !== undefined) return visibleText(waiting);
  if (preparing !== undefined) return visibleText(preparing);
  if (building !== undefined) {
    const { program, step, item, done, total } = building.last;
    return visibleText(`${program}: ${step} of ${itemText(item)} (${done} of ${total} steps)`);
  }
  if (checking !== undefined) {
    return `${countedPlace(checking, state)}: checking output for ${visibleText(variantText(checking.variant))}`;
  }
  if (measuring !== undefined) {
    return `${countedPlace(measuring, state)}: ${counted(measuring.rounds, 'round')}`;
  }
  return run === undefined
    ? 'Examining the toolchain, the host and the project'
    : 'Preparing the next step';
}

/** rustc puts hashes around a crate's name: `aoc-e0cf782d99fe622e.aoc.6d873f0efc606885-cgu.0.rcgu.no-opt.bc`. */
export function itemText(item: string): string {
  return item.replace(/^(.+)-[\da-f]{16}\.\S+\.no-opt\.bc/u, 'crate $1');
}

function countedPlace(
  of: { readonly program: string; readonly benchmark: string },
  { finished, total }: ProgressState,
): string {
  return total === undefined ? placeText(of) : `${placeText(of)} (${finished + 1} of ${total})`;
}

/**
 * Such as `about 12 s left` or `at most 45 s left`, of the whole profile; while a program is built, how long that takes.
 * Empty where nobody can know.
 */
export function wholeTimeLeftText(state: ProgressState): string {
  const { building, measuring } = state;
  if (building !== undefined) return untilBuiltText(building.last);
  if (measuring === undefined || !Number.isFinite(measuring.remaining)) return '';
  return isLast(state)
    ? `${aboutText(measuring.remaining)} left`
    : `at most ${timeText(measuring.remainingInAll)} left`;
}
