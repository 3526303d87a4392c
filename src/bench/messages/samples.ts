// What samples, and the machine they were taken on, say of their own trustworthiness.
import type { Tail } from '../../model/run.ts';
import { percentsApart } from '../../text/percents-apart.ts';
import { counted, plural } from '../../text/plural.ts';
import { visibleText } from '../../text/visible-text.ts';

/** @param isBusy other work on the machine was seen @param isFrequent too often for exceptions */
export function oneSidedSlow(facts: {
  readonly slow: { readonly name: string; readonly rounds: number };
  readonly other: { readonly name: string; readonly rounds: number };
  readonly rounds: number;
  readonly meanSpeedup: number;
  readonly mayBeChance: Tail['mayBeChance'];
  readonly isBusy: boolean;
  readonly isFrequent: boolean;
}): string {
  const { slow, other, rounds, meanSpeedup } = facts;
  return `${slow.name} took far longer than its median in ${slow.rounds} of ${rounds} rounds, ${other.name} in ${other.rounds}. ${slowCause(facts)} The speedup and its interval exclude slow rounds; with the mean of all rounds the speedup is ${meanSpeedup.toPrecision(3)}x.`;
}

function slowCause(facts: {
  readonly mayBeChance: Tail['mayBeChance'];
  readonly isBusy: boolean;
  readonly isFrequent: boolean;
}): string {
  if (facts.isBusy)
    return 'Other work on this machine may be the cause. Measure again when it is idle.';
  if (facts.mayBeChance === true)
    return 'This may be chance; more rounds (a larger budget) would tell.';
  return facts.isFrequent
    ? 'That is too often to be an exception: either the program runs at two speeds, or the machine was disturbed for part of the time. Measure again to see if it persists.'
    : 'This is unlikely to be chance, but the cause is unknown. Measure again to see if it persists.';
}

/** @param wall nanoseconds */
export function shortProgram({ wall }: { readonly wall: number }): string {
  return `A run takes as little as ${(wall / 1e6).toFixed(2)} ms, and much of that is process startup. Give the benchmark more work (50 ms or more) with "args" in retarget.json, or let the program time itself and measure that number with "metric".`;
}

/** @param part of the wall time that is CPU time */
export function mostlyWaits({ part }: { readonly part: number }): string {
  const share = part < 0.001 ? 'less than 0.1 %' : `at most ${(part * 100).toFixed(1)} %`;
  return `It mostly waits: CPU time is ${share} of its wall time, so no target can change its speed much. Give it more work, or measure CPU time ("metric": "cpu" in retarget.json).`;
}

export function tooFewRounds(facts: { readonly rounds: number; readonly fewest: number }): string {
  return `Only ${facts.rounds} of the ${facts.fewest} rounds that an interval needs ${plural(facts.rounds, 'was', 'were')} completed.`;
}

/** @param widest relative half-width that was reached, and what was asked for @param isBudget time ran out */
export function wideIntervals(facts: {
  readonly rounds: number;
  readonly widest: number;
  readonly precision: number;
  readonly isBudget: boolean;
}): string {
  const [reached, asked] = percentsApart([facts.widest, facts.precision], (percentage, more) =>
    percentage.toFixed(1 + more),
  );
  const advice = facts.isBudget ? ' Raise the budget, or request less precision.' : '';
  return `Measuring ended after ${facts.rounds} rounds with intervals of ±${reached} %, wider than the requested ±${asked} %.${advice}`;
}

/** @param change of the baseline's values, as a part of them */
export function driftSeen({ change }: { readonly change: number }): string {
  return `The baseline's values ${change > 0 ? 'rose' : 'fell'} by ${(Math.abs(change) * 100).toFixed(1)} % from the first third of the rounds to the last. The machine may have changed during the measurement (clock, temperature, other work). Speedups are compared within rounds, so they are affected little; times are affected.`;
}

export function outliersSeen(facts: {
  readonly target: string;
  readonly far: number;
  readonly samples: number;
}): string {
  return `${facts.far} of ${counted(facts.samples, 'sample')} of ${facts.target} are far from the others. Other work on this machine or the program itself can cause this. Medians and intervals are robust against outliers.`;
}

/** A group of values: its median with its unit, and its share of all. */
export interface ModeText {
  readonly median: string;
  readonly share: number;
}

export function twoModes(facts: {
  readonly target: string;
  readonly low: ModeText;
  readonly high: ModeText;
}): string {
  const shown = ({ median, share }: ModeText): string => `${median} (${Math.round(share * 100)} %)`;
  return `Samples of ${facts.target} form two groups, around ${shown(facts.low)} and ${shown(facts.high)}. Memory placement, the core they ran on or a clock change can cause this. The median describes neither group well.`;
}

/** @param load cores that others kept busy, of how many, and the load average @param stolen part of the time */
export function machineBusy(facts: {
  readonly load:
    { readonly busy: number; readonly cores: number; readonly average: number } | undefined;
  readonly stolen: number | undefined;
}): string {
  const { load, stolen } = facts;
  const others =
    load === undefined
      ? ''
      : `Other processes kept ${load.busy.toFixed(1)} of ${counted(load.cores, 'core')} busy (load average ${load.average.toFixed(1)})`;
  const hypervisor =
    stolen === undefined
      ? ''
      : `${others === '' ? 'The' : ' and the'} hypervisor took ${(stolen * 100).toFixed(1)} % of this virtual machine's time`;
  return `${others}${hypervisor} during the measurement, so times vary more and intervals are wider than on an idle machine. Measure again when it is idle, or raise the budget.`;
}

export function slowGovernor({ governors }: { readonly governors: readonly string[] }): string {
  return `The CPU frequency governor is "${governors.join('", "')}", not "performance", so the clock may change during the measurement. To change it: \`sudo cpupower frequency-set -g performance\`.`;
}

/** A number in the output moved between targets while the time did not. @param metric as retarget.json has it */
export function fixedTime(facts: {
  readonly from: { readonly target: string; readonly number: string };
  readonly to: { readonly target: string; readonly number: string };
  readonly metric: object;
}): string {
  const { from, to, metric } = facts;
  return `All targets took the same time, but a number in the output changed from ${visibleText(from.number)} for ${from.target} to ${visibleText(to.number)} for ${to.target}. The program seems to repeat its work for a fixed time, so its wall time does not show its speed. Measure that number instead: "metric": ${JSON.stringify(metric)} in this benchmark in retarget.json.`;
}

/** @param failure the message of why the code from bitcode alone was not measured */
export function shareUnknown({ failure }: { readonly failure: string }): string {
  return `The effect of its CPU-specific code is unknown: ${failure}`;
}

/** @param variant as `variantText` has it */
export function leftProcesses(facts: { readonly variant: string; readonly count: number }): string {
  return `Built for ${facts.variant}, it left up to ${counted(facts.count, 'process', 'processes')} running when it ended. Retarget killed them; their time is not counted.`;
}

/** @param seconds that the rounds take together */
export function manyBenchmarks(facts: {
  readonly rounds: number;
  readonly benchmarks: number;
  readonly decides: boolean;
  readonly seconds: number;
  readonly budget: number;
}): string {
  const { rounds, benchmarks, decides, seconds, budget } = facts;
  const each = plural(benchmarks, '', ` of each of ${benchmarks} benchmarks`);
  const time =
    seconds < 90 ? `${Math.ceil(seconds)} s` : counted(Math.ceil(seconds / 60), 'minute');
  const fewer =
    benchmarks > 1 ? ', select fewer benchmarks ("filter" next to "harness" in retarget.json)' : '';
  return `At least ${counted(rounds, 'round')}${each} are measured, because fewer give no ${decides ? 'verdict' : 'interval'}. They take about ${time}, longer than the budget of ${Number(budget.toPrecision(3))} s. To save time, give the benchmarks less work${fewer}, or compare fewer targets.`;
}
