import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileHashes, hashOf } from '../../src/cache/file-hashes.ts';
import { folder } from './test-cache.ts';

describe('hashes of files', () => {
  it('reads each file once for a build, and knows a missing one', async () => {
    const path = join(folder, 'a.h');
    await writeFile(path, 'one');
    const hashes = new FileHashes();
    const first = await hashes.of(path);
    await writeFile(path, 'two');
    expect(await hashes.of(path)).toBe(first);
    expect(await new FileHashes().of(path)).toBe(hashOf('two'));
    expect(await hashes.of(join(folder, 'none.h'))).toBeUndefined();
  });
});
