// A profile of a build folder that does not optimise, as an editor hears of its end.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasCmake } from '../kinds/cmake/cmake-project.ts';
import { bundledServer } from './language-server.ts';

const server = bundledServer();
const LISTS =
  'cmake_minimum_required(VERSION 3.20)\nproject(debug C)\nadd_executable(app main.c)\n';

it.skipIf(!hasCmake)(
  'says so with the result, and where it is told how to get optimisation',
  async () => {
    await server.write({
      'debug/CMakeLists.txt': LISTS,
      'debug/main.c': 'int main(void) { return 0; }\n',
      'debug/retarget.json': '{ "programs": [{ "name": "app", "cmake": { "target": "app" } }] }',
    });
    const folder = join(server.folder, 'debug');
    const options = ['-S', folder, '-B', join(folder, 'build'), '-DCMAKE_BUILD_TYPE=Debug'];
    execFileSync('cmake', options, { stdio: 'ignore' });
    const client = await server.start();
    const asked = { paths: [folder], budget: 1, precision: 0.2, targets: ['native'] };
    const outcome = await client.request('retarget/profile', asked);
    expect(outcome.headline).toMatch(
      /^On this .*, without optimization: .* Targets make little difference in unoptimized builds\. /u,
    );
  },
);
