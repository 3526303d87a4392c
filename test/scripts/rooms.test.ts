import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repository } from '../../scripts/lib/repository.mjs';
import { architectureText, fewestArrows, picture } from '../../scripts/rooms.mjs';

test('the picture of the rooms shows what may be imported; if not, run `node scripts/rooms.mjs`', async () => {
  const text = await readFile(join(repository, 'docs', 'architecture.md'), 'utf8');
  expect(await architectureText()).toBe(text);
  expect(text).toContain('  editor --> manifest\n');
});

test('a room without a place in the picture is told', () => {
  expect(() => picture({ attic: [] })).toThrow('attic');
});

/** Pairs of rooms of which the first reaches the second. */
function reached(arrows: readonly (readonly [string, string])[]): Set<string> {
  const pairs = new Set(arrows.map(([from, to]) => `${from} ${to}`));
  for (let before = -1; before !== pairs.size;) {
    before = pairs.size;
    for (const pair of [...pairs]) {
      const [from = '', between = ''] = pair.split(' ');
      for (const [start, to] of arrows) if (start === between) pairs.add(`${from} ${to}`);
    }
  }
  return pairs;
}

test('the fewest arrows lead as far as all of them, and none can be spared', () => {
  const rooms = ['a', 'b', 'c', 'd', 'e', 'f'];
  // A room imports only rooms that stand before it in the list.
  const houses = fc.tuple(...rooms.map((_, at) => fc.subarray(rooms.slice(0, at))));
  fc.assert(
    fc.property(houses, (imports) => {
      const arrows = Object.fromEntries(rooms.map((room, at) => [room, imports[at] ?? []]));
      const all = rooms.flatMap((from) => (arrows[from] ?? []).map((to) => [from, to] as const));
      const fewest = fewestArrows(arrows);
      expect(reached(fewest)).toEqual(reached(all));
      for (const spared of fewest) {
        expect(reached(fewest.filter((arrow) => arrow !== spared))).not.toEqual(reached(all));
      }
    }),
  );
});
