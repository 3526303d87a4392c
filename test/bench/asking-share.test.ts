// What code that looks at the target brings: its contestant from shared IR is measured in the same rounds, beside the targets.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/bench/executor.ts';
import { askingShares, judge } from '../../src/bench/judge.ts';
import {
  measureBenchmark,
  type MeasureRequest,
  type Measurement,
} from '../../src/bench/measure.ts';
import type { Metric } from '../../src/model/program.ts';
import type { Sample } from '../../src/model/run.ts';
import { variantOfTarget, type VariantIdentity } from '../../src/model/variant.ts';
import { benchmark, freshFolder } from './compile.ts';
import { fakeExecutor, printing, ran } from './fake-executor.ts';

const folder = freshFolder();

/** Milliseconds by contestant; `+` is a target's code from shared IR. */
const TIMES: Readonly<Record<string, number>> = { base: 20, v3: 10, 'v3+': 14 };

const BASE = variantOfTarget('base');
const V3 = variantOfTarget('v3');
const V3_BITCODE = { ...V3, flavour: 'bitcode' } as const;

function measure(
  behave: (target: string, call: number) => Outcome,
  bitcodeOf: [VariantIdentity, VariantIdentity][] = [[V3, V3_BITCODE]],
  more: Partial<MeasureRequest> = {},
): Promise<Measurement> {
  const contestants = [BASE, V3, V3_BITCODE].map((variant) => {
    const name = variant.flavour === 'bitcode' ? `${variant.target}+` : variant.target;
    const executable = join(folder, name);
    writeFileSync(executable, name);
    return { ...variant, executable };
  });
  const request: MeasureRequest = {
    ...{ benchmark: benchmark(), contestants, bitcodeOf: new Map(bitcodeOf) },
    ...{ precision: 0.01, budget: 60, seed: 1, executableName: 'program' },
    stageFolder: join(folder, 'stage'),
    ...more,
  };
  return measureBenchmark(request, { executor: fakeExecutor(behave) });
}

const timed = (target: string): Outcome => ran({ wall: (TIMES[target] ?? NaN) * 1e6 });

describe('a contestant beside the targets', () => {
  it('takes part in every round, and in no comparison', async () => {
    const result = await measure(timed);
    expect(result.comparisons.map(({ target }) => target)).toEqual(['base', 'v3']);
    const beside = result.samples.filter(({ variant }) => variant === 'v3/bitcode/own');
    expect(result.samples).toHaveLength(3 * result.rounds);
    expect(beside.map(({ round }) => round)).toEqual(
      Array.from({ length: result.rounds }, (_, round) => round),
    );
    const others = new Set(result.samples.map(({ variant }) => variant));
    expect([...others].sort()).toEqual(['base/whole/own', 'v3/bitcode/own', 'v3/whole/own']);
  });

  it('tells what the target gained over it', async () => {
    const { askingShares: shares, comparisons } = await measure(timed);
    expect(comparisons[1]?.speedup?.estimate).toBeCloseTo(2);
    expect(shares.get('v3')?.estimate).toBeCloseTo(1.4);
  });

  it('prolongs nothing by its own spread', async () => {
    const noisy = (target: string, call: number): Outcome =>
      target === 'v3+' ? ran({ wall: 1e6 * (1 + ((call * 7919) % 97)) }) : timed(target);
    const alone = await measure(timed);
    const beside = await measure(noisy);
    expect([beside.stopped, beside.rounds]).toEqual([alone.stopped, alone.rounds]);
    const share = beside.askingShares.get('v3');
    expect((share?.high ?? 0) / (share?.low ?? 1)).toBeGreaterThan(1.5);
  });

  it('is no failure of the target where it fails itself: what it would have told is not known', async () => {
    const wrong = (target: string): Outcome =>
      target === 'v3+' ? ran(printing('other')) : timed(target);
    const result = await measure(wrong);
    expect(result.comparisons[1]?.verdict).toBe('faster');
    expect(result.askingShares.size).toBe(0);
    // What prints nothing is told so, too.
    const warnings = result.warnings.filter(({ code }) => code !== 'nothing-checked');
    expect(warnings).toMatchObject([{ code: 'asks-target', target: 'v3', benchmark: 'test' }]);
    expect(warnings[0]?.message).toContain('is unknown');
  });

  it('ends nothing where the only target fails', async () => {
    const result = await measure((target, call) =>
      target === 'v3' && call > 3
        ? ran({ end: { kind: 'signal', signal: 'SIGILL' } })
        : timed(target),
    );
    expect(result.stopped).toBe('nothing-to-compare');
    expect(result.failures.get('v3/whole/own')?.code).toBe('benchmark-crashed');
  });
});

it('takes another target that is the same code as the one from shared IR', async () => {
  const { askingShares: shares, comparisons } = await measure(timed, [[V3, BASE]]);
  expect(shares.get('v3')).toEqual(comparisons[1]?.speedup);
});

describe('the share', () => {
  const metric = (better: 'lower' | 'higher'): Metric => ({ kind: 'output', pattern: '', better });
  const positive = fc.double({ min: 0.01, max: 100, noNaN: true });
  const sampled = (target: string, round: number, value: number): Sample => ({
    ...{
      variant: `${target}/whole/own`,
      round,
      position: 0,
      wall: 1,
      user: 1,
      system: 0,
      peakMemory: 0,
      value,
    },
  });

  it('and the speedup of shared IR multiply to the speedup, whatever the machine does from round to round', () => {
    fc.assert(
      fc.property(
        fc.record({ base: positive, own: positive, bitcode: positive }),
        fc.array(positive, { minLength: 6, maxLength: 30 }),
        fc.constantFrom('lower' as const, 'higher' as const),
        ({ base, own, bitcode }, speeds, better) => {
          const samples = speeds.flatMap((speed, round) => [
            sampled('base', round, base * speed),
            sampled('own', round, own * speed),
            sampled('bitcode', round, bitcode * speed),
          ]);
          const share = askingShares(
            metric(better),
            samples,
            new Map([[variantOfTarget('own'), variantOfTarget('bitcode')]]),
          );
          const { comparisons } = judge(
            metric(better),
            samples,
            ['base', 'own', 'bitcode'].map((target) => variantOfTarget(target)),
            0.01,
          );
          const [, whole, pure] = comparisons.map(({ speedup }) => speedup?.estimate ?? NaN);
          expect((pure ?? NaN) * (share.get('own')?.estimate ?? NaN)).toBeCloseTo(whole ?? NaN, 6);
          const { low = NaN, estimate = NaN, high = NaN } = share.get('own') ?? {};
          expect(low <= estimate * (1 + 1e-9) && estimate <= high * (1 + 1e-9)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is not there before there are enough rounds', () => {
    const samples = [0, 1, 2].flatMap((round) => [
      sampled('own', round, 1),
      sampled('bitcode', round, 2),
    ]);
    expect(
      askingShares(
        metric('lower'),
        samples,
        new Map([[variantOfTarget('own'), variantOfTarget('bitcode')]]),
      ).size,
    ).toBe(0);
  });
});
