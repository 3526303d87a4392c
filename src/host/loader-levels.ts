// What glibc's loader says about the psABI levels: a second opinion on what the features say.
import { runTool } from '../process/run-process.ts';
import { LEVEL_NAMES } from './psabi-levels.ts';

/** The psABI fixes this path for every x86-64 glibc system; musl and others do not have it. */
const LOADER = '/lib64/ld-linux-x86-64.so.2';

/** Highest level that the loader takes libraries for; absent where there is no glibc, or one that does not say. */
export async function loaderLevel(signal?: AbortSignal): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const result = await runTool({
    command: LOADER,
    args: ['--help'],
    // A tunable can hide features from the loader alone.
    env: { GLIBC_TUNABLES: undefined },
    signal,
    timeLimit: 5000,
  });
  return result.exitCode === 0 ? parseLoaderHelp(result.stdout) : undefined;
}

/** Highest level in the output of `ld.so --help` (glibc 2.33 and newer); absent where it lists none. */
export function parseLoaderHelp(output: string): string | undefined {
  const listed = [...output.matchAll(/^\s+(x86-64-v\d+)(?: \((.*)\))?$/gm)];
  if (listed.length === 0) return undefined;
  const supported = new Set(
    listed.flatMap(([, name, state]) => (state?.includes('supported') ? [name] : [])),
  );
  // The lowest level is what glibc itself is built for, and is not listed.
  return LEVEL_NAMES.filter((name) => name === 'x86-64' || supported.has(name)).at(-1);
}
