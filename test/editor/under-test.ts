// The extension as the tests inside the editor see it, and what they wait for.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands, extensions, Uri, workspace } from 'vscode';
import type { ExtensionApi } from '../../src/editor/api.ts';
import type { ProfileEnd } from '../../src/editor/profiler.ts';
import type { ProfileOutcome } from '../../src/protocol/profile-messages.ts';

/** Milliseconds: real compilers share the machine with other tests. */
const PATIENCE = 45_000;

/** The extension, activated. */
export async function retarget(): Promise<ExtensionApi> {
  const extension = extensions.getExtension<ExtensionApi>('retarget.retarget');
  assert.ok(extension, 'the extension is not there');
  return extension.activate();
}

/** Waits until something is so. @throws naming what was waited for */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`Waited ${PATIENCE / 1000} s for ${what}.`);
    await sleep(50);
  }
}

/** Path of the first folder of the workspace. */
export function folder(): string {
  const path = workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(path, 'no folder is open');
  return path;
}

/** Runs a command as a menu on that path does; resolves with what came of it. */
export async function profile(path?: string): Promise<ProfileOutcome | undefined> {
  return commands.executeCommand<ProfileOutcome | undefined>(
    'retarget.profile',
    ...(path === undefined ? [] : [Uri.file(path)]),
  );
}

/** Takes the first row of every quick pick that opens until the work is done. */
export async function accepting<Value>(work: Thenable<Value>): Promise<Value> {
  const state = { ended: false };
  const end = (): void => {
    state.ended = true;
  };
  const ended = Promise.resolve(work).then(end, end);
  while (!state.ended) {
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await Promise.race([ended, sleep(200)]);
  }
  return work;
}

/** How the next profile to end ends. */
export function nextEnd(api: ExtensionApi): Promise<ProfileEnd> {
  return new Promise((resolve) => {
    const listening = api.profiler.onDidEnd((end) => {
      listening.dispose();
      resolve(end);
    });
  });
}

interface Project {
  readonly source: string;
  readonly args?: readonly string[];
  readonly targets?: readonly string[];
  readonly budget?: string;
}

/** Writes a project of one source into a folder below the workspace; answers with its path. */
export async function writeProject(name: string, project: Project): Promise<string> {
  const path = join(folder(), name);
  const { source, args = [], targets = ['x86-64-v3'], budget = '1s' } = project;
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'main.c'), source);
  const program = { name, sources: ['main.c'], benchmarks: [{ name: 'only', args }] };
  const config = { baseline: 'x86-64', targets, programs: [program], budget, precision: 0.2 };
  await writeFile(join(path, 'retarget.json'), JSON.stringify(config));
  return path;
}

/** Prints its first argument's length and is quick about it. */
export const QUICK_SOURCE = `#include <stdio.h>
int main(int argc, char **argv) {
  double sum = 0;
  for (int i = 1; i < 200000; i++) sum += 1.0 / i;
  printf("%.3f %d\\n", sum, argc);
  return 0;
}
`;

/** Never ends by itself. */
export const HANGING_SOURCE = `#include <unistd.h>
int main(void) {
  for (;;) sleep(1);
}
`;

interface Process {
  readonly pid: number;
  readonly argv: readonly string[];
}

/** Every process of this machine whose command line can be read. */
export function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const file = `/proc/${name}/cmdline`;
      try {
        if (!existsSync(file)) return [];
        return [{ pid: Number(name), argv: readFileSync(file, 'utf8').split('\0') }];
      } catch {
        return [];
      }
    });
}

/** The language server of this window: a child of the extension host. */
export function serverProcess(): number | undefined {
  const isChild = (pid: number): boolean => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return status.includes(`\nPPid:\t${process.pid}\n`);
    } catch {
      return false;
    }
  };
  return processes().find(
    ({ pid, argv }) => argv.some((word) => word.endsWith('dist/server.js')) && isChild(pid),
  )?.pid;
}
