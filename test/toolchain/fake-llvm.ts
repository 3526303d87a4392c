// Tiny installations for the finder: shell scripts that answer --version as LLVM's tools do.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FakeLlvm {
  readonly version: string;
  /** Default: clang, clang++, llvm-dis, llvm-objdump and ld.lld. */
  readonly tools?: readonly string[];
  /** Appended to each tool's name, such as `-22`. */
  readonly suffix?: string;
  readonly banner?: string;
}

/** Writes an installation into a bin folder, and returns that folder. */
export async function fakeLlvm(bin: string, fake: FakeLlvm): Promise<string> {
  await mkdir(bin, { recursive: true });
  const tools = fake.tools ?? ['clang', 'clang++', 'llvm-dis', 'llvm-objdump', 'ld.lld'];
  for (const tool of tools)
    await script(join(bin, `${tool}${fake.suffix ?? ''}`), answer(tool, fake, bin));
  return bin;
}

function answer(tool: string, { version, banner }: FakeLlvm, bin: string): string {
  if (tool.startsWith('clang')) {
    return `${banner ?? `clang version ${version}`}\nTarget: x86_64-pc-linux-gnu\nThread model: posix\nInstalledDir: ${bin}`;
  }
  return tool.includes('lld')
    ? `LLD ${version} (compatible with GNU linkers)`
    : `LLVM (http://llvm.org/):\n  LLVM version ${version}\n  Optimized build.`;
}

export async function script(file: string, output: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\ncat <<'END'\n${output}\nEND\n`);
  await chmod(file, 0o755);
}
