import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TargetWords } from '../../src/build/target-words.ts';

describe('words that ask for the CPU', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retarget-words-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function asks(text: string): Promise<string> {
    const file = join(folder, 'file.h');
    await writeFile(file, text);
    return new TargetWords(['__AVX2__']).mayAsk([file], []);
  }

  it('are found where they stand', async () => {
    expect(await asks('int f(void) { return __atomic_is_lock_free(16, 0); }')).toBe('later');
    expect(await asks('#ifdef __AVX2__\n#endif\n')).toBe('by a macro');
    expect(await asks('int lock_free_queue;')).toBe('no');
  });

  it('are looked for in a text that is one long word, too', async () => {
    expect(await asks(`"${'0123456789abcdef'.repeat(65_536)}"`)).toBe('no');
  });
});
