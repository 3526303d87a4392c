import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  parseDependencies,
  parseLinkDependencies,
  readDependencies,
} from '../../src/build/dependencies.ts';

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

  it('lists nothing where there is no rule, or one without prerequisites', () => {
    expect(parseDependencies('')).toEqual([]);
    expect(parseDependencies('no rule')).toEqual([]);
    expect(parseDependencies('unit:')).toEqual([]);
    expect(parseDependencies('unit:\n')).toEqual([]);
  });

  it('takes a continued line for a space, with either end of line', () => {
    expect(parseDependencies('unit: a.c\\\nb.h\\\r\nc.h\n')).toEqual(['a.c', 'b.h', 'c.h']);
    expect(parseDependencies('C:\\\\unit.o: a.c')).toEqual(['a.c']);
  });

  const LINK =
    'out: \\\n  a\\ b.o \\\n  price$$.o \\\n  a\\ b.o \\\n   c.o\n\na\\ b.o:\n\nprice$$.o:\n';

  it('lists what a linker read line by line, each file once, and no rule of a file’s own', () => {
    expect(parseLinkDependencies(LINK, true)).toEqual(['a b.o', 'price$.o', ' c.o']);
    expect(parseLinkDependencies(LINK.replaceAll('\n', '\r\n'), true)).toEqual([
      'a b.o',
      'price$.o',
      ' c.o',
    ]);
  });

  it('leaves names of GNU’s linker as it wrote them', () => {
    expect(parseLinkDependencies(LINK, false)).toEqual(['a\\ b.o', 'price$$.o', ' c.o']);
    expect(parseLinkDependencies('out: \\\n  a.o', false)).toEqual(['a.o']);
    expect(parseLinkDependencies('out:', false)).toEqual([]);
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
