// What to do about a failure, below it in the terminal.
import { describe, expect, it } from 'vitest';
import type { Remedy } from '../../src/model/remedy.ts';
import { failureText } from '../../src/report/failure-text.ts';
import { neutralRemedies } from '../../src/report/neutral-remedies.ts';

const style = { color: false, unicode: false, columns: 80 };

function shown(remedies: readonly Remedy[], hint?: string): string {
  const failure = { code: 'usage', message: 'It failed.', remedies } as const;
  return failureText(hint === undefined ? failure : { ...failure, hint }, style);
}

describe('a remedy in the terminal', () => {
  it('stands below the hint, in options and commands', () => {
    const remedies: readonly Remedy[] = [
      { kind: 'run', line: 'sudo apt-get install clang-22 lld-22' },
      { kind: 'set', what: 'llvm' },
    ];
    expect(shown(remedies, 'Install LLVM 22.')).toBe(
      [
        'error: It failed.',
        'hint: Install LLVM 22.',
        '      Run: sudo apt-get install clang-22 lld-22',
        '      Use another LLVM: --llvm DIR (or RETARGET_LLVM)',
        '',
      ].join('\n'),
    );
  });

  it('is the hint where there is no other', () => {
    expect(shown([{ kind: 'explain-target', target: 'znver4' }])).toBe(
      'error: It failed.\nhint: See what it needs: retarget host --explain znver4\n',
    );
  });

  it('quotes names from outside', () => {
    const remedy: Remedy = {
      kind: 'save-configuration',
      directory: '/a b',
      program: "it's\x1b[2J",
    };
    expect(shown([remedy])).toContain(
      String.raw`retarget profile '/a b' --program $'it\'s\x1b[2J' --save`,
    );
  });

  it('of a newer version, which has no words here, is left out', () => {
    const newer = [
      { kind: 'wait', days: 14 },
      { kind: 'set', what: 'tide' },
    ] as unknown as Remedy[];
    expect(shown([...newer, { kind: 'clear-cache' }])).toBe(
      'error: It failed.\nhint: Clear the cache: retarget cache clear\n',
    );
    expect(shown(newer)).toBe('error: It failed.\n');
  });
});

describe('a remedy on the page and in the log', () => {
  it('is what can be copied or chosen, and no option', () => {
    const remedies: readonly Remedy[] = [
      { kind: 'record', command: ['make', '-C', 'a b'], directory: 'sub' },
      { kind: 'set', what: 'baseline', value: 'x86-64-v2' },
      { kind: 'set', what: 'budget' },
      { kind: 'wait', days: 14 } as unknown as Remedy,
    ];
    expect(neutralRemedies(remedies)).toEqual([
      "Let Retarget watch the build: make -C 'a b' (in sub)",
      'Use the baseline x86-64-v2',
    ]);
  });
});
