// What llvm-dis is told, and what its complaints about bitcode mean.
import type { Failure } from '../model/failure.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { bitcodeDamaged, bitcodeTooNew } from './messages/tools.ts';

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
      ...bitcodeTooNew({ source, producer, reader: toolchain.version, major }),
      place: { file: source },
      details: stderr.trim(),
    };
  }
  // A crash ends with a page of the reader's own stack.
  const words = (stderr.split(/^(?:PLEASE submit a bug report|Stack dump:)/mu)[0] ?? '').trim();
  return {
    code: 'bitcode-damaged',
    ...bitcodeDamaged(source),
    place: { file: source },
    ...(words === '' ? {} : { details: words }),
  };
}
