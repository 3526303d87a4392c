// What the tests of one session share: the command and the server, bundled once, and what Retarget has asked this machine.
import { cp, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildEngine, buildPage } from '../scripts/build.mjs';
import { runProcess } from '../src/process/run-process.ts';

/** Parts of a cache that depend on the machine and on no project: what compilers answered, and the compiled runner. */
const OF_THE_MACHINE = ['toolchain', 'runner'];

/** The folder that vitest.config.ts makes for a session. */
function sessionFolder(): string {
  const folder = process.env['RETARGET_TEST_SESSION'];
  if (folder === undefined) throw new Error('RETARGET_TEST_SESSION is set by vitest.config.ts');
  return folder;
}

const bundleIn = (session: string): string => join(session, 'bundle');
const cacheIn = (session: string): string => join(session, 'asked-cache');

/**
 * The folder with `cli.js`, `server.js` and the page, made by whichever test file wants it first; not to be written to.
 * @throws where it cannot be bundled; the others then wait until their own time limit
 */
export async function sharedBundle(): Promise<string> {
  const session = sessionFolder();
  const making = join(session, 'making-bundle');
  const first = await mkdir(making).then(
    () => true,
    () => false,
  );
  if (first) {
    const bundle = join(making, 'bundle');
    await Promise.all([buildEngine(bundle), buildPage(bundle)]);
    await askMachine(bundle, cacheIn(session));
    await rename(bundle, bundleIn(session));
  }
  while ((await stat(bundleIn(session)).catch(() => undefined)) === undefined) await sleep(50);
  return bundleIn(session);
}

/** Forgets the bundle, for sources that have changed. */
export async function forgetSharedBundle(session: string): Promise<void> {
  await rm(bundleIn(session), { recursive: true, force: true });
  await rm(cacheIn(session), { recursive: true, force: true });
  await rm(join(session, 'making-bundle'), { recursive: true, force: true });
}

/** Profiles a program of nothing, so that compilers are asked and the runner is compiled; only that is kept. */
async function askMachine(bundle: string, cache: string): Promise<void> {
  const project = join(cache, 'project');
  await mkdir(project, { recursive: true });
  await writeFile(join(project, 'main.c'), 'int main(void) { return 0; }\n');
  const program = { sources: ['main.c'], flags: ['-O2'] };
  await writeFile(join(project, 'retarget.json'), JSON.stringify({ programs: [program] }));
  // Where there is no usable compiler the tests themselves say so.
  await runProcess({
    command: process.execPath,
    args: [join(bundle, 'cli.js'), 'profile', '-q', '--budget', '100ms'],
    cwd: project,
    env: { RETARGET_CACHE: cache, RETARGET_LOCK_FOLDER: cache, LC_ALL: 'C.UTF-8' },
  });
}

/** Makes an empty cache, save for what does not depend on any project. */
export async function freshCache(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const from = cacheIn(sessionFolder());
  for (const part of OF_THE_MACHINE) {
    await cp(join(from, part), join(folder, part), { recursive: true }).catch(() => undefined);
  }
}
