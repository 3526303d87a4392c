// What the command itself costs: its start, the way to the first sample when nothing changed, its memory.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openExecutor } from '../../src/bench/open-executor.ts';
import type { Executor } from '../../src/bench/executor.ts';
import { median } from '../../src/stats/spread.ts';
import { findToolchain } from '../../src/toolchain/find-toolchain.ts';
import { environment } from './environment.ts';
import { command, firstSample } from './first-sample.ts';
import { generateCpp, generateSmallC } from './generated-programs.ts';
import type { BenchTable } from './table.ts';

const STARTS = 20;
const SMALL_UNITS = 1000;

export async function run(): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'retarget-bench-command-'));
  const executor = await openExecutor(await findToolchain());
  try {
    const cpp = await generateCpp(join(folder, 'cpp'), 24);
    const small = await generateSmallC(join(folder, 'small'), SMALL_UNITS);
    const env = environment({ RETARGET_CACHE: join(folder, 'cache') });
    const bare: number[] = [];
    const versions: number[] = [];
    for (let i = 0; i < STARTS; i++) {
      bare.push(await wall(executor, ['-e', '0'], env));
      versions.push(await wall(executor, [command(), '--version'], env));
    }
    const example = join(process.cwd(), 'examples', 'kernels');
    return {
      title: 'The command itself (medians)',
      columns: ['what', 'value', 'wanted', 'beside'],
      rows: [
        [
          'retarget --version',
          ms(median(versions)),
          '< 150 ms',
          `node -e 0: ${ms(median(bare))}, ratio ${(median(versions) / median(bare)).toFixed(2)}`,
        ],
        [
          'example, nothing changed: start to first sample',
          ms(await firstSample(example, env)),
          '< 500 ms',
          '',
        ],
        [
          '24 C++ units, nothing changed: start to first sample',
          ms(await firstSample(cpp.configuration, env)),
          '< 500 ms',
          '',
        ],
        [
          `${SMALL_UNITS} units, 3 targets: own peak memory`,
          await peakMemory(small.configuration, folder, env),
          '< 150 MB',
          '',
        ],
      ],
    };
  } finally {
    await executor.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function wall(
  executor: Executor,
  args: readonly string[],
  env: Record<string, string>,
): Promise<number> {
  const outcome = await executor.execute({
    program: process.execPath,
    argv: [process.execPath, ...args],
    ...{ env, directory: process.cwd(), timeLimit: 60_000, capture: 'none', keep: 0 },
  });
  if (outcome.state !== 'ran') throw new Error(JSON.stringify(outcome));
  return outcome.wall / 1e6;
}

async function peakMemory(
  configuration: string,
  folder: string,
  env: Record<string, string>,
): Promise<string> {
  const note = join(folder, 'peak.txt');
  const hook = join(folder, 'note-peak.mjs');
  // A process's own peak: the kernel's figure for a child would count the compilers too.
  await writeFile(
    hook,
    `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(note)}, String(process.resourceUsage().maxRSS)));
`,
  );
  const args = ['--import', pathToFileURL(hook).href, command(), 'build', configuration];
  const child = spawn(
    process.execPath,
    [
      ...args,
      '--targets',
      'x86-64,x86-64-v3,x86-64-v4',
      '--baseline',
      'x86-64',
      '--out',
      join(folder, 'out'),
    ],
    { env, stdio: 'ignore' },
  );
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the build of ${SMALL_UNITS} units ended with ${String(code)}`);
  return `${(Number(await readFile(note, 'utf8')) / 1024).toFixed(0)} MB`;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
