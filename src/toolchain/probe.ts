// Asks clang by compiling: a few lines of source in, textual IR out.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailureError } from '../model/failure.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { runTool } from '../process/run-process.ts';
import { writeFailure } from '../files/write-failure.ts';
import {
  changeTemporaryFolder,
  clangBroken,
  temporaryFolder,
  type ClangProblem,
} from './messages/tools.ts';

export interface Probe {
  readonly source: string;
  readonly language: 'c' | 'c++';
  readonly flags: readonly string[];
  /** Absolute path clang runs in; where relative paths in `flags` start. */
  readonly directory?: string;
}

/** Milliseconds: a probe takes about 30. */
const PROBE_TIME_LIMIT = 60_000;

/**
 * IR of a small source, or clang's complaint. The front end alone: the attributes asked about are there already.
 * @throws {FailureError} toolchain-broken where clang does not start or does not end; disk-full and folder-read-only
 * where the system's temporary folder takes no file.
 */
export async function compileProbe(
  toolchain: Toolchain,
  probe: Probe,
  signal?: AbortSignal,
): Promise<{ readonly ir: string } | { readonly complaint: string }> {
  const folder = await temporary(() => mkdtemp(join(tmpdir(), 'retarget-probe-')));
  try {
    const file = join(folder, probe.language === 'c' ? 'probe.c' : 'probe.cpp');
    await temporary(() => writeFile(file, probe.source));
    const output = await askClang(
      toolchain,
      [
        ...probe.flags,
        ...['-w', '-S', '-emit-llvm', '-Xclang', '-disable-llvm-passes'],
        ...['-o', '-', '-x', probe.language, file],
      ],
      signal,
      probe.directory,
    );
    return output.exitCode === 0 ? { ir: output.stdout } : { complaint: output.stderr };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function temporary<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw writeFailure(error, {
      what: temporaryFolder(tmpdir()),
      hint: changeTemporaryFolder(),
      place: { file: tmpdir() },
    });
  }
}

/**
 * Runs the toolchain's clang to answer a question.
 * @throws {FailureError} toolchain-broken where it does not start or does not end.
 */
export async function askClang(
  toolchain: Toolchain,
  args: readonly string[],
  signal?: AbortSignal,
  directory?: string,
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  const result = await runTool({
    command: toolchain.clang,
    args: ['-fno-crash-diagnostics', ...args],
    ...(directory === undefined ? {} : { cwd: directory }),
    signal,
    timeLimit: PROBE_TIME_LIMIT,
  });
  if (result.exitCode !== undefined) return { ...result, exitCode: result.exitCode };
  const { spawnError, timedOut, signal: endedBy } = result;
  const problem =
    spawnError !== undefined
      ? { spawnError }
      : timedOut
        ? ('timeout' as const)
        : { signal: endedBy };
  throw brokenClang(toolchain, problem, result.stderr);
}

/** The failure of a clang that cannot answer what every clang can. */
export function brokenClang(
  toolchain: Toolchain,
  problem: ClangProblem,
  details: string,
): FailureError {
  return new FailureError({
    code: 'toolchain-broken',
    ...clangBroken(toolchain, problem),
    ...(details.trim() === '' ? {} : { details: details.trim() }),
  });
}

/** What this clang's answers and code are remembered by: another build of it, or another configuration, is another clang. */
export async function clangIdentity(toolchain: Toolchain): Promise<string> {
  const { clang, banner, configFiles = [] } = toolchain;
  try {
    const files = await Promise.all([clang, ...configFiles].map(fileIdentity));
    return JSON.stringify([banner, ...files]);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw brokenClang(toolchain, { unreadable: code ?? '?' }, '');
  }
}

/** As clangIdentity, with the linker: what executables are remembered by. */
export async function toolchainIdentity(toolchain: Toolchain): Promise<string> {
  const linker = toolchain.lld === undefined ? [] : await fileIdentity(toolchain.lld);
  return JSON.stringify([await clangIdentity(toolchain), linker]);
}

async function fileIdentity(path: string): Promise<readonly [string, number, number]> {
  const { size, mtimeMs } = await stat(path);
  return [path, size, mtimeMs];
}
