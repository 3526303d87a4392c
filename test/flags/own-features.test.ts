import { describe, expect, it } from 'vitest';
import type { Unit } from '../../src/model/program.ts';
import { cleanFlags } from '../../src/flags/flags.ts';
import { keptFeatures, withOwnFeatures } from '../../src/flags/own-features.ts';

function unit(source: string, line: string): Unit {
  const { kept, removed } = cleanFlags(line.split(' '), 'compile');
  return { source, language: 'c', directory: '/', flags: kept, removed };
}

const CPP = { language: 'c++' } as const;

/** The flags that units of these flags are compiled with. */
function flagsOf(...lines: readonly string[]): string[] {
  const units = lines.map((line, at) => unit(`${at}.c`, line));
  return withOwnFeatures(units).map(({ flags }) => flags.join(' '));
}

describe('features and CPUs of units', () => {
  it.each([
    ['a CPU that all have is replaced', '-march=haswell -O2', '-O2 -march=haswell', '-O2', '-O2'],
    [
      'one that a file alone has is its own',
      '-O2',
      '-O2 -march=haswell',
      '-O2',
      '-O2 -march=haswell',
    ],
    [
      'so is what it is tuned for',
      '-O2',
      '-mtune=znver3 -march=haswell',
      '-O2',
      '-mtune=znver3 -march=haswell',
    ],
    ['a tuning alone is replaced', '-O2', '-O2 -mtune=znver3', '-O2', '-O2'],
    [
      'the last word counts',
      '-march=skylake',
      '-march=skylake -march=haswell',
      '',
      '-march=haswell',
    ],
    [
      'and where all have that, all are replaced',
      '-march=skylake',
      '-march=haswell -march=skylake',
      '',
      '',
    ],
    ['the CPU of whoever builds is none of a file', '-O2', '-O2 -march=native', '-O2', '-O2'],
    [
      'a file that has a CPU keeps all its features',
      '-mfma',
      '-mfma -march=haswell',
      '',
      '-mfma -march=haswell',
    ],
    [
      'a feature stays in front of a CPU',
      '-O2',
      '-march=haswell -mavx512f',
      '-O2',
      '-mavx512f -march=haswell',
    ],
    [
      'a feature may be said to the inner compiler',
      '-Xclang -target-feature -Xclang +fma',
      '-Xclang -target-feature -Xclang +fma -Xclang -target-feature -Xclang +avx2',
      '',
      '-Xclang -target-feature -Xclang +avx2',
    ],
    [
      'as on Arm',
      '-mcpu=neoverse-n1',
      '-mcpu=neoverse-v1',
      '-mcpu=neoverse-n1',
      '-mcpu=neoverse-v1',
    ],
  ])('%s', (_, one, other, ofOne, ofOther) => {
    expect(flagsOf(one, other)).toEqual([ofOne, ofOther]);
  });

  it('are the project’s choice where most files have that CPU', () => {
    const own = '-march=haswell';
    expect(flagsOf(own, own, '-O2')).toEqual(['', '', '-O2']);
    expect(flagsOf('-O2', '-O2', own)).toEqual(['-O2', '-O2', own]);
  });

  it.each(['-mavx2', '-march=haswell'])(
    'are the project’s choice where all files of a language have them, and that is more than one: %s',
    (flag) => {
      const [c, cpp] = [unit('a.c', '-O2'), (name: string) => ({ ...unit(name, flag), ...CPP })];
      const kept = (...units: readonly Unit[]): string[] =>
        withOwnFeatures(units).flatMap(({ flags }) => flags.filter((each) => each === flag));
      const ofC = [c, { ...c, source: 'b.c' }, { ...c, source: 'c.c' }];
      expect(kept(...ofC, cpp('m.cpp'), cpp('k.cpp'))).toEqual([]);
      expect(kept(...ofC, cpp('k.cpp'))).toEqual([flag]);
      expect(kept(...ofC, cpp('k.cpp'), { ...cpp('k.cpp'), flags: ['-DTWICE'] })).toHaveLength(2);
      expect(kept(...ofC, { ...c, ...CPP }, cpp('k.cpp'))).toEqual([flag]);
      const own = unit('d.c', flag);
      expect(kept(...ofC, own, cpp('m.cpp'), cpp('k.cpp'))).toEqual([flag]);
    },
  );

  it('are found among the flags that a unit is compiled with', () => {
    const inner = ['-Xclang', '-target-feature', '-Xclang', '+avx2'];
    expect(keptFeatures(['-O2', ...inner, '-mfma', '-mcmodel=large'])).toEqual([
      inner.join(' '),
      '-mfma',
    ]);
  });

  it('are no longer told as taken out', () => {
    const [, own] = withOwnFeatures([unit('a.c', '-O2'), unit('b.c', '-c -march=haswell')]);
    expect(own?.removed).toEqual([{ flag: '-c', reason: 'action' }]);
  });

  it('are held against what is surely of the program, where that is not all', () => {
    const [main, kernel] = [unit('main.c', '-march=haswell'), unit('k.c', '-march=znver4')];
    const [first, second] = withOwnFeatures([main, kernel], [main]);
    expect([first?.flags, second?.flags]).toEqual([[], ['-march=znver4']]);
  });
});
