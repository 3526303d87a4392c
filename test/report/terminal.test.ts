import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { buildReport } from '../../src/report/build-text.ts';
import { terminalStyle } from '../../src/report/terminal-style.ts';
import type { TerminalStyle } from '../../src/report/terminal-style.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { expectGolden } from './goldens.ts';
import { hostileRun } from './hostile-run.ts';
import { interval, sampleResult } from './sample-result.ts';
import { sampleBuildRun, sampleRun, sampleRunOfTwoPrograms } from './sample-run.ts';

const style: TerminalStyle = { columns: 80, color: false, unicode: true };

/** What was measured is not the project's own program. */
function doubtedRun(): Run {
  const run = sampleRun();
  const ownProgram = { state: 'different', compared: [], differences: ['other output'] } as const;
  return { ...run, programs: run.programs.map((program) => ({ ...program, ownProgram })) };
}

describe('the terminal report', () => {
  it('looks as expected at 80 columns', async () => {
    await expectGolden(terminalReport(sampleRunOfTwoPrograms(), style), 'terminal-80.txt');
  });

  it('looks as expected on a narrow ASCII terminal', async () => {
    const narrow = { columns: 60, color: false, unicode: false };
    const text = terminalReport(sampleRun(), narrow);
    expect(text).toMatch(/^[\n -~]*$/);
    await expectGolden(text, 'terminal-60-ascii.txt');
  });

  it('says nothing by colour alone', () => {
    const coloured = terminalReport(sampleRun(), { ...style, color: true });
    expect(coloured).toContain('\u001b[32mfaster\u001b[39m');
    const plain = coloured.replace(/\u001b\[\d+m/g, '');
    const trimmed = plain.replace(/ +$/gm, '');
    expect(trimmed).toBe(terminalReport(sampleRun(), style));
  });

  it('says what is in doubt beside each verdict, below the row where there is no room', () => {
    const doubt = "(not the project's own program)";
    const lines = (columns: number): string[] =>
      terminalReport(doubtedRun(), { ...style, columns }).split('\n');
    expect(lines(120).filter((line) => line.includes(`faster ${doubt}`)).length).toBeGreaterThan(1);
    expect(lines(60)).toContain(`      ${doubt}`);
  });

  it.each([60, 61, 79, 80, 97, 120])(
    'keeps within %i columns, hostile names included',
    (columns) => {
      const isToolsOwn = (line: string): boolean => line.startsWith('        ');
      for (const run of [sampleRun(), sampleRunOfTwoPrograms(), hostileRun(), doubtedRun()]) {
        for (const unicode of [true, false]) {
          for (const line of terminalReport(run, { columns, color: false, unicode }).split('\n')) {
            if (!isToolsOwn(line)) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
            expect(line).toBe(line.trimEnd());
          }
        }
      }
    },
  );

  it('holds no control character but newlines, and with colour ESC only in colours', () => {
    const plain = terminalReport(hostileRun(), style);
    expect(plain.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
    const coloured = terminalReport(hostileRun(), { ...style, color: true });
    const rest = coloured.replace(/\u001b\[\d{1,2}m/g, '').replaceAll('\n', '');
    expect(rest).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
  });

  it('shows no ratio for identical code, whatever was stored with it', () => {
    const result = sampleResult({
      name: 'parse',
      base: 1e8,
      comparisons: [
        { target: 'x86-64', verdict: 'baseline' },
        {
          target: 'x86-64-v2',
          verdict: 'identical code',
          identicalTo: 'x86-64',
          speedup: interval(1.3, 1.2, 1.4),
        },
        { target: 'x86-64-v3', verdict: 'faster', speedup: interval(1.5, 1.4, 1.6) },
        { target: 'native', verdict: 'identical code', identicalTo: 'x86-64-v3' },
      ],
    });
    const mean = { target: 'x86-64-v2', speedup: interval(1.3, 1.2, 1.4) };
    const program = { name: 'p', variants: [], benchmarks: [result], overall: [mean] };
    const text = terminalReport(sampleRun({ programs: [program] }), style);
    expect(text).not.toContain('1.3');
    expect(text).not.toContain('geometric mean');
    expect(text).toMatch(/native +1\.5x +\[1\.4, 1\.6\] .*identical code/);
  });

  it('merges equal warnings and says each once, with its places', () => {
    const text = terminalReport(sampleRun(), { ...style, columns: 120 });
    expect(text.split('drifted by 4 %')).toHaveLength(2);
    expect(text).toContain('kernels/parse and kernels/norm: Times of the baseline drifted');
  });

  it('shows builds where nothing was measured', async () => {
    await expectGolden(buildReport(sampleBuildRun(), style, './out'), 'build-80.txt');
  });

  it('does not send anybody to a folder where nothing was left, as everything failed', () => {
    const run = sampleBuildRun();
    const programs = run.programs.map((program) => ({
      ...program,
      variants: program.variants.map((variant) => ({ ...variant, state: 'failed' as const })),
    }));
    expect(buildReport({ ...run, programs }, style, './out')).not.toContain('./out');
  });
});

describe('the terminal style', () => {
  const terminal = { isTTY: true, columns: 100 };
  it('colours terminals only, unless told otherwise', () => {
    expect(terminalStyle(terminal, {}, 'linux').color).toBe(true);
    expect(terminalStyle({}, {}, 'linux').color).toBe(false);
    expect(terminalStyle(terminal, { NO_COLOR: '1' }, 'linux').color).toBe(false);
    expect(terminalStyle(terminal, { TERM: 'dumb' }, 'linux').color).toBe(false);
    expect(terminalStyle({}, { FORCE_COLOR: '1' }, 'linux').color).toBe(true);
  });

  it('draws with ASCII where the locale is not UTF-8', () => {
    const unicode = (env: Record<string, string>): boolean =>
      terminalStyle(terminal, env, 'linux').unicode;
    expect(unicode({ LANG: 'en_US.UTF-8' })).toBe(true);
    expect(unicode({ LANG: 'en_US.UTF-8', LC_ALL: 'C' })).toBe(false);
    expect(unicode({ LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C' })).toBe(true);
    expect(unicode({})).toBe(false);
  });

  it('fits the width to what can be read', () => {
    expect(terminalStyle({}, {}, 'linux').columns).toBe(80);
    expect(terminalStyle({ columns: 400 }, {}, 'linux').columns).toBe(120);
    expect(terminalStyle({ columns: 0 }, {}, 'linux').columns).toBe(80);
  });
});
