import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Execution, Executor } from '../../src/bench/executor.ts';
import { PADDING_VARIABLE } from '../../src/bench/launcher.ts';
import {
  measureBenchmark,
  type MeasureOptions,
  type MeasureRequest,
  type Measurement,
} from '../../src/bench/measure.ts';
import type { RoundProgress } from '../../src/bench/rounds.ts';
import { FailureError } from '../../src/model/failure.ts';
import { variantOfTarget } from '../../src/model/variant.ts';
import { benchmark, freshFolder } from './compile.ts';
import { fakeExecutor, printing, ran } from './fake-executor.ts';

const folder = freshFolder();

function contestants(...targets: string[]): MeasureRequest['contestants'] {
  return targets.map((target) => {
    const executable = join(folder, target);
    writeFileSync(executable, target);
    return { ...variantOfTarget(target), executable };
  });
}

function measure(
  executor: Executor,
  more: Partial<MeasureRequest> = {},
  options: Partial<MeasureOptions> = {},
): Promise<Measurement> {
  const request: MeasureRequest = {
    benchmark: benchmark(),
    contestants: contestants('base', 'v2', 'v3'),
    precision: 0.01,
    budget: 60,
    seed: 1,
    stageFolder: join(folder, 'stage'),
    executableName: 'pro gram',
    ...more,
  };
  return measureBenchmark(request, { executor, ...options });
}

/** What is run to find out whether the program takes its own time. */
const isForAdvice = ({ execution }: { readonly execution: Execution }): boolean =>
  execution.capture === 'stdout';
const padding = (execution: Execution): number => execution.env[PADDING_VARIABLE]?.length ?? NaN;

describe('a program that repeats until a time is over', () => {
  const loose = benchmark({ check: { output: 'exit-code', ignoreLines: [] } });
  const codes = async (
    walls: (target: string, call: number) => number,
    last: () => void = () => undefined,
  ): Promise<{ readonly warned: boolean; readonly result: Measurement }> => {
    const executor = fakeExecutor((target, call, { capture }) => {
      if (capture === 'stdout') last();
      const printed = printing(`mul: ${target === 'base' ? 25.5 : 9.5}${call}\n`);
      return ran({ ...printed, wall: walls(target, call) });
    });
    const result = await measure(executor, {
      // As few rounds as a verdict takes, on any machine: of many, the interval would be narrow again.
      ...{ benchmark: loose, contestants: contestants('base', 'v3'), budget: 0 },
    });
    return { warned: result.warnings.some(({ code }) => code === 'self-timed'), result };
  };

  it('is warned about where the times are known to be near, not where nothing is known of them', async () => {
    expect((await codes(() => 1e8)).warned).toBe(true);
    expect((await codes((_, call) => (call % 2 === 0 ? 1e8 : 1.5e8))).warned).toBe(false);
    const wide = await codes((target, call) => (target === 'v3' && call % 2 === 0 ? 1.5e8 : 1e8));
    expect(wide.warned).toBe(false);
  });

  it('keeps its rounds where the runs for the warning cannot be made', async () => {
    const { result } = await codes(
      () => 1e8,
      () => {
        throw new FailureError({ code: 'runner-failed', message: 'The runner is gone.' });
      },
    );
    expect([result.failure, result.rounds > 0]).toEqual([undefined, true]);
  });
});

describe('the schedule', () => {
  it('checks the baseline twice and every other target once before the first round', async () => {
    const executor = fakeExecutor(() => ran());
    const checked: string[] = [];
    await measure(executor, {}, { onCheck: ({ target }) => checked.push(target) });
    expect(checked).toEqual(['base', 'v2', 'v3']);
    const first = executor.calls.slice(0, 4);
    expect(first.map(({ target }) => target)).toEqual(['base', 'base', 'v2', 'v3']);
    expect(first.map(({ execution }) => execution.capture)).toEqual(Array(4).fill('both'));
    const timed = executor.calls.slice(4, -3);
    expect(timed.length).toBeGreaterThanOrEqual(3 * 15);
    expect(timed.filter(({ execution }) => execution.capture !== 'none')).toEqual([]);
  });

  it('checks each once more behind the last round, and nothing where only exit codes are compared', async () => {
    const executor = fakeExecutor(() => ran());
    const { rounds } = await measure(executor);
    expect(executor.calls).toHaveLength(4 + 3 * rounds + 3);
    const last = executor.calls.slice(-3);
    expect(last.map(({ target }) => target)).toEqual(['base', 'v2', 'v3']);
    expect(last.map(({ execution }) => execution.capture)).toEqual(Array(3).fill('both'));
    const loose = fakeExecutor(() => ran());
    const check = { output: 'exit-code', ignoreLines: [] } as const;
    const only = await measure(loose, { benchmark: benchmark({ check }) });
    expect(only.rounds).toBeGreaterThanOrEqual(15);
    const timed = loose.calls.slice(4, 4 + 3 * only.rounds);
    expect(timed.filter(({ execution }) => execution.capture !== 'none')).toEqual([]);
    const behind = loose.calls.slice(4 + 3 * only.rounds);
    expect(behind.map(({ target }) => target)).toEqual(['base', 'base', 'v3', 'v3']);
    expect(behind.every(isForAdvice)).toBe(true);
  });

  it('names fused multiply-add only where the last digits differ', async () => {
    const hint = async (other: string): Promise<string | undefined> => {
      const executor = fakeExecutor((target) =>
        ran(printing(target === 'v3' ? other : 'sum 1.0000001\n')),
      );
      return (await measure(executor)).failures.get('v3/whole/own')?.hint;
    };
    expect(await hint('sum 1.0000002\n')).toContain('-ffp-contract=off');
    expect(await hint('sum 2.5\n')).not.toContain('FMA');
    expect(await hint('sum nothing\n')).not.toContain('FMA');
  });

  it('names -ffast-math, and what does help, where the flags have it', async () => {
    const executor = fakeExecutor((target) =>
      ran(printing(target === 'v3' ? 'sum 1.0001\n' : 'sum 1.0002\n')),
    );
    const hint = (await measure(executor, { reorders: true })).failures.get('v3/whole/own')?.hint;
    expect(hint).toContain('the flags include -ffast-math');
    expect(hint).toContain('-ffp-contract=off does not help here');
    expect(hint).toContain('"tolerance":0.0001');
    expect(hint).not.toContain('FMA');
  });

  it('counts the check as warm-up and runs what is missing', async () => {
    const executor = fakeExecutor(() => ran());
    const { rounds } = await measure(executor, { benchmark: benchmark({ warmup: 4 }) });
    for (const target of ['base', 'v2', 'v3']) {
      expect(executor.calls.filter((call) => call.target === target)).toHaveLength(4 + rounds + 1);
    }
  });

  it('runs every target once per round, in an order that changes, at one path, with one environment size', async () => {
    const executor = fakeExecutor(() => ran());
    const { samples, rounds } = await measure(executor);
    const timed = executor.calls.slice(4);
    const orders = new Set<string>();
    const sizes = new Set<number>();
    for (let round = 0; round < rounds; round++) {
      const calls = timed.slice(round * 3, round * 3 + 3);
      const own = samples.filter((sample) => sample.round === round);
      expect(own.map((sample) => sample.variant)).toEqual(
        calls.map(({ target }) => `${target}/whole/own`),
      );
      expect(own.map((sample) => sample.position)).toEqual([0, 1, 2]);
      expect(new Set(own.map((sample) => sample.variant)).size).toBe(3);
      expect(new Set(calls.map(({ execution }) => padding(execution))).size).toBe(1);
      orders.add(calls.map(({ target }) => target).join());
      for (const { execution } of calls) sizes.add(padding(execution));
    }
    expect(rounds).toBeGreaterThanOrEqual(15);
    expect(orders).toEqual(
      new Set(['base,v2,v3', 'base,v3,v2', 'v2,base,v3', 'v2,v3,base', 'v3,base,v2', 'v3,v2,base']),
    );
    expect(sizes.size).toBeGreaterThan(rounds / 2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4096);
    expect(new Set(executor.calls.map(({ execution }) => execution.program)).size).toBe(1);
    expect(new Set(executor.calls.map(({ execution }) => execution.argv[0])).size).toBe(1);
  });

  it('is the same for the same seed and another for another', async () => {
    const plan = async (seed: number): Promise<string> => {
      const executor = fakeExecutor(() => ran());
      await measure(executor, { seed });
      return executor.calls.map((call) => `${call.target} ${padding(call.execution)}`).join();
    };
    const [one, again, other] = [await plan(7), await plan(7), await plan(8)];
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  it('leaves nothing in the stage folder', async () => {
    await measure(fakeExecutor(() => ran()));
    expect(readdirSync(join(folder, 'stage'))).toEqual([]);
  });
});

describe('stopping', () => {
  it('ends when every interval is as narrow as asked, and tells each round', async () => {
    const seen: RoundProgress[] = [];
    const walls: Record<string, number> = { base: 2e7, v2: 2e7, v3: 1e7 };
    const result = await measure(
      fakeExecutor((target) => ran({ wall: walls[target] ?? 0 })),
      {},
      { onRound: (progress) => seen.push(progress) },
    );
    expect(result.stopped).toBe('precision');
    expect(seen.map(({ rounds }) => rounds)).toEqual(seen.map((_, index) => index + 1));
    expect(seen[0]?.widest).toBe(Infinity);
    expect(seen.at(-1)?.widest).toBeLessThanOrEqual(0.01);
    expect(result.comparisons.map(({ target, verdict }) => [target, verdict])).toEqual([
      ['base', 'baseline'],
      ['v2', 'no difference'],
      ['v3', 'faster'],
    ]);
    expect(result.comparisons[2]?.speedup?.estimate).toBeCloseTo(2, 10);
    expect(result.comparisons[2]?.median).toBe(1e7);
  });

  it('measures as many rounds as a verdict takes even where the budget is spent at once, and warns', async () => {
    let call = 0;
    // The machine is theirs alone, whatever else it does: beside other work nobody is asked for a larger budget.
    const noisy = fakeExecutor(() => ran({ wall: 1e7 * (1 + (call++ % 7)), user: 1e15 }));
    const result = await measure(noisy, { budget: 0 });
    // Two comparisons: 2 times 2/2^6 would not be below 4 %.
    expect([result.stopped, result.rounds, result.samples.length]).toEqual(['budget', 7, 21]);
    expect(result.warnings.map(({ code }) => code)).toContain('too-few-rounds');
  });

  it.each([
    [24, 11],
    // So many verdicts are not worth any budget.
    [1000, 6],
  ])(
    'measures for %d comparisons in the run %d rounds beyond the budget',
    async (comparisons, rounds) => {
      const result = await measure(
        fakeExecutor(() => ran()),
        { budget: 0, comparisons },
      );
      expect([result.stopped, result.rounds]).toEqual(['budget', rounds]);
    },
  );

  it('gives the baseline alone a few rounds and says there is nothing to compare', async () => {
    const result = await measure(
      fakeExecutor(() => ran()),
      { contestants: contestants('base') },
    );
    expect([result.stopped, result.rounds]).toEqual(['nothing-to-compare', 6]);
    expect(result.comparisons[0]?.median).toBe(1e7);
  });

  it('keeps the finished rounds when interrupted in the middle of one', async () => {
    const controller = new AbortController();
    const executor = fakeExecutor((target, call) => {
      if (target === 'v3' && call === 4) controller.abort();
      return ran();
    });
    const result = await measure(executor, {}, { signal: controller.signal });
    expect([result.stopped, result.rounds, result.samples.length]).toEqual(['interrupted', 3, 9]);
    expect(result.failure).toBeUndefined();
    expect(result.failures.size).toBe(0);
  });

  it('is interrupted without samples when that happens in the check', async () => {
    const controller = new AbortController();
    const executor = fakeExecutor(() => {
      controller.abort();
      return ran();
    });
    const result = await measure(executor, {}, { signal: controller.signal });
    expect([result.stopped, result.samples]).toEqual(['interrupted', []]);
  });
});

describe('outputs that change while measuring', () => {
  const after = (target: string, call: number): ReturnType<typeof fakeExecutor> =>
    fakeExecutor((each, count) =>
      ran({
        ...printing(each === target && count >= call ? 'WRONG\n' : 'right\n'),
        wall: each === 'v3' ? 1e7 : 2e7,
      }),
    );

  it('take the target out, and leave the others as they were measured', async () => {
    const result = await measure(after('v3', 4));
    expect([...result.failures.keys()]).toEqual(['v3/whole/own']);
    const failure = result.failures.get('v3/whole/own');
    expect(failure?.code).toBe('output-differs');
    expect(failure?.message).toContain('correct before the first round and wrong after the last');
    expect(failure?.details).toContain('WRONG');
    expect(result.comparisons.map(({ target }) => target)).toEqual(['base', 'v2']);
    expect(result.failure).toBeUndefined();
  });

  it('of the baseline leave nothing to compare', async () => {
    const result = await measure(after('base', 4));
    expect([result.stopped, result.failure?.code]).toEqual(['failed', 'benchmark-unstable-output']);
    expect(result.failure?.message).toContain('its last run of the same executable');
    expect(result.failure?.hint).toContain('"check"');
    expect(result.comparisons).toEqual([]);
  });

  it('are not looked at once the user ends it', async () => {
    const controller = new AbortController();
    const executor = fakeExecutor((_target, call, { capture }) => {
      if (call > 3 && capture === 'both') controller.abort();
      return ran(printing(capture === 'both' && call > 3 ? 'WRONG\n' : 'right\n'));
    });
    const result = await measure(executor, {}, { signal: controller.signal });
    expect([result.failure, result.failures.size]).toEqual([undefined, 0]);
    expect(result.comparisons).toHaveLength(3);
  });
});

describe('targets that fail', () => {
  it('takes out one that crashes in mid-measurement and goes on with the others', async () => {
    const executor = fakeExecutor((target, call) =>
      target === 'v2' && call === 3 ? ran({ end: { kind: 'signal', signal: 'SIGILL' } }) : ran(),
    );
    const result = await measure(executor);
    expect(result.stopped).toBe('precision');
    expect([...result.failures.keys()]).toEqual(['v2/whole/own']);
    expect(result.failures.get('v2/whole/own')?.message).toContain('SIGILL');
    expect(executor.calls.filter(({ target }) => target === 'v2')).toHaveLength(4);
    expect(result.comparisons.map(({ target }) => target)).toEqual(['base', 'v3']);
    expect(result.samples.filter(({ variant }) => variant === 'v2/whole/own')).toHaveLength(2);
  });

  it('ends with the samples so far when the baseline itself stops working', async () => {
    const executor = fakeExecutor((target, call) =>
      target === 'base' && call === 5 ? ran({ end: { kind: 'timeout' } }) : ran(),
    );
    const result = await measure(executor);
    expect([result.stopped, result.failure?.code, result.rounds]).toEqual([
      'failed',
      'benchmark-timeout',
      3,
    ]);
    expect(result.samples).toHaveLength(9);
  });

  it('compares with the baseline what was measured before that stopped working', async () => {
    const times: Readonly<Record<string, number>> = { base: 4e7, v2: 2e7, v3: 1e7 };
    const executor = fakeExecutor((target, call) =>
      target === 'base' && call === 10
        ? ran({ end: { kind: 'timeout' } })
        : ran({ wall: (times[target] ?? 0) + call }),
    );
    const result = await measure(executor, { precision: 1e-9 });
    expect([result.stopped, result.rounds]).toEqual(['failed', 8]);
    const [base, v2, v3] = result.comparisons;
    expect([base?.target, base?.verdict]).toEqual(['base', 'baseline']);
    expect(v2?.speedup?.estimate).toBeCloseTo(2);
    expect(v3?.speedup?.estimate).toBeCloseTo(4);
  });

  it('has nothing to compare once all others are out', async () => {
    const executor = fakeExecutor((target) => ran(target === 'base' ? {} : printing('else')));
    const result = await measure(executor);
    expect([result.stopped, [...result.failures.keys()]]).toEqual([
      'nothing-to-compare',
      ['v2/whole/own', 'v3/whole/own'],
    ]);
    expect(result.samples.map(({ variant }) => variant)).toEqual(Array(6).fill('base/whole/own'));
  });

  it('names a target whose exit code is not the baseline’s', async () => {
    const executor = fakeExecutor((target) =>
      ran(target === 'v3' ? { end: { kind: 'exit', code: 3 } } : {}),
    );
    const failure = (await measure(executor)).failures.get('v3/whole/own');
    expect(failure?.code).toBe('output-differs');
    expect(failure?.message).toContain('exit code 3, the baseline with 0');
  });

  it('allows any steady exit code where only exit codes are compared, but of a test none than 0', async () => {
    const only = benchmark({ check: { output: 'exit-code', ignoreLines: [] } });
    const two = (): ReturnType<typeof ran> => ran({ end: { kind: 'exit', code: 2 } });
    expect((await measure(fakeExecutor(two), { benchmark: only })).stopped).toBe('precision');
    const strict = await measure(fakeExecutor(two));
    expect(strict.failure?.code).toBe('benchmark-crashed');
    const test = benchmark({ check: { output: 'exit-code', succeeds: true, ignoreLines: [] } });
    const failing = await measure(fakeExecutor(two), { benchmark: test });
    expect(failing.failure?.code).toBe('benchmark-crashed');
  });
});

describe('a metric in the output', () => {
  const scored = benchmark({
    metric: { kind: 'output', pattern: '^score: (\\S+)', better: 'higher' },
  });

  it('compares the numbers, higher being better, and lets their lines change', async () => {
    const executor = fakeExecutor((target, call) =>
      ran(printing(`result 42\nscore: ${(target === 'v3' ? 300 : 200) + (call % 2) / 1000}\n`)),
    );
    const result = await measure(executor, { benchmark: scored });
    expect(result.failures.size).toBe(0);
    expect(result.comparisons[2]?.speedup?.estimate).toBeCloseTo(1.5, 3);
    expect(result.samples[0]?.value).toBeGreaterThan(199);
    expect(executor.calls.slice(4).at(-4)?.execution.capture).toBe('stdout');
  });

  it.each(['', 'score: none', 'score: 0', 'score: -3', 'score: 1e999'])(
    'fails clearly on %j',
    async (output) => {
      const result = await measure(
        fakeExecutor(() => ran(printing(output))),
        { benchmark: scored },
      );
      expect([result.stopped, result.failure?.code]).toEqual(['failed', 'metric-missing']);
      expect(result.failure?.message).toContain('score: ');
    },
  );

  it('leaves out the number only: another difference on a line that the pattern matches is one', async () => {
    const executor = fakeExecutor((target, call) =>
      ran(
        printing(
          `wrong: ${target === 'v3' ? 1 : 0}\nscore: ${200 + call} of 300\nscore: ${target === 'v2' ? 8 : 9}\n`,
        ),
      ),
    );
    const result = await measure(executor, { benchmark: scored });
    expect([...result.failures].map(([variant, { code }]) => [variant, code])).toEqual([
      ['v2/whole/own', 'output-differs'],
      ['v3/whole/own', 'output-differs'],
    ]);
  });

  it('fails for the one target that does not print it', async () => {
    const executor = fakeExecutor((target) => ran(printing(target === 'v2' ? 'oops' : 'score: 5')));
    const result = await measure(executor, {
      benchmark: { ...scored, check: { output: 'exit-code', ignoreLines: [] } },
    });
    expect([...result.failures].map(([variant, { code }]) => [variant, code])).toEqual([
      ['v2/whole/own', 'metric-missing'],
    ]);
  });
});

describe('warnings', () => {
  it('advises on very short programs, and on what they leave running', async () => {
    const result = await measure(
      fakeExecutor((target) => ran({ wall: 1e6, leftProcesses: target === 'v2' ? 2 : 0 })),
    );
    expect(result.warnings).toContainEqual(
      expect.objectContaining({ code: 'short-program', benchmark: 'test' }),
    );
    expect(result.warnings).toContainEqual(
      expect.objectContaining({ code: 'left-processes', target: 'v2' }),
    );
  });

  it('refuses CPU time where the executor cannot measure it', async () => {
    const result = await measure(
      fakeExecutor(() => ran(), 'plain'),
      {
        benchmark: benchmark({ metric: { kind: 'cpu' } }),
      },
    );
    expect(result.failure?.code).toBe('runner-failed');
  });
});

describe('a target that takes three times as long in a fifth of its executions', () => {
  it('is hardly ever found equal, however soon its interval is narrow', async () => {
    const random = randomSource(7);
    const verdicts: unknown[] = [];
    for (let run = 0; run < 30; run++) {
      const executor = fakeExecutor((target) => {
        const noise = 1 + 0.004 * (random() + random() + random() - 1.5);
        const slow = target === 'v3' && random() < 0.2 ? 3 : 1;
        return ran({ wall: 2e7 * noise * slow });
      });
      const { comparisons } = await measure(executor, {
        contestants: contestants('base', 'v3'),
        seed: run,
      });
      verdicts.push(comparisons[1]?.verdict);
    }
    // In 0.8^15 = 3.5 % of the runs none of the first 15 executions is slow: nobody could tell.
    expect(verdicts.filter((verdict) => verdict === 'no difference').length).toBeLessThanOrEqual(5);
    expect(verdicts).toContain('inconclusive');
  });
});

/** Numbers from 0 to 1, the same for the same seed (Park and Miller's generator, 1988). */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
