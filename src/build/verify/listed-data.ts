// An object's data as the comparison takes it: what a symbol names by its name; constants without one as a set, for each section.
import { createHash } from 'node:crypto';
import type { DataPiece } from '../../binary/elf-data.ts';
import { visibleText } from '../../text/visible-text.ts';
import { unnumberedName, type ListedFunction } from '../../toolchain/disassembly.ts';

/** Bytes of one piece that a listing shows. */
const SHOWN = 64;

export function listedData(pieces: readonly DataPiece[]): ListedFunction[] {
  const named: ListedFunction[] = [];
  const unnamed = new Map<string, string[]>();
  for (const piece of pieces) {
    const section = unnumberedName(piece.section);
    if (piece.name !== undefined) {
      named.push({ name: unnumberedName(piece.name), section, isData: true, code: linesOf(piece) });
      continue;
    }
    const lines = unnamed.get(section) ?? [];
    unnamed.set(section, lines);
    lines.push(linesOf(piece).join(' '));
  }
  const sets = [...unnamed].map(([section, lines]): ListedFunction => ({
    ...{ name: `constants in ${section}`, section, isData: true },
    // Their order is that of the functions, which the compiler may choose.
    code: lines.sort(),
  }));
  return [...named, ...sets];
}

function linesOf({ bytes, size, relocations }: DataPiece): string[] {
  const shown = bytes?.subarray(0, SHOWN);
  const content =
    bytes === undefined || shown === undefined
      ? 'zeros'
      : `${shown.toString('hex')} ${visibleText(JSON.stringify(shown.toString('latin1')))}`;
  const rest =
    bytes === undefined || bytes.length <= SHOWN
      ? ''
      : ` sha256 ${createHash('sha256').update(bytes).digest('hex')}`;
  return [
    `${size} bytes: ${content}${rest}`,
    ...relocations.map(
      ({ offset, type, target, addend }) =>
        `at ${offset}: relocation ${type} to ${unnumberedName(target)}${addend === 0 ? '' : ` + ${addend}`}`,
    ),
  ];
}
