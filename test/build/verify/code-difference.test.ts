// Two real objects, held against each other function by function.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeDifferences, listingText } from '../../../src/build/verify/code-difference.ts';
import type { Toolchain } from '../../../src/model/toolchain.ts';
import type { FunctionDifference } from '../../../src/model/verification.ts';
import { runProcess } from '../../../src/process/run-process.ts';
import {
  disassembleObjectArgv,
  parseDisassembly,
  type ListedFunction,
} from '../../../src/toolchain/disassembly.ts';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';

let folder: string;
let toolchain: Toolchain;
let compiles = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-code-'));
  toolchain = await findToolchain();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function listed(source: string, flags: readonly string[] = []): Promise<ListedFunction[]> {
  compiles += 1;
  const [file, object] = [join(folder, `${compiles}.c`), join(folder, `${compiles}.o`)];
  await writeFile(file, source);
  const compile = ['-O2', ...flags, '-c', file, '-o', object];
  const compiled = await runProcess({ command: toolchain.clang, args: compile });
  expect(compiled.exitCode, compiled.stderr).toBe(0);
  const [command = '', ...args] = disassembleObjectArgv(toolchain, object);
  const result = await runProcess({ command, args });
  expect(result.exitCode, result.stderr).toBe(0);
  return parseDisassembly(result.stdout);
}

const SUM = `double sum(const double *p, int n) {
  double s = 0;
  for (int i = 0; i < n; i++) s += p[i] * 3.25;
  return s;
}
`;
const HELPER = 'int helper(int x) { return x * 17 + 4; }\n';

async function differences(
  one: Promise<ListedFunction[]>,
  other: Promise<ListedFunction[]>,
): Promise<readonly FunctionDifference[]> {
  const ours = await one;
  return codeDifferences(ours, await other).map(({ difference }) => difference);
}

describe('codeDifferences', () => {
  it('finds none where only places and padding differ', async () => {
    const one = await listed(HELPER + SUM);
    const other = await listed(SUM + HELPER, ['-falign-functions=64']);
    expect(one.map(({ name }) => name).sort()).toEqual(['helper', 'sum']);
    expect(codeDifferences(one, other)).toEqual([]);
  });

  it('names the one function whose instructions are others', async () => {
    const found = await differences(listed(HELPER + SUM), listed(HELPER.replace('17', '19') + SUM));
    expect(found).toEqual([
      { name: 'helper', section: '.text', directSection: '.text', kind: 'code' },
    ]);
  });

  it('tells a call of another function apart, though the instruction is the same', async () => {
    const calls = (name: string): string =>
      `int ${name}(void);\nint f(void) { return ${name}() + 1; }\n`;
    const found = await differences(listed(calls('one')), listed(calls('other')));
    expect(found.map(({ name, kind }) => [name, kind])).toEqual([['f', 'code']]);
  });

  it('tells a function that lies in another section, as where a profile is lost', async () => {
    const cold = `__attribute__((cold)) ${HELPER}`;
    const hot = `__attribute__((section(".text.hot."))) ${HELPER}`;
    expect(await differences(listed(cold), listed(hot))).toEqual([
      expect.objectContaining({ name: 'helper', directSection: '.text.hot.' }),
    ]);
  });

  it('tells functions that one side alone has, and lists both sides', async () => {
    const [ours, direct] = [await listed(SUM), await listed(HELPER)];
    const found = codeDifferences(ours, direct);
    expect(found.map(({ difference }) => [difference.name, difference.kind])).toEqual([
      ['sum', 'added'],
      ['helper', 'missing'],
    ]);
    const text = listingText(found.map((each) => each.direct));
    expect(text).toMatch(/^helper {2}\(\.text\)\n(?: {4}\S.*\n)+$/u);
  });
});
