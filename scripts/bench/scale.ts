// What size costs: a program of thousands of units, a CMake project that has not changed, and looking for code that looks
// at the target.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openExecutor } from '../../src/bench/open-executor.ts';
import { median } from '../../src/stats/spread.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { environment } from './environment.ts';
import { firstSample } from './first-sample.ts';
import {
  buildByCmake,
  generateCpp,
  generateSmallC,
  type GeneratedProgram,
} from './generated-programs.ts';
import type { BenchTable } from './table.ts';
import { timedBuild } from './timed-build.ts';

const TARGETS = ['x86-64', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4', 'znver4'];
const MANY_UNITS = 2000;
const CMAKE_UNITS = 200;
/** Of the comparison with bitcode only: enough to tell, and short. */
const FEW_TARGETS = ['x86-64', 'x86-64-v3', 'x86-64-v4'];
const CPP_UNITS = 8;
const TIMES = 3;

export async function run(): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'retarget-bench-scale-'));
  const executor = await openExecutor(await findToolchain());
  const build = { executor, targets: TARGETS };
  const env = environment({ RETARGET_CACHE: join(folder, 'cache') });
  try {
    const many = await generateSmallC(join(folder, 'many'), MANY_UNITS);
    const place = join(folder, 'many-built');
    const first = await timedBuild('retarget', many.configuration, place, build);
    const again = await timedBuild('retarget', many.configuration, place, build);
    const limit = first.compilers / availableParallelism();
    const cpp = await generateCpp(join(folder, 'cpp'), CPP_UNITS);
    const small = await generateSmallC(join(folder, 'small'), CMAKE_UNITS);
    const ratio = async (name: string, program: GeneratedProgram): Promise<string> => {
      const ratios: number[] = [];
      const few = { executor, targets: FEW_TARGETS };
      for (let i = 0; i < TIMES; i++) {
        const at = (mode: string): string => join(folder, `${name}-${mode}-${i}`);
        const pure = await timedBuild('bitcode', program.configuration, at('pure'), few);
        const rule = await timedBuild('retarget', program.configuration, at('rule'), few);
        // CPU time, since a difference this small drowns in what else a machine does meanwhile.
        ratios.push((rule.compilers + rule.ownCpu) / (pure.compilers + pure.ownCpu));
      }
      return median(ratios).toFixed(2);
    };
    const units = `${MANY_UNITS} units, ${TARGETS.length} targets`;
    return {
      title: `Scale: ${availableParallelism()} cores`,
      columns: ['what', 'value', 'wanted', 'beside'],
      rows: [
        [
          `${units}: own peak memory`,
          `${(first.peakMemory / 2 ** 20).toFixed(0)} MB`,
          '< 256 MB',
          `${first.stepsRun} processes in ${(first.wall / 1000).toFixed(0)} s, ${(first.wall / limit).toFixed(2)} of their own CPU time over the cores`,
        ],
        [`${units}: most files open at once`, String(first.mostFiles), '< 256', ''],
        [
          `${units}, nothing changed: build`,
          `${(again.wall / 1000).toFixed(1)} s`,
          '',
          `${again.stepsRun} processes, ${(again.peakMemory / 2 ** 20).toFixed(0)} MB`,
        ],
        [
          `CMake, ${CMAKE_UNITS} units, nothing changed: start to first sample`,
          `${(await firstSample(await buildByCmake(small), env)).toFixed(0)} ms`,
          '< 1000 ms',
          '',
        ],
        [
          `finding code that looks at the target, ${CPP_UNITS} C++ units whose headers do: over bitcode only`,
          await ratio('cpp', cpp),
          '',
          `CPU time, ${FEW_TARGETS.length} targets; median of ${TIMES} interleaved builds`,
        ],
        [
          `finding code that looks at the target, ${CMAKE_UNITS} C units that do not: over bitcode only`,
          await ratio('small', small),
          '',
          'the same',
        ],
      ],
    };
  } finally {
    await executor.close();
    await rm(folder, { recursive: true, force: true });
  }
}
