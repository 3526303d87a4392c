import { expect, test } from 'vitest';
import { budgetShare, leastSeconds, secondsToCome } from '../../src/bench/time-plan.ts';

const checked = (...seconds: number[]): { roundSeconds: number; checksToCome: number }[] =>
  seconds.map((roundSeconds) => ({ roundSeconds, checksToCome: 0 }));
const PLAN = { leastRounds: 10, budget: 20, benchmarks: checked(1, 0.5, 2) };

test('the least rounds of all benchmarks take what their checks took, whatever the budget', () => {
  expect(leastSeconds(PLAN)).toBe(35);
  expect(leastSeconds({ ...PLAN, benchmarks: [] })).toBe(0);
});

test('what is to come takes at most the budget where the least rounds fit into it', () => {
  const plan = { ...PLAN, benchmarks: checked(0.1, 0.1, 0.1) };
  expect(secondsToCome(plan, 0, 0)).toBeCloseTo(20);
  expect(secondsToCome(plan, 1, 5)).toBeCloseTo(15);
});

test('and the least rounds where they do not, the budget spent or not', () => {
  expect(secondsToCome(PLAN, 0, 0)).toBe(35);
  expect(secondsToCome(PLAN, 1, 10)).toBe(5 + 20);
  expect(secondsToCome(PLAN, 2, 48)).toBe(20);
  expect(secondsToCome(PLAN, 3, 48)).toBe(0);
});

test('a benchmark that cannot be measured takes nothing from the others', () => {
  const plan = { ...PLAN, benchmarks: checked(0.1, 0, 0.1) };
  expect(budgetShare(plan, 0, 0)).toBe(10);
  expect(secondsToCome(plan, 1, 10)).toBe(10);
});

test('the checks of one that are to come take a round each', () => {
  const plan = { ...PLAN, benchmarks: [...checked(2), { roundSeconds: 2, checksToCome: 1 }] };
  expect(leastSeconds(plan)).toBe(42);
  expect(secondsToCome(plan, 1, 20)).toBe(22);
  const twice = { ...PLAN, benchmarks: [{ roundSeconds: 0.5, checksToCome: 2 }] };
  expect(leastSeconds(twice)).toBe(6);
  expect(secondsToCome(twice, 0, 0)).toBe(21);
});
