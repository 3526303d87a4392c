import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilerDiagnostics } from '../../src/toolchain/compiler-diagnostics.ts';

const recorded = (name: string): string =>
  readFileSync(new URL(`../fixtures/toolchain/${name}`, import.meta.url), 'utf8');

describe('compilerDiagnostics', () => {
  it('reads errors and warnings with place and flag, and hangs notes on what they belong to', () => {
    const found = compilerDiagnostics(recorded('compile-errors-22.txt'));
    expect(found.map(({ line, column, severity }) => [line, column, severity])).toEqual([
      [1, 39, 'error'],
      [2, 44, 'warning'],
      [4, 42, 'error'],
      [4, 75, 'error'],
    ]);
    expect(found[0]?.file).toBe('/home/ana/kernels/include/part.h');
    expect(found[1]).toMatchObject({
      message: "unused variable 'unused'",
      flag: '-Wunused-variable',
    });
    expect(found[2]?.notes).toEqual([]);
    expect(found[3]?.notes).toEqual([
      {
        file: '/home/ana/kernels/bad.c',
        line: 4,
        column: 34,
        message: "'total' declared here",
      },
    ]);
  });

  it('keeps the way through templates to the line that asked for them', () => {
    const found = compilerDiagnostics(recorded('template-errors-22.txt'));
    expect(found).toHaveLength(3);
    expect(found[0]?.file).toMatch(/stl_algo\.h$/);
    expect(found[0]?.notes[1]).toMatchObject({ file: 'bad.cpp', line: 17, column: 8 });
    expect(found[2]).toMatchObject({ file: 'bad.cpp', line: 8, column: 16 });
    expect(found[2]?.notes.map(({ line }) => line)).toEqual([12, 18]);
  });

  it('finds no place in what linker and driver say', () => {
    expect(compilerDiagnostics(recorded('link-errors-22.txt'))).toEqual([]);
  });

  it('takes paths with spaces, colons and drive letters whole', () => {
    const text = 'C:\\my code\\a.c:3:4: error: no\n/a b/c:1:2/d.c:5:6: fatal error: gone\n';
    expect(compilerDiagnostics(text).map(({ file, line }) => [file, line])).toEqual([
      ['C:\\my code\\a.c', 3],
      ['/a b/c:1:2/d.c', 5],
    ]);
  });

  it('reads any text in time and without an error', () => {
    const piece = fc.constantFrom(':', '1', ' ', 'error: ', 'note: ', 'a', '\n', '<', '[-W', ']');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
        for (const { line, column } of compilerDiagnostics(pieces.join(''))) {
          expect(Number.isInteger(line) && Number.isInteger(column)).toBe(true);
        }
      }),
    );
    expect(compilerDiagnostics(`${':1'.repeat(50_000)} error`)).toEqual([]);
  });
});
