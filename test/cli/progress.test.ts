import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { plainLines } from '../../src/cli/progress/progress-lines.ts';
import { screenText } from '../../src/cli/progress/progress-screen.ts';
import { INITIAL, nextState } from '../../src/report/progress-state.ts';
import { openProgress } from '../../src/cli/progress/progress.ts';
import type { ProfileEvent } from '../../src/model/event.ts';
import { variantOfTarget } from '../../src/model/variant.ts';
import type { ProgramResult } from '../../src/model/run.ts';
import { sampleRun } from '../report/sample-run.ts';

const STYLE = { columns: 80, color: false, unicode: false };
const run = sampleRun();
const built = run.programs[0] as ProgramResult;
const comparisons = built.benchmarks[0]?.comparisons ?? [];

function round(rounds: number, widest: number, change: object = {}): ProfileEvent {
  return {
    type: 'round',
    program: 'kernels',
    benchmark: 'saxpy',
    rounds,
    comparisons: Number.isFinite(widest) ? comparisons : [],
    widest,
    precision: 0.01,
    elapsed: rounds,
    remaining: 40 - rounds,
    remainingInAll: 60 - rounds,
    ...change,
  };
}

function step(
  name: 'front end' | 'code generation',
  item: string,
  done: number,
): Extract<ProfileEvent, { type: 'build-progress' }> {
  return { type: 'build-progress', program: 'kernels', step: name, item, done, total: 6 };
}

const CHECK: Extract<ProfileEvent, { type: 'check-progress' }> = {
  type: 'check-progress',
  program: 'kernels',
  benchmark: 'saxpy',
  variant: variantOfTarget('x86-64-v3'),
};
const FINISHED: ProfileEvent = {
  type: 'benchmark-finished',
  program: 'kernels',
  benchmark: 'saxpy',
  index: 0,
  total: 3,
};
const STORY: ProfileEvent[] = [
  { type: 'waiting', message: 'Waiting for another profile (process 123).' },
  { type: 'waiting', message: 'Waiting for another profile (process 123).' },
  { type: 'run-saved', path: '/home/ana/kernels/.retarget/runs/x.json' },
  { type: 'run-started', run: { ...run, programs: [] } },
  { type: 'warning', warning: { code: 'load', message: 'Load is 3.' } },
  step('front end', 'a.c', 1),
  step('front end', 'b.c', 2),
  step('code generation', 'a.c for native', 3),
  step('front end', 'c.c', 4),
  { type: 'program-built', program: built },
  { type: 'warning', warning: { code: 'removed-flags', message: 'x', program: 'kernels' } },
  CHECK,
  { ...CHECK, variant: variantOfTarget('znver4') },
  ...Array.from({ length: 25 }, (_, index) =>
    round(index + 1, index < 5 ? Infinity : 0.0912 / (index + 1)),
  ),
  FINISHED,
  { type: 'run-finished', run },
];

function told(events: readonly ProfileEvent[]) {
  let state = INITIAL;
  const lines: string[] = [];
  for (const event of events) {
    lines.push(...plainLines(event, state));
    state = nextState(state, event);
  }
  return { lines, state };
}

function screenAfter(events: readonly ProfileEvent[], style = STYLE): string {
  return screenText(told(events).state, style);
}

describe('progress without a terminal', () => {
  it('is one line per step, each time the rounds have doubled, and every fifteen seconds', () => {
    expect(told(STORY).lines).toEqual([
      'Waiting for another profile (process 123).',
      expect.stringMatching(/^Profiling \/home\/ana\/kernels for 5 targets with LLVM .* on .*$/),
      'warning: Load is 3.',
      'kernels: front end (1 of 6 steps)',
      'kernels: code generation (3 of 6 steps)',
      'kernels: built for 5 targets (4 different executables) in 1.4 s',
      'kernels/saxpy: checking output',
      'kernels/saxpy: 10 rounds; widest interval +-0.91 %, goal +-1 %; about 30 s left for this benchmark, at most 50 s in total',
      'kernels/saxpy: 15 rounds; widest interval +-0.61 %, goal +-1 %; about 25 s left for this benchmark, at most 45 s in total',
      'kernels/saxpy: 20 rounds; widest interval +-0.46 %, goal +-1 %; about 20 s left for this benchmark, at most 40 s in total',
      'kernels/saxpy: 25 rounds, widest interval +-0.36 %, goal +-1 % (1 of 3)',
    ]);
  });

  it('says before the first round how long measuring takes, and where that is longer than the budget', () => {
    const planned = {
      type: 'measuring-planned',
      benchmarks: 5,
      leastRounds: 10,
      budget: 20,
    } as const;
    expect(told([{ ...planned, leastSeconds: 3.2 }]).lines).toEqual([
      'Measuring 5 benchmarks: at most 20 s',
    ]);
    expect(told([{ ...planned, leastSeconds: 47.5 }]).lines).toEqual([
      'Measuring 5 benchmarks: at least 48 s, for 10 rounds of each; the budget is 20 s',
    ]);
  });

  it('gives a width in digits that tell it from the goal', () => {
    const nearly = STORY.map((event) =>
      event.type === 'round' && event.rounds === 25 ? { ...event, widest: 0.010004 } : event,
    );
    expect(told(nearly).lines.at(-1)).toContain('widest interval +-1.0004 %, goal +-1 %');
  });

  it('tell at once what to know of the record of the build, from its start or when it is made', () => {
    const warning = { code: 'partial-record', message: 'The build of prog failed.' } as const;
    const warned = { ...run, warnings: [warning] };
    const said = ['warning: The build of prog failed.'];
    expect(plainLines({ type: 'run-started', run: warned }, INITIAL).slice(1)).toEqual(said);
    expect(plainLines({ type: 'warning', warning }, INITIAL)).toEqual(said);
  });

  it('tell of a long build at each tenth of its steps', () => {
    const steps = Array.from({ length: 41 }, (_, i) => ({
      ...step('code generation', `${i}.c`, 10 * i + 1),
      ...{ total: 401, remaining: 40 - i },
    }));
    const { lines } = told(steps);
    expect(lines).toHaveLength(11);
    expect(lines[1]).toBe(
      'kernels: code generation (41 of 401 steps), about 36 s until it is built',
    );
  });

  it('tells once of a program whose check shows that the budget cannot hold', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const said = async (budget: number): Promise<string[]> => {
      const lines: string[] = [];
      const progress = await openProgress({
        stderr: new PassThrough() as unknown as NodeJS.WriteStream,
        env: {},
        errorStyle: STYLE,
        note: (text) => lines.push(text),
      });
      progress.onEvent({
        type: 'run-started',
        run: { ...run, settings: { ...run.settings, budget } },
      });
      progress.onEvent(CHECK);
      vi.advanceTimersByTime(9000);
      progress.onEvent({ ...CHECK, variant: variantOfTarget('znver4') });
      vi.advanceTimersByTime(11_000);
      progress.onEvent({ ...CHECK, variant: variantOfTarget('native') });
      vi.advanceTimersByTime(30_000);
      progress.close();
      return lines.slice(1).filter((line) => line.includes('10 s'));
    };
    expect(await said(5)).toEqual([
      'kernels/saxpy: checking the output has taken 10 s so far, for one or two executions; the budget is 5 s, but at least six rounds of each target are measured\n',
    ]);
    expect(await said(300)).toEqual([]);
  });

  it('shows names as text, never as orders to the terminal', () => {
    const { lines } = told([{ ...CHECK, benchmark: 'a\u001b[2Jb\nc' }]);
    expect(lines).toEqual(['kernels/a\\x1b[2Jb\\nc: checking output']);
  });
});

describe('the screen', () => {
  const building = [step('front end', 'a.c', 1), step('code generation', 'a.c for native', 3)];

  it('shows what is being built, and how far it is', () => {
    expect(screenAfter(building)).toBe(
      'kernels: building ##########.......... 3 of 6 steps\n  code generation: a.c for native',
    );
  });

  it('shows how long a build still takes, where that can be told', () => {
    const lines = screenAfter([{ ...step('front end', 'a.c', 3), remaining: 71.3 }]).split('\n');
    expect(lines.at(-1)).toBe('  about 1 min 12 s until it is built');
  });

  it('shows what is being checked', () => {
    expect(screenAfter([CHECK])).toBe('kernels/saxpy: checking output for x86-64-v3');
  });

  it('shows rounds, each interval, the widest one, and the time left', () => {
    expect(screenAfter([{ type: 'run-started', run }, round(10, 0.02)]).split('\n')).toEqual([
      'kernels/saxpy: 10 rounds',
      '  x86-64-v3  1.84x [1.81, 1.87]',
      '  znver4     2.31x [2.27, 2.36]',
      '  widest interval +-2 %, goal +-1 %',
      '  about 30 s left for this benchmark, at most 50 s in total',
    ]);
  });

  it('counts benchmarks once their number is known, and their time once they are measured', () => {
    const events = [{ type: 'run-started', run } as const, round(10, 0.02), FINISHED];
    const next = round(5, Infinity, { benchmark: 'parse', remaining: 8.2, remainingInAll: 44.4 });
    expect(screenAfter([...events, next]).split('\n')).toEqual([
      'kernels/parse (2 of 3): 5 rounds',
      '  too few rounds for an interval yet',
      '  about 9 s left for this benchmark, at most 45 s in total',
    ]);
  });

  it('fits the terminal, whatever the names are', () => {
    const long = round(10, 0.02, { program: 'p'.repeat(300), benchmark: '\u202e\n' });
    for (const columns of [40, 80, 120]) {
      for (const line of screenAfter([long], { ...STYLE, columns }).split('\n')) {
        expect(line.length).toBeLessThan(columns);
      }
    }
  });

  it('is drawn in place on a terminal, and leaves what is finished above it', async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
    const progress = await openProgress({
      stderr: terminal as unknown as NodeJS.WriteStream,
      env: {},
      errorStyle: STYLE,
      note: () => undefined,
    });
    for (const event of STORY) progress.onEvent(event);
    progress.close();
    const text = (terminal.read() as Buffer).toString();
    expect(text).toContain('kernels: built for 5 targets');
    expect(text).not.toContain('10 rounds;');
  });

  it.each([{ CI: 'true' }, { TERM: 'dumb' }])(
    'is not drawn where the environment is %j',
    async (env) => {
      const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
      const lines: string[] = [];
      const progress = await openProgress({
        stderr: terminal as unknown as NodeJS.WriteStream,
        env,
        errorStyle: STYLE,
        note: (text) => lines.push(text),
      });
      progress.onEvent(CHECK);
      progress.close();
      expect(terminal.read()).toBeNull();
      expect(lines).toEqual(['kernels/saxpy: checking output\n']);
    },
  );

  it('says nothing when it is not wanted, but for what it waits for', async () => {
    const lines: string[] = [];
    const stderr = process.stderr;
    const quiet = await openProgress(
      { stderr, env: {}, errorStyle: STYLE, note: (text) => lines.push(text) },
      true,
    );
    for (const event of STORY) quiet.onEvent(event);
    quiet.close();
    const waits = STORY.flatMap((event) =>
      event.type === 'waiting' ? [`${event.message}\n`] : [],
    );
    expect(lines).toEqual(waits);
  });
});
