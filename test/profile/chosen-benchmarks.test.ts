import { describe, expect, it } from 'vitest';
import type { ProgramToMeasure } from '../../src/model/measuring-plan.ts';
import { chosenRows, onlyMeant } from '../../src/profile/chosen-benchmarks.ts';
import { benchmark } from '../bench/compile.ts';

function chosen(names: readonly string[] | undefined, ...there: readonly string[]): string[] {
  const rows = there.map((name) => ({ benchmark: benchmark({ name }) }));
  return chosenRows(rows, names).map((row) =>
    'failure' in row ? row.failure.code : row.benchmark.name,
  );
}

describe('benchmarks that are asked for', () => {
  it('are all where nobody names one', () => {
    expect(chosen(undefined, 'a', 'b')).toEqual(['a', 'b']);
  });

  it.each([
    ['BM_sum', ['BM_sum/8', 'BM_sum/64', 'BM_sum<float>/8', 'BM_sum2/8', 'BM_su'], [0, 1, 2]],
    ['BM_sum/8', ['BM_sum/8', 'BM_sum/8/threads:2', 'BM_sum/80'], [0]],
    ['BM_t<int>', ['BM_t<int>/8', 'BM_t<int, 2>/8'], [0]],
    ['parse', ['tests::parse', 'json/parse', 'json/parse/1024', 'parser'], [0, 1, 2]],
    ['json', ['json/parse', 'json/print', 'toml/parse'], [0, 1]],
  ])('%s are those of this name, else those that it is a whole part of', (name, there, at) => {
    expect(chosen([name], ...there)).toEqual(at.map((index) => there[index]));
  });

  it('are a failure that says what there is where none has the name', () => {
    const rows = [{ benchmark: benchmark({ name: 'one' }) }];
    expect(chosenRows(rows, ['two'])).toMatchObject([
      {
        failure: {
          code: 'benchmark-missing',
          message: 'The program has no benchmark named two.',
          hint: 'It has one.',
        },
      },
    ]);
  });

  it('are missed only where no program has them', () => {
    const failure = { code: 'benchmark-missing', message: '' } as const;
    const program = (name: string, missing: boolean): ProgramToMeasure => ({
      ...{ name, executableName: name, variants: [] },
      benchmarks: [{ benchmark: benchmark({ name }), seed: 1, ...(missing ? { failure } : {}) }],
    });
    const [one, two, three] = [program('a', true), program('b', false), program('c', true)];
    expect(onlyMeant([one, two], ['b']).map(({ benchmarks }) => benchmarks.length)).toEqual([0, 1]);
    expect(onlyMeant([one, three], ['b'])).toEqual([one, three]);
    expect(onlyMeant([one, two], undefined)).toEqual([one, two]);
  });
});
