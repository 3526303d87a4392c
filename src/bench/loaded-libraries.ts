// Which libraries the loader takes for an executable, asked of the loader that the executable itself names.
import { isAbsolute } from 'node:path';
import { runTool } from '../process/run-process.ts';

/** Milliseconds: the loader reads some files and ends. */
const TIME_LIMIT = 10_000;

export interface LoadRequest {
  /** Absolute. */
  readonly executable: string;
  /** The loader's path, as the executable has it. */
  readonly interpreter: string;
  /** The whole environment that it runs in. */
  readonly env: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Absolute paths by the names that they are asked for; undefined for a name that the loader finds nowhere. The program itself
 * does not run. Nothing where the loader does not list.
 * @throws the signal's reason.
 */
export async function loadedLibraries({
  executable,
  interpreter,
  env,
  directory,
  signal,
}: LoadRequest): Promise<ReadonlyMap<string, string | undefined> | undefined> {
  if (!isAbsolute(interpreter)) return undefined;
  const absent = Object.keys(process.env).filter((name) => !(name in env));
  const { stdout, stderr, spawnError } = await runTool({
    ...{ command: interpreter, args: ['--list', executable], cwd: directory, signal },
    env: { ...env, ...Object.fromEntries(absent.map((name) => [name, undefined])) },
    timeLimit: TIME_LIMIT,
  });
  if (spawnError !== undefined) return undefined;
  const found = librariesIn(`${stdout}\n${stderr}`);
  return found.size === 0 ? undefined : found;
}

/** `libz.so.1 => /lib/libz.so.1 (0x7f...)`, `libz.so.1 => not found`; what has no name of its own is the loader or the kernel's. */
function librariesIn(text: string): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const line of text.split('\n')) {
    const [, name = '', path = ''] =
      /^\s*(.+?) => (.+?)(?: \(0x[0-9a-f]+\))?$/u.exec(line) ??
      /^\s*()(\/.+?) \(0x[0-9a-f]+\)$/u.exec(line) ??
      [];
    if (path === '') continue;
    found.set(name === '' ? path : name, path === 'not found' ? undefined : path);
  }
  // With one that is missing, glibc's loader lists none.
  const missing = /error while loading shared libraries: ([^:\n]+): cannot open/u.exec(text)?.[1];
  if (missing !== undefined) found.set(missing, undefined);
  return found;
}
