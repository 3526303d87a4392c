// The baseline rule (docs/architecture.md): what the engine builds for a target is, instruction for instruction, what
// `-march=<target>` in the user's own build gives. Proved on the example and on public projects, fetched for it.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi, type TestContext } from 'vitest';
import { inDepth, skippedToday, targetsOfToday } from '../../scripts/lib/projects-of-today.mjs';
import { bringPublicProject } from '../../scripts/lib/public-projects.mjs';
import { repository } from '../../scripts/lib/repository.mjs';
import { runProcess } from '../../src/process/run-process.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { firstDifference } from './disassembly.ts';
import { directListings, engineListings, knownProgram } from './two-ways.ts';

const BASELINE = 'x86-64';
const TARGETS = [BASELINE, 'x86-64-v3', 'x86-64-v4', 'znver4', 'sapphirerapids', 'skylake'];

/** Two builds of a program for six targets, on machines where other tests compile at the same time. */
const TIME_LIMIT = 15 * 60_000;

let scratch: string;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'retarget-baseline-rule-'));
  vi.stubEnv('RETARGET_CACHE', join(scratch, 'cache'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(scratch, { recursive: true, force: true });
});

/** Throws where one unit's code differs for one target; answers how many units the rule was held against. */
async function holdRule(
  context: TestContext,
  folder: string,
  flagsOf?: (source: string) => readonly string[],
  targets: readonly string[] = TARGETS,
): Promise<number> {
  const toolchain = await findToolchain();
  context.skip(!toolchain.triple.startsWith('x86_64'), 'the targets are x86-64 CPUs');
  const program = await knownProgram(folder);
  const engine = await engineListings(toolchain, program, targets, scratch);
  const direct = await directListings(toolchain, program, targets, scratch, flagsOf);

  let differing = 0;
  for (const { source } of program.units) {
    const baseline = { engine: engine.get(BASELINE), direct: direct.get(BASELINE) };
    for (const target of targets) {
      const ours = engine.get(target)?.get(source) ?? 'not built';
      const theirs = direct.get(target)?.get(source) ?? 'not built directly';
      expect.soft(firstDifference(ours, theirs), `${source} for ${target}`).toBeUndefined();
    }
    const ours = engine.get('x86-64-v3')?.get(source) !== baseline.engine?.get(source);
    const theirs = direct.get('x86-64-v3')?.get(source) !== baseline.direct?.get(source);
    expect.soft(ours, `${source}: v3 differs from the baseline`).toBe(theirs);
    if (ours) differing += 1;
  }
  // Retargeting that does nothing at all would also make every listing equal.
  expect(differing).toBeGreaterThan(0);
  return program.units.length;
}

describe('the baseline rule', () => {
  test(
    'holds for the embedded example',
    async (context) => {
      const units = await holdRule(context, join(repository, 'examples', 'kernels'));
      expect(units).toBe(8);
    },
    TIME_LIMIT,
  );

  test(
    'holds for code that looks at the target, and for files and functions with features or a CPU of their own',
    async (context) => {
      const flags: Readonly<Record<string, readonly string[]>> = {
        'asks.c': ['-O3'],
        'wide.c': ['-O3', '-mavx2', '-mfma'],
        'fixed.c': ['-O3', '-march=haswell', '-mtune=znver3'],
        'plain.c': ['-O3', '-ffast-math'],
        'convention.c': ['-O2'],
        'random.cpp': ['-O2', '-std=c++20'],
        'dispatch.c': ['-O3'],
        'halves.c': ['-O2'],
        'large.c': ['-O2'],
        'aligned.c': ['-O3', '-fopenmp-simd'],
        'later.c': ['-O2'],
        'predict.c': ['-O3'],
      };
      const folder = join(scratch, 'asking');
      await cp(join(import.meta.dirname, 'projects', 'asking'), folder, { recursive: true });
      const entries = Object.entries(flags).map(([file, own]) => ({
        ...{ directory: folder, file },
        arguments: [file.endsWith('.c') ? 'cc' : 'c++', ...own, '-c', file],
      }));
      await writeFile(join(folder, 'compile_commands.json'), JSON.stringify(entries));
      const units = await holdRule(context, folder, (source) => flags[basename(source)] ?? []);
      expect(units).toBe(12);
    },
    TIME_LIMIT,
  );

  test(
    'holds for bitcode that was written for no CPU in particular',
    async (context) => {
      const toolchain = await findToolchain();
      context.skip(!toolchain.triple.startsWith('x86_64'), 'the targets are x86-64 CPUs');
      const folder = join(scratch, 'bitcode');
      const source = join(folder, 'predict.c');
      await cp(join(import.meta.dirname, 'projects', 'asking', 'predict.c'), source);
      await writeFile(join(folder, 'main.c'), 'int main(void) { return 0; }\n');
      const flags = ['-O3', '-Xclang', '-disable-llvm-passes', '-emit-llvm', '-c'];
      const made = await runProcess({
        command: toolchain.clang,
        args: [...flags, 'predict.c', '-o', 'predict.bc'],
        cwd: folder,
      });
      expect(made.exitCode).toBe(0);
      const programs = [{ sources: ['predict.bc', 'main.c'], flags: ['-O3'] }];
      await writeFile(join(folder, 'retarget.json'), JSON.stringify({ programs }));
      const program = await knownProgram(folder);
      const engine = await engineListings(toolchain, program, TARGETS, scratch);
      const [unit] = program.units.filter((each) => each.source.endsWith('.bc'));
      if (unit === undefined) throw new Error('no bitcode');
      const fromSource = { ...program, units: [{ ...unit, source }] };
      const direct = await directListings(toolchain, fromSource, TARGETS, scratch, () => ['-O3']);
      for (const target of TARGETS) {
        const ours = engine.get(target)?.get(unit.source) ?? 'not built';
        const theirs = direct.get(target)?.get(source) ?? 'not built directly';
        expect.soft(firstDifference(ours, theirs), target).toBeUndefined();
      }
    },
    TIME_LIMIT,
  );

  // One in C, one in C++; verify-public.test.ts has the others.
  test.for(inDepth)(
    'holds for $name, a public $language project',
    { timeout: TIME_LIMIT },
    async (project, context) => {
      const reason = skippedToday(project, inDepth);
      if (reason !== undefined) return context.skip(reason);
      const brought = await bringPublicProject(project, join(scratch, 'source'));
      if ('missing' in brought) return context.skip(brought.missing);
      const targets = targetsOfToday(TARGETS);
      const units = await holdRule(context, brought.folder, undefined, targets);
      expect(units).toBeGreaterThanOrEqual(9);
    },
  );
});
