// What an object's machine code says: instructions and relocations of every text section, no addresses, no raw bytes.
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';

/** Instructions (with their relocations) of one object file, under their sections' and symbols' names. */
export async function disassemble(toolchain: Toolchain, object: string): Promise<string> {
  const result = await runProcess({
    command: toolchain.llvmObjdump,
    args: ['-d', '-r', '--no-show-raw-insn', '--no-leading-addr', object],
    maxOutput: 256 * 1024 * 1024,
  });
  if (result.exitCode !== 0 || result.truncated) throw new Error(result.stderr);
  // The first lines name the file itself, which is not the code's.
  return result.stdout.slice(result.stdout.indexOf('Disassembly of section'));
}

/** The first place where two listings part, for a failing test to show. */
export function firstDifference(one: string, other: string): string | undefined {
  if (one === other) return undefined;
  const lines = one.split('\n');
  const others = other.split('\n');
  const at = lines.findIndex((line, index) => line !== others[index]);
  const line = at === -1 ? lines.length : at;
  return `line ${line + 1}: ${lines[line] ?? '(end)'} | ${others[line] ?? '(end)'}`;
}
