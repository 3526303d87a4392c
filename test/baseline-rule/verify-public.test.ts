// `retarget verify` on public programs, fetched when this is run: every object is the direct build's.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { skippedToday } from '../../scripts/lib/projects-of-today.mjs';
import { bringPublicProject, publicProjects } from '../../scripts/lib/public-projects.mjs';
import type { ProgramResult } from '../../src/model/run.ts';
import { bundledCommandLine } from '../cli/retarget.ts';

const retarget = bundledCommandLine();
const TIME_LIMIT = 10 * 60_000;
const here = process.arch === 'x64' ? test : test.skip;

here.for(publicProjects)(
  'every object of $name, a public $language project, is what a direct build gives',
  { timeout: TIME_LIMIT },
  async (project, context) => {
    const reason = skippedToday(project, publicProjects);
    if (reason !== undefined) return context.skip(reason);
    const brought = await bringPublicProject(project, join(retarget.folder, 'public'));
    if ('missing' in brought) return context.skip(brought.missing);
    const targets = ['--baseline', 'x86-64', '--targets', 'x86-64-v3'];
    const { exitCode, stdout, stderr } = await retarget.run([
      ...['verify', brought.folder, '--json', '-q', ...targets],
    ]);
    expect(exitCode, stderr).toBe(0);
    const { programs } = JSON.parse(stdout) as { readonly programs: readonly ProgramResult[] };
    const [program] = programs;
    const compared = program?.verification;
    expect(compared).toMatchObject({ departures: [] });
    // At least eight units for two targets, and none that could not be compared.
    const objects = program?.variants.flatMap(({ units }) => units).length ?? 0;
    expect(objects).toBeGreaterThanOrEqual(16);
    expect(compared).toMatchObject({ compared: objects, equal: objects });
  },
);
