// What llvm-objdump is told to list an object's code, and its listing read: each function's instructions with what they refer
// to, without what only says where things lie (addresses, jumps' distances, padding).
import type { Toolchain } from '../model/toolchain.ts';

/** One function, or whatever else a symbol names in a section of code. */
export interface ListedFunction {
  readonly name: string;
  readonly section: string;
  /** One instruction each: mnemonic, operands, and relocations. Jumps within the function name the instruction they lead to. */
  readonly code: readonly string[];
  /** Bytes and relocations of a variable or of constants, in the place of instructions. */
  readonly isData?: boolean;
}

export function disassembleObjectArgv(toolchain: Toolchain, object: string): string[] {
  return [
    toolchain.llvmObjdump,
    ...['-d', '-r', '--no-show-raw-insn'],
    // Elsewhere only what the object's header names is known, which is no more than the architecture.
    ...(/^(?:x86_64|amd64|i[3-6]86)\b/u.test(toolchain.triple) ? [] : ['--mattr=+all']),
    object,
  ];
}

const SECTION = /^Disassembly of section (.+):$/u;
const FUNCTION = /^([\da-f]+) <(.*)>:$/u;
const INSTRUCTION = /^\s*([\da-f]+):[^\t]*\t(\S+)\s*(.*)$/u;
const RELOCATION = /^\t\t[\da-f]+:\s+(\S+)\t(.*)$/u;

interface Instruction {
  readonly address: number;
  readonly mnemonic: string;
  readonly operands: string;
  readonly relocations: string[];
}

interface Listed {
  readonly name: string;
  readonly section: string;
  readonly start: number;
  readonly instructions: Instruction[];
}

/** The functions in the listing's order. */
export function parseDisassembly(listing: string): ListedFunction[] {
  const functions: ListedFunction[] = [];
  let section = '';
  let open: Listed | undefined;
  const close = (): void => {
    if (open !== undefined) functions.push(readFunction(open));
    open = undefined;
  };
  for (const line of linesOf(listing)) {
    const relocation = RELOCATION.exec(line);
    if (relocation !== null) {
      const [, type = '', target = ''] = relocation;
      open?.instructions.at(-1)?.relocations.push(`${type} ${unnumberedName(target)}`);
      continue;
    }
    const instruction = INSTRUCTION.exec(line);
    if (instruction !== null) {
      const [, address = '', mnemonic = '', operands = ''] = instruction;
      open?.instructions.push({
        address: Number.parseInt(address, 16),
        ...{ mnemonic, operands, relocations: [] },
      });
      continue;
    }
    const named = FUNCTION.exec(line);
    if (named !== null) {
      close();
      const [, start = '', name = ''] = named;
      open = { name, section, start: Number.parseInt(start, 16), instructions: [] };
      continue;
    }
    const inSection = SECTION.exec(line)?.[1];
    if (inSection === undefined) continue;
    close();
    section = inSection;
  }
  close();
  return functions;
}

/** One by one: a listing can be a hundred megabytes, and its lines together several times that. */
function* linesOf(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    const to = text.indexOf('\n', from);
    const end = to === -1 ? text.length : to;
    yield text.slice(from, end);
    from = end + 1;
  }
}

/** What stands between functions and loops so that they begin where the CPU likes it. */
const PADDING = /^(?:nop[wlq]?|data16|int3|udf)$/u;

function isPadding({ mnemonic, operands, relocations }: Instruction): boolean {
  if (relocations.length > 0) return false;
  return (
    PADDING.test(mnemonic) || (mnemonic === 'xchgw' && /^%ax, %ax(?:\s|$)/u.test(operands.trim()))
  );
}

function readFunction({ name, section, instructions }: Listed): ListedFunction {
  const kept = instructions.filter((instruction) => !isPadding(instruction));
  const first = instructions[0]?.address ?? 0;
  const last = instructions.at(-1)?.address ?? 0;
  const addresses = kept.map(({ address }) => address);
  const labelOf = (address: number): string | undefined =>
    address < first || address > last ? undefined : `@${indexFrom(addresses, address)}`;
  return {
    name: unnumberedName(name),
    section: unnumberedName(section),
    code: kept.map((instruction) => instructionText(instruction, labelOf)),
  };
}

/** The first of the sorted numbers that is not below the value. */
function indexFrom(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `0x2e <sw+0xe>`, behind an instruction or in a remark on one. */
const PLACE = /(?:# |\/\/ )?0x([\da-f]+) <(.+)>\s*$/u;
const REMARK = /\s+(?:# |\/\/ ).*$/u;

function instructionText(
  { mnemonic, operands, relocations }: Instruction,
  labelOf: (address: number) => string | undefined,
): string {
  const place = PLACE.exec(operands);
  let words = operands;
  if (place !== null) {
    const [whole, address = '', symbol = ''] = place;
    words = operands.slice(0, operands.length - whole.length).trimEnd();
    if (relocations.length === 0) {
      const label = labelOf(Number.parseInt(address, 16)) ?? unnumberedName(symbol);
      // What it is in front of the remark is the distance to the place.
      words = /^(?:# |\/\/ )/u.test(whole)
        ? `${words.replace(/-?(?:0x[\da-f]+)?\(%rip\)/u, '(%rip)')} ${label}`
        : `${words} ${label}`;
    }
  }
  words = words.replace(REMARK, '');
  return [mnemonic, words.trim(), ...relocations].filter((word) => word !== '').join(' ');
}

/**
 * Names that the compiler numbers, without the number: constants of a function by its place in the module, those without a
 * name by theirs, and what the optimiser adds (`str.69` for a `puts`) by how many names collided before. The strings of the
 * source (`.L.str.7`) keep theirs: the front end counts them.
 */
export function unnumberedName(name: string): string {
  return name
    .replace(/\.L([A-Z]+)\d+_(\d+)/gu, '.L$1_$2')
    .replace(/(\.L[A-Za-z_$][\w$.]*?)\.\d+(?![\w$.])/gu, '$1')
    .replace(/L__unnamed_\d+|Lanon\.[\w.]+/gu, 'Lunnamed');
}
