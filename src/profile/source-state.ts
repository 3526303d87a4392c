// Which commit of a git repository is profiled, and whether files differ from it: read without running anything of the repository's.
import { lstat } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { SourceState } from '../model/run.ts';
import { runProcess } from '../process/run-process.ts';

/** Milliseconds that each question to git may take; a run does without the answer. */
const PATIENCE = 3000;
/** Bytes of a list of files that are read; of more, nobody says whether they changed. */
const MOST_LISTED = 16 * 1024 * 1024;

/** What a repository's own configuration could have git run: its file watcher, hooks, transports of missing objects, a pager. */
const NOTHING_RUN = [
  ...['-c', 'core.fsmonitor=false', '-c', `core.hooksPath=${devNull}`],
  ...['-c', 'protocol.allow=never', '--no-pager', '--no-optional-locks'],
];
const QUIET = { GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' };
/** What could make git look elsewhere than in the folder. */
const ELSEWHERE = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };

/**
 * The state of the repository that a folder lies in; nothing where it lies in none, there is no git, or git does not trust it.
 * Of the folder's files only size and time are held against git's index, here and not by git: where git compares content it runs
 * the filters that the repository configures. Files that git does not know are left out.
 * @param directory absolute; of a project that the user chose to profile, never of one that nobody trusts yet
 */
export async function sourceState(
  directory: string,
  signal: AbortSignal,
): Promise<SourceState | undefined> {
  const git = async (...args: string[]): Promise<string | undefined> => {
    const { exitCode, stdout } = await runProcess({
      command: 'git',
      args: [...NOTHING_RUN, ...args],
      cwd: directory,
      env: { ...QUIET, ...ELSEWHERE },
      ...{ signal, timeLimit: PATIENCE, maxOutput: MOST_LISTED },
    });
    return exitCode === 0 ? stdout : undefined;
  };
  const commit = (await git('rev-parse', '--verify', '--quiet', 'HEAD'))?.trim();
  if (commit === undefined || !/^[0-9a-f]{40,64}$/u.test(commit)) return undefined;
  const [staged, listed] = await Promise.all([
    git('diff-index', '--cached', '--raw', '--ignore-submodules=all', 'HEAD', '--', '.'),
    git('ls-files', '-z', '--stage', '--debug'),
  ]);
  if (staged === undefined || listed === undefined) return { commit };
  return { commit, dirty: staged.trim() !== '' || (await someChanged(directory, listed)) };
}

/** One file as the index has it. */
interface Indexed {
  readonly path: string;
  readonly size: bigint;
  readonly seconds: bigint;
  /** 0 where git keeps none. */
  readonly nanoseconds: bigint;
}

/** Bits of an entry whose file git itself does not look at: `assume-unchanged`, `skip-worktree`. */
const NOT_LOOKED_AT = 0x8000 | 0x40000000;
const SUBMODULE = '160000';

const ENTRY =
  /(?<mode>\d{6}) [0-9a-f]+ \d\t(?<path>[^\0]+)\0 {2}ctime: \S+\n {2}mtime: (?<seconds>\d+):(?<nanoseconds>\d+)\n[^\n]*\n[^\n]*\n {2}size: (?<size>\d+)\tflags: (?<flags>[0-9a-f]+)\n/gu;

function* indexed(listed: string): Generator<Indexed> {
  for (const { groups = {} } of listed.matchAll(ENTRY)) {
    const { mode, path = '', seconds = '0', nanoseconds = '0', size = '0', flags = '0' } = groups;
    if (mode === SUBMODULE || (Number.parseInt(flags, 16) & NOT_LOOKED_AT) !== 0) continue;
    yield {
      path,
      size: BigInt(size),
      seconds: BigInt(seconds),
      nanoseconds: BigInt(nanoseconds),
    };
  }
}

const NANOSECONDS = 1_000_000_000n;

async function someChanged(directory: string, listed: string): Promise<boolean> {
  for (const { path, size, seconds, nanoseconds } of indexed(listed)) {
    const found = await lstat(join(directory, path), { bigint: true }).catch(() => undefined);
    if (found?.size !== size) return true;
    if (found.mtimeNs / NANOSECONDS !== seconds) return true;
    if (nanoseconds > 0n && found.mtimeNs % NANOSECONDS !== nanoseconds) return true;
  }
  return false;
}
