import { describe, expect, it } from 'vitest';
import { argumentChanges } from '../../src/project/config-arguments.ts';
import { changedText } from '../../src/project/json-changes.ts';
import { failureFrom } from './temporary-folder.ts';

const WAY = { args: ['-9', 'a b'], stdin: 'in.txt' };
const WRITTEN = '{ "args": ["-9", "a b"], "stdin": "in.txt" }';

function changed(text: string, program = 'p'): string {
  return changedText(text, argumentChanges('/x/retarget.json', text, program, WAY));
}

describe('arguments written into retarget.json', () => {
  it.each([
    [
      'are the first benchmark of a program without any',
      '{ "programs": [{ "name": "p", "sources": ["a.c"] }] }',
      `{ "programs": [{ "name": "p", "sources": ["a.c"], "benchmarks": [${WRITTEN}] }] }`,
    ],
    [
      'stand on a line of their own where members do, before its comment',
      '{\n  "programs": [{\n    "name": "p",\n    "sources": ["a.c"] // mine\n  }]\n}',
      `{\n  "programs": [{\n    "name": "p",\n    "sources": ["a.c"],\n    "benchmarks": [${WRITTEN}] // mine\n  }]\n}`,
    ],
    [
      'take the place of the one way that was there, whose name stays',
      '{ "programs": [{ "name": "p", "benchmarks": [{ "name": "x", "args": ["old"] }] }] }',
      '{ "programs": [{ "name": "p", "benchmarks": [{ "name": "x", "args": ["-9", "a b"], "stdin": "in.txt" }] }] }',
    ],
    [
      'take the place of a way called default, whose name would be wrong',
      '{ "programs": [{ "name": "p", "benchmarks": [{ "name": "default" }] }] }',
      `{ "programs": [{ "name": "p", "benchmarks": [${WRITTEN}] }] }`,
    ],
    [
      'come behind benchmarks that say more',
      '{ "programs": [{ "name": "p", "benchmarks": [{ "name": "x", "metric": "cpu" }] }] }',
      `{ "programs": [{ "name": "p", "benchmarks": [{ "name": "x", "metric": "cpu" }, ${WRITTEN}] }] }`,
    ],
    [
      'are of the program that is meant',
      '{ "programs": [{ "name": "o", "sources": [] }, { "name": "p", "sources": [] }] }',
      `{ "programs": [{ "name": "o", "sources": [] }, { "name": "p", "sources": [], "benchmarks": [${WRITTEN}] }] }`,
    ],
    [
      'are of the only program where it has no name',
      '{ "programs": [{ "sources": ["a.c"] }] }',
      `{ "programs": [{ "sources": ["a.c"], "benchmarks": [${WRITTEN}] }] }`,
    ],
  ])('%s', (_what, before, after) => {
    expect(changed(before)).toBe(after);
  });

  it('are refused where there is no such program', async () => {
    const failure = await failureFrom(
      Promise.resolve().then(() => changed('{ "programs": [{ "name": "o" }] }')),
    );
    expect(failure).toMatchObject({ code: 'usage' });
  });
});
