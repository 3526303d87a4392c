import { expect, test } from 'vitest';
import { withoutRepeatedHints, type Problem } from '../../src/report/problems.ts';

test('advice that several problems have is told with the first of them', () => {
  const problem = (target: string, hint?: string): Problem => ({
    place: `k/norm, ${target}`,
    title: `k/norm, ${target}: wrong output`,
    failure: { code: 'output-differs', message: 'It differs.', ...(hint ? { hint } : {}) },
  });
  const shown = withoutRepeatedHints([
    ...[problem('v2', 'Allow it.'), problem('v3', 'Allow it.'), problem('v4', 'Allow more.')],
    ...[problem('v5'), problem('v6', 'Allow it.')],
  ]);
  expect(shown.map(({ failure }) => failure.hint)).toEqual([
    ...[
      'Allow it.',
      'Same as for k/norm, v2.',
      'Allow more.',
      undefined,
      'Same as for k/norm, v2.',
    ],
  ]);
});
