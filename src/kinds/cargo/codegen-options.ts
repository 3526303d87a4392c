// What rustc was told of the code to generate for one crate, as the wrapper noted it: cargo's profile, RUSTFLAGS and config.toml in one.
import { readFile } from 'node:fs/promises';

export interface CodegenOptions {
  /** The level that counts: rustc takes the last. */
  readonly level: string | undefined;
  /** Words for LLVM itself, each with its dash. */
  readonly llvmArgs: readonly string[];
  readonly relocationModel: string | undefined;
  readonly codeModel: string | undefined;
  readonly noVectorizeLoops: boolean;
  readonly noVectorizeSlp: boolean;
}

/** @param crate as in `CrateUnits.crates` */
export async function codegenOptions(crate: string): Promise<CodegenOptions> {
  const lines = await linesOf(`${crate}.codegen`);
  const all = (name: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));
  return {
    level: all('opt-level').at(-1),
    llvmArgs: all('llvm-args').flatMap((value) => value.split(/\s+/u).filter((arg) => arg !== '')),
    relocationModel: all('relocation-model').at(-1),
    codeModel: all('code-model').at(-1),
    noVectorizeLoops: lines.includes('no-vectorize-loops'),
    noVectorizeSlp: lines.includes('no-vectorize-slp'),
  };
}

/** Flags that were taken out of a crate's command line. @param crate as in `CrateUnits.crates` */
export async function droppedFlags(crate: string): Promise<string[]> {
  return linesOf(`${crate}.dropped`);
}

async function linesOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}
