// Whether this machine has a Rust that the tests can use.
import type { Toolchain } from '../../../src/model/toolchain.ts';
import { runProcess } from '../../../src/process/run-process.ts';

/** Why there is none, in a few words; nothing where there is one whose bitcode this LLVM reads. */
export async function missingRust(toolchain: Toolchain): Promise<string | undefined> {
  const cargo = await runProcess({ command: 'cargo', args: ['--version'] });
  if (cargo.exitCode !== 0) return 'there is no cargo here';
  const rustc = await runProcess({ command: 'rustc', args: ['-vV'] });
  const llvm = Number.parseInt(/^LLVM version: (.+)$/mu.exec(rustc.stdout)?.[1] ?? '', 10);
  if (Number.isNaN(llvm)) return 'this rustc has no LLVM';
  return llvm > toolchain.major
    ? `this rustc has LLVM ${llvm}, newer than the one found`
    : undefined;
}
