// Programs that repeat until a time is over and print how much they did meanwhile: their wall time says nothing of their speed.
import { FailureError } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { Comparison, Interval, Warning } from '../model/run.ts';
import type { VariantIdentity } from '../model/variant.ts';
import type { Ran } from './executor.ts';
import type { Launcher } from './launcher.ts';
import { fixedTime } from './messages/samples.ts';
import { quotedText } from './harness/harness-protocol.ts';

/** Bytes of output that are searched for numbers. */
const KEPT = 256 * 1024;
/** Two wall times whose interval is this near to none are the same: a program that times itself keeps to its time. */
const SAME_TIME = 0.05;
/** The same of two single runs, which a busy machine moves. */
const SAME_RUN = 0.1;
/** A number moves where it is this part apart between targets, and three times as far as between two runs of one target. */
const MOVED = 0.1;
const BEYOND_NOISE = 3;
/** Of numbers that change from run to run, the part that has to move: of random ones few do. */
const MOVING_PART = 0.25;

const NUMBER = /(?<![\w.])\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?/gu;
const RATE = /^\s*(?:\S*\/s\b|per second|[kMGT]?(?:flops?|ops|ips)\b|iterations?\b)/iu;

interface Place {
  readonly line: string;
  /** Where its text begins in the line. */
  readonly at: number;
  readonly text: string;
  readonly value: number;
}

/** How long two runs took, where they printed other numbers in the same time. */
export function sameTimeText(first: Ran, second: Ran): string | undefined {
  const [ours, theirs] = [placesIn(first), placesIn(second)];
  if (partApart(first.wall, second.wall) > SAME_RUN || ours.length !== theirs.length)
    return undefined;
  const differs = ours.some(({ value }, index) => value !== theirs[index]?.value);
  return differs ? `${Number((first.wall / 1e6).toPrecision(3))} ms` : undefined;
}

/**
 * Whether every target took the same time while a number in the output moved: asked only where the check lets numbers change.
 * Runs the baseline and one other target twice more; nothing once the user ends it.
 */
export async function selfTimedWarning(
  { metric, check }: Benchmark,
  comparisons: readonly Comparison[],
  variants: readonly VariantIdentity[],
  launcher: Launcher,
): Promise<Warning[]> {
  const isLoose = check.output !== 'exact' || check.ignoreLines.length > 0;
  if (metric.kind === 'output' || !isLoose) return [];
  const [baseline, ...others] = comparisons;
  const measured = others.filter(({ speedup }) => speedup !== undefined);
  const target = measured.at(-1)?.target;
  const [first, last] = [baseline?.target, target].map((name) =>
    variants.find((each) => each.target === name),
  );
  const areSame = measured.every(({ speedup }) => speedup !== undefined && isSame(speedup));
  if (first === undefined || last === undefined || !areSame) return [];
  const moved = await movedBetween(first, last, launcher);
  if (moved === undefined) return [];
  const { ours, theirs } = moved;
  return [
    {
      code: 'self-timed',
      alike: JSON.stringify(metricFor(ours)),
      message: fixedTime({
        from: { target: first.target, number: ours.text },
        to: { target: last.target, number: theirs.text },
        metric: metricFor(ours),
      }),
    },
  ];
}

/** A wide interval says nothing of how near they are. */
function isSame({ low, high }: Interval): boolean {
  return [low, high].every((end) => Math.abs(Math.log(end)) <= SAME_TIME);
}

async function movedBetween(
  baseline: VariantIdentity,
  other: VariantIdentity,
  launcher: Launcher,
): Promise<Moved | undefined> {
  const places: Place[][] = [];
  const walls: number[] = [];
  try {
    for (const variant of [baseline, baseline, other, other]) {
      const launch = { variant, padding: 0, capture: 'stdout', keep: KEPT } as const;
      const { ran } = await launcher.run(launch);
      if (ran === undefined) return undefined;
      places.push(placesIn(ran));
      walls.push(ran.wall);
    }
  } catch (error) {
    // It is only advice: what was measured before stays.
    if (launcher.interrupted || error instanceof FailureError) return undefined;
    throw error;
  }
  // A busy machine only adds to them.
  const least = [walls.slice(0, 2), walls.slice(2)].map((each) => Math.min(...each));
  const isSameTime = partApart(least[0] ?? NaN, least[1] ?? NaN) <= SAME_RUN;
  return isSameTime ? movedPlace(places) : undefined;
}

interface Moved {
  readonly ours: Place;
  readonly theirs: Place;
}

/** @param runs two of one target, then two of another */
function movedPlace(runs: readonly (readonly Place[])[]): Moved | undefined {
  const [a = [], again = [], b = [], bAgain = []] = runs;
  if (runs.some((each) => each.length !== a.length)) return undefined;
  let changing = 0;
  const moved: (Moved & { readonly by: number })[] = [];
  for (const [index, ours] of a.entries()) {
    const theirs = b[index];
    if (theirs === undefined) continue;
    const values = [
      ours.value,
      again[index]?.value ?? NaN,
      theirs.value,
      bAgain[index]?.value ?? NaN,
    ];
    const [one = NaN, two = NaN, three = NaN, four = NaN] = values;
    if (values.every((value) => value === one)) continue;
    changing++;
    const noise = Math.max(partApart(one, two), partApart(three, four));
    const by = Math.min(...[one, two].flatMap((x) => [three, four].map((y) => partApart(x, y))));
    if (by > Math.max(MOVED, BEYOND_NOISE * noise)) moved.push({ ours, theirs, by });
  }
  if (moved.length < MOVING_PART * changing) return undefined;
  return moved.sort((left, right) => right.by - left.by)[0];
}

function placesIn({ stdout }: Ran): Place[] {
  const text = stdout.bytes.subarray(0, KEPT).toString('utf8');
  return text.split('\n').flatMap((line) =>
    [...line.matchAll(NUMBER)].map((match) => ({
      ...{ line, at: match.index, text: match[0] },
      value: Number(match[0].replaceAll(',', '')),
    })),
  );
}

function metricFor({ line, at, text }: Place): object {
  const before = line
    .slice(0, at)
    .split(/([+-]?\d[\d.,:]*|\s+)/u)
    .map((part) =>
      /^\s+$/u.test(part) ? '\\s+' : /^[+-]?\d/u.test(part) ? '\\S+' : quotedText(part),
    )
    .join('');
  const behind = line.slice(at + text.length);
  const better = RATE.test(behind) ? 'higher' : 'lower';
  return { pattern: `^${before}([\\d.,eE+-]+)`, better };
}

function partApart(one: number, other: number): number {
  const larger = Math.max(Math.abs(one), Math.abs(other));
  if (one === other) return 0;
  const part = Math.abs(one - other) / larger;
  return Number.isFinite(part) ? part : Infinity;
}
