// The ways the editor is started for tests: each is one window with a workspace of its own. Suites are in the folder of the same name.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../../scripts/lib/repository.mjs';
import { UNWATCHED } from './stored-runs.ts';

export interface Launch {
  readonly name: string;
  /**
   * Makes what the window opens.
   * @param folder absolute path of an empty folder, which is removed afterwards
   * @returns a folder or a .code-workspace file; undefined for a window without either
   */
  readonly workspace: (folder: string) => Promise<string | undefined>;
  /** Whether workspaces are trusted; otherwise the window is in Restricted Mode. */
  readonly trusted: boolean;
  /** User settings, on top of the calm ones of scripts/lib/editor/settings.mjs. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables of the extension host, and so of the server and of what it starts. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What test/editor/run.ts writes down. */
export interface LaunchResults {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly { readonly title: string; readonly message: string }[];
}

/** Paths in the real world have spaces, and letters of more than one alphabet. */
const AWKWARD = 'my prøject ünd Ελληνικά';

/** A copy of a folder below test/editor/workspaces. */
async function copyOf(name: string, to: string): Promise<string> {
  await cp(join(repository, 'test', 'editor', 'workspaces', name), to, { recursive: true });
  return to;
}

export const launches: readonly Launch[] = [
  { name: 'no-folder', trusted: true, workspace: () => Promise.resolve(undefined) },
  {
    name: 'empty-folder',
    trusted: true,
    workspace: async (folder) => {
      const empty = join(folder, 'empty');
      await mkdir(empty);
      return empty;
    },
  },
  {
    name: 'project',
    trusted: true,
    settings: { 'files.watcherExclude': { [`**/${UNWATCHED}/**`]: true } },
    workspace: (folder) => copyOf('sums', join(folder, AWKWARD)),
  },
  {
    name: 'multi-root',
    trusted: true,
    workspace: async (folder) => {
      await copyOf('sums', join(folder, 'first'));
      await copyOf('sums', join(folder, 'second'));
      const file = join(folder, 'both.code-workspace');
      await writeFile(file, JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }] }));
      return file;
    },
  },
  {
    name: 'restricted',
    trusted: false,
    workspace: (folder) => copyOf('sums', join(folder, 'untrusted')),
  },
  {
    name: 'virtual',
    trusted: true,
    workspace: async (folder) => {
      const file = join(folder, 'virtual.code-workspace');
      // Of a file system that an extension provides: nothing of it is on a disk.
      await writeFile(file, JSON.stringify({ folders: [{ uri: 'retarget-test:/virtual' }] }));
      return file;
    },
  },
];
