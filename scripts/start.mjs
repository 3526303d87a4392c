// `npm start`: from a fresh clone to a profile of the embedded example. Arguments after `--` go to the command line.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ensureNodeModules } from './lib/node-modules.mjs';
import { requireNode } from './lib/node-version.mjs';
import { repository } from './lib/repository.mjs';
import { run } from './lib/run.mjs';
import { ensureLlvm } from './setup-llvm.mjs';

requireNode();
await ensureNodeModules();
await ensureLlvm();

const { buildAll } = await import('./build.mjs');
await buildAll();

const page = join(repository, '.retarget', 'kernels.html');
await mkdir(dirname(page), { recursive: true });
const given = process.argv.slice(2);
const choosesOutput = given.some((argument) => /^--(?:format|out|json)\b/.test(argument));
process.exitCode = await run(process.execPath, [
  join(repository, 'dist', 'cli.js'),
  'profile',
  join(repository, 'examples', 'kernels'),
  ...(choosesOutput ? [] : ['--format', 'html', '--out', page]),
  ...given,
]);
