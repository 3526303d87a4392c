// The data of two real objects, held against each other variable by variable.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elfData } from '../../../src/binary/elf-data.ts';
import { codeDifferences } from '../../../src/build/verify/code-difference.ts';
import { listedData } from '../../../src/build/verify/listed-data.ts';
import type { Toolchain } from '../../../src/model/toolchain.ts';
import { runProcess } from '../../../src/process/run-process.ts';
import type { ListedFunction } from '../../../src/toolchain/disassembly.ts';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';

let folder: string;
let toolchain: Toolchain;
let compiles = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-data-'));
  toolchain = await findToolchain();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function listed(source: string, flags: readonly string[] = []): Promise<ListedFunction[]> {
  compiles += 1;
  const [file, object] = [join(folder, `${compiles}.c`), join(folder, `${compiles}.o`)];
  await writeFile(file, source);
  const args = ['-O2', ...flags, '-c', file, '-o', object];
  const { exitCode, stderr } = await runProcess({ command: toolchain.clang, args });
  expect(exitCode, stderr).toBe(0);
  return listedData((await elfData(object)) ?? []);
}

async function differences(
  one: string,
  other: string,
  flags: readonly string[] = [],
): Promise<(readonly [string, string])[]> {
  const [ours, theirs] = [await listed(one, flags), await listed(other, flags)];
  return codeDifferences(ours, theirs).map(
    ({ difference: { name, kind } }) => [name, kind] as const,
  );
}

const TABLE = 'int table[3] = {1, 2, 3};\n';
const LONG = 'const int longer[400] = {[0] = 1, [399] = 7};\n';

describe.runIf(process.platform === 'linux')('the data of an object', () => {
  it('is the same wherever it lies', async () => {
    expect(await differences(TABLE + LONG, LONG + TABLE)).toEqual([]);
  });

  it('differs by a variable of another content, however far behind, or of another size', async () => {
    expect(await differences(TABLE, TABLE.replace('2', '9'))).toEqual([['table', 'data']]);
    expect(await differences(LONG, LONG.replace('7', '8'))).toEqual([['longer', 'data']]);
    const buffer = (size: number): string => `char buffer[${size}];\n`;
    expect(await differences(buffer(64), buffer(128))).toEqual([['buffer', 'data']]);
    expect(await differences(TABLE + LONG, TABLE)).toEqual([['longer', 'added']]);
  });

  it('differs by what a pointer leads to, and by how far behind it', async () => {
    const pointer = (to: string): string =>
      `extern int one[], other[];\nint *const chosen[] = {${to}};\n`;
    expect(await differences(pointer('one'), pointer('other'))).toEqual([['chosen', 'data']]);
    expect(await differences(pointer('one + 1'), pointer('one + 2'))).toEqual([['chosen', 'data']]);
    expect(await differences(pointer('one + 1'), pointer('one + 1'))).toEqual([]);
  });

  it.each([[[]], [['-fdata-sections', '-fPIC']]])(
    'differs by constants without a name (%j)',
    async (flags) => {
      const text = (word: string): string => `const char *f(void) { return "${word}"; }\n`;
      const [[name = '', kind] = [], ...others] = await differences(
        text('avx2'),
        text('base'),
        flags,
      );
      expect([name, kind, others]).toEqual([expect.stringContaining('constants in'), 'data', []]);
      const sum = (factor: string): string => `double f(double x) { return x * ${factor}; }\n`;
      expect(await differences(sum('3.25'), sum('3.5'), flags)).toHaveLength(1);
      expect(await differences(sum('3.25'), sum('3.25'), flags)).toEqual([]);
    },
  );
});
