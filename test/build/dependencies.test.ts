import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDependencies, readDependencies } from '../../src/build/dependencies.ts';

describe('dependency files', () => {
  it('lists the prerequisites over continued lines', () => {
    expect(parseDependencies('unit: /src/a.c \\\n  /usr/include/stdio.h \\\n  /src/a.h\n')).toEqual(
      ['/src/a.c', '/usr/include/stdio.h', '/src/a.h'],
    );
  });

  it('undoes the escapes that clang writes', () => {
    expect(parseDependencies('unit: /a\\ b/c\\#d.h /price$$.h /tab\\\\x.h\n')).toEqual([
      '/a b/c#d.h',
      '/price$.h',
      '/tab\\x.h',
    ]);
  });

  it('reads only the first rule: lld lists every file once more as a rule of its own', () => {
    expect(parseDependencies('out: \\\n a.o \\\n b.o\n\na.o:\n\nb.o:\n')).toEqual(['a.o', 'b.o']);
  });

  it('makes paths absolute, and knows a missing file from an empty list', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'retarget-dependencies-'));
    await writeFile(join(folder, 'a.d'), 'unit: src/a.c ../b.h\n');
    expect(await readDependencies(join(folder, 'a.d'), '/project/lib')).toEqual([
      '/project/lib/src/a.c',
      '/project/b.h',
    ]);
    expect(await readDependencies(join(folder, 'gone.d'), '/project/lib')).toBeUndefined();
  });
});
