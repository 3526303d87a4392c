// A program of one unit, given as source, bitcode or IR text, held against its source compiled for each target.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BuildOptions } from '../../src/build/build-program.ts';
import type { PreparedProgram } from '../../src/model/program.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { firstDifference } from './disassembly.ts';
import { directListings, engineListings, knownProgram } from './two-ways.ts';

export const TARGETS = ['x86-64', 'x86-64-v3', 'x86-64-v4', 'znver4', 'native'];

/** How a unit is handed over: by file name, and what clang is told to make it of the source. */
const FORMS = {
  source: undefined,
  bitcode: ['unit.bc', '-c'],
  'IR text': ['unit.ll', '-S'],
} as const;

export interface OneUnit {
  readonly text: string;
  readonly language: 'c' | 'c++';
  readonly form: keyof typeof FORMS;
}

/** Throws where its code differs for one target. */
export async function holdRuleForUnit(
  toolchain: Toolchain,
  scratch: string,
  { text, language, form }: OneUnit,
  options: Pick<BuildOptions, 'bitcodeOnly'> = {},
): Promise<void> {
  const folder = join(scratch, 'project');
  await mkdir(folder);
  const name = language === 'c' ? 'unit.c' : 'unit.cpp';
  const source = join(folder, name);
  await writeFile(source, text);
  const [input = name, kind = ''] = FORMS[form] ?? [];
  const programs = [{ sources: [input], flags: ['-O3'] }];
  await writeFile(join(folder, 'retarget.json'), JSON.stringify({ programs }));
  if (input !== name) {
    // The order of uses is what the optimiser looks at; bitcode keeps what matters of it by itself.
    const unoptimised = ['-Xclang', '-disable-llvm-passes', '-Xclang', '-emit-llvm-uselists'];
    const made = await runProcess({
      command: language === 'c' ? toolchain.clang : (toolchain.clangxx ?? toolchain.clang),
      args: ['-O3', ...unoptimised, '-emit-llvm', kind, source, '-o', input],
      cwd: folder,
    });
    expect(made.exitCode, made.stderr).toBe(0);
  }
  const program = await knownProgram(folder);
  const [unit] = program.units;
  if (unit === undefined || program.units.length > 1) throw new Error('not one unit');
  const engine = await engineListings(toolchain, program, TARGETS, scratch, options);
  const fromSource: PreparedProgram = { ...program, units: [{ ...unit, source }] };
  const direct = await directListings(toolchain, fromSource, TARGETS, scratch, () => ['-O3']);
  const listings = TARGETS.map((target) => {
    const ours = engine.get(target)?.get(unit.source) ?? 'not built';
    const theirs = direct.get(target)?.get(source) ?? 'not built directly';
    expect.soft(firstDifference(ours, theirs), target).toBeUndefined();
    return ours;
  });
  // Retargeting that does nothing at all would also make every listing equal.
  expect(listings[1]).not.toBe(listings[0]);
}
