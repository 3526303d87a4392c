// Where variants stand when they run: one place for all, and beside each what it loads from there.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStage, type Contestant } from '../../src/bench/stage.ts';
import { variantOfTarget } from '../../src/model/variant.ts';
import { freshFolder } from './compile.ts';

const folder = freshFolder();

function contestant(target: string): Contestant {
  const own = join(folder, target);
  mkdirSync(own);
  const files = ['program', 'libone.so', 'libtwo.so.2'].map((name) => {
    const path = join(own, name);
    writeFileSync(path, `${name} for ${target}`);
    return { name, path };
  });
  const [executable, ...libraries] = files;
  return { ...variantOfTarget(target), executable: executable?.path ?? '', libraries };
}

describe('a stage', () => {
  it('has one variant’s files and nothing else, each new, with the same names for every variant', async () => {
    const contestants = [contestant('x86-64'), contestant('x86-64-v3')];
    const stage = await openStage(join(folder, 'stages'), 'any name', contestants);
    const place = dirname(stage.path);
    const seen = new Set<number>();
    for (const variant of [...contestants, ...contestants]) {
      const { target } = variant;
      await stage.put(variant);
      expect(readdirSync(place).sort()).toEqual(['any name', 'libone.so', 'libtwo.so.2']);
      expect(readFileSync(stage.path, 'utf8')).toBe(`program for ${target}`);
      expect(readFileSync(join(place, 'libtwo.so.2'), 'utf8')).toBe(`libtwo.so.2 for ${target}`);
      seen.add(statSync(join(place, 'libone.so')).ino);
    }
    expect(seen.size).toBe(2);
    await stage.clear();
    expect(readdirSync(join(folder, 'stages'))).toEqual([]);
  });

  it('names a library that is not there', async () => {
    const whole = contestant('znver4');
    const missing = join(folder, 'znver4', 'libgone.so');
    const opening = openStage(join(folder, 'stages'), 'program', [
      { ...whole, libraries: [{ name: 'libgone.so', path: missing }] },
    ]);
    await expect(opening).rejects.toMatchObject({
      failure: { code: 'benchmark-missing', place: { file: missing } },
    });
  });
});
