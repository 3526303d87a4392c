// What tests of windows know about profiles: the command, its end, what was stored.
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EditorWindow } from './editor-window.ts';

export const PROFILE = 'Retarget: Profile Build for CPU Targets';

/** States of the stored runs of a project, the oldest first. */
export async function states(folder: string): Promise<string[]> {
  const runs = join(folder, '.retarget', 'runs');
  const names = (await readdir(runs)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const run = JSON.parse(await readFile(join(runs, name), 'utf8')) as { state: string };
      return run.state;
    }),
  );
}

/** Removes what is stored of a project. */
export async function forgetRuns(folder: string): Promise<void> {
  const runs = join(folder, '.retarget', 'runs');
  // Not the folder itself: it is watched.
  for (const name of await readdir(runs).catch(() => [])) {
    await rm(join(runs, name), { recursive: true, force: true });
  }
}

/** Waits for the status bar to show a result instead of a step: whatever it is, its icon tells. */
export async function lastResult(window: EditorWindow): Promise<void> {
  await window.page.locator('.statusbar-item .codicon-graph').waitFor({ timeout: 40_000 });
}
