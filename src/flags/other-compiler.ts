// What is said where a project's own build compiles with another compiler than clang, which compiles the same files here.
import { realpath } from 'node:fs/promises';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import type { Warning } from '../model/run.ts';
import { compilerFamily } from './tools.ts';
import { otherCompiler as otherCompilerWords } from './messages.ts';

/**
 * @param compilers their names; nothing is said where there is none
 * @param place the build folder or file that says so
 */
export function otherCompilerWarning(compilers: ReadonlySet<string>, place?: string): Warning[] {
  if (compilers.size === 0) return [];
  return [
    {
      code: 'other-compiler',
      message: otherCompilerWords({ compilers: [...compilers].sort(), place }),
    },
  ];
}

/**
 * Names of those that are known to be no clang: `cc` leads to one or another.
 * @param compilers absolute paths, or names that are looked up on PATH
 */
export async function otherCompilers(compilers: ReadonlySet<string>): Promise<Set<string>> {
  const others = await Promise.all([...compilers].map(otherCompiler));
  return new Set(others.filter((name) => name !== undefined));
}

async function otherCompiler(compiler: string): Promise<string | undefined> {
  // Behind a link may be ccache, which is called by the compiler's name.
  const names = [basename(await fileOf(compiler)), basename(compiler)];
  const families = names.map(compilerFamily);
  if (families.includes('clang')) return undefined;
  if (families.includes('GCC')) return 'GCC';
  return names.find((name) => /^(?:icc|icpc|tcc|nvc|nvc\+\+)$/u.test(name));
}

async function fileOf(compiler: string): Promise<string> {
  const folders = isAbsolute(compiler) ? [''] : (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of folders) {
    const file = await realpath(join(folder, compiler)).catch(() => undefined);
    if (file !== undefined) return file;
  }
  return compiler;
}
