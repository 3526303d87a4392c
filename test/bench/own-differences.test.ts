// Which libraries the project's own executable may load that the baseline's variant does not.
import { describe, expect, it } from 'vitest';
import { libraryDifferences, type Libraries } from '../../src/bench/own-differences.ts';

const of = (...names: readonly string[]): Libraries =>
  new Map(names.map((name) => [name, `/nowhere/lib/${name}`]));

function differing(own: Libraries, variant: Libraries, otherCompiler: boolean): Promise<string[]> {
  const grounds = {
    stageFolder: '/nowhere/stage',
    built: [],
    projectFolders: ['/nowhere/project'],
  };
  return libraryDifferences({ own, variant }, { ...grounds, otherCompiler });
}

describe('libraries of compilers', () => {
  it('are another compiler’s own affair, OpenMP’s where the variant has OpenMP too', async () => {
    expect(await differing(of('libgomp.so.1'), of('libomp.so.5'), true)).toEqual([]);
    expect(await differing(of('libasan.so.8', 'libgcc_s.so.1'), of(), true)).toEqual([]);
    expect(await differing(of('libgomp.so.1'), of(), true)).toHaveLength(1);
  });

  it('are missed where one compiler made both, as any other library is', async () => {
    expect(await differing(of('libomp.so.5'), of(), false)).toHaveLength(1);
    expect(await differing(of('libz.so.1'), of(), true)).toHaveLength(1);
  });
});
