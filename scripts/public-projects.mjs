// Brings the public projects, ready to profile:
//
//   node scripts/public-projects.mjs DIR     then: node dist/cli.js profile DIR/lz4-1.9.4
import { resolve } from 'node:path';

import { requireNode } from './lib/node-version.mjs';
import { bringPublicProject, publicProjects } from './lib/public-projects.mjs';
import { stop } from './lib/stop.mjs';

requireNode();
const into = process.argv[2];
if (into === undefined) stop('usage: node scripts/public-projects.mjs DIR', 2);
for (const project of publicProjects) {
  const brought = await bringPublicProject(project, resolve(into));
  if ('missing' in brought) stop(brought.missing);
  process.stdout.write(`${brought.folder}\n`);
}
