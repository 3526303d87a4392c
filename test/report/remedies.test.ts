// What to do about a failure, below it in the terminal.
import { describe, expect, it } from 'vitest';
import type { Remedy } from '../../src/model/remedy.ts';
import { failureText } from '../../src/report/failure-text.ts';

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
});
