// What llvm-dis is told, and what its complaints about bitcode mean.
import type { Failure } from '../model/failure.ts';
import type { Toolchain } from '../model/toolchain.ts';

export function disassembleArgv(toolchain: Toolchain, bitcode: string, ir: string): string[] {
  // As the bitcode is read, so the text is to be read again: the optimiser looks at the order of a value's uses.
  return [toolchain.llvmDis, '-preserve-ll-uselistorder', bitcode, '-o', ir];
}

/** LLVM's readers end a bitcode error with who wrote the file and who reads it. */
const PRODUCER =
  /\(Producer: '(?:LLVM)?\s*(?<producer>[^']*)' Reader: '(?:LLVM)?\s*(?<reader>[^']*)'\)/u;

/** The failure behind llvm-dis's words: written by a newer LLVM, or not readable at all. */
export function bitcodeFailure(toolchain: Toolchain, source: string, stderr: string): Failure {
  const producer = PRODUCER.exec(stderr)?.groups?.['producer'];
  const major = Number.parseInt(producer ?? '', 10);
  if (producer !== undefined && major > toolchain.major) {
    return {
      code: 'bitcode-too-new',
      message: `${source} was written by LLVM ${producer}; the toolchain found is LLVM ${toolchain.version}, which cannot read it.`,
      hint: `Install LLVM ${String(major)} or newer (older bitcode is read by newer LLVM, never the other way), or choose one with --llvm.`,
      place: { file: source },
      details: stderr.trim(),
    };
  }
  // A crash ends with a page of the reader's own stack.
  const words = (stderr.split(/^(?:PLEASE submit a bug report|Stack dump:)/mu)[0] ?? '').trim();
  return {
    code: 'bitcode-damaged',
    message: `${source} is not LLVM bitcode that can be read.`,
    hint: 'Make it again, with `clang -O2 -Xclang -disable-llvm-passes -emit-llvm -c`, say; the file may be cut short or of another kind.',
    place: { file: source },
    ...(words === '' ? {} : { details: words }),
  };
}
