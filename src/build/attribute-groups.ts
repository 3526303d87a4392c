// The attribute groups of IR text (`attributes #0 = { ... }`) and which functions have them. Works on bytes: IR of a C++ unit is
// megabytes, and only a few lines of it matter here.
import { targetAttributesIn, type TargetAttributes } from '../toolchain/ir-attributes.ts';

export interface AttributeGroup {
  readonly id: string;
  /** Byte offsets of the line, newline excluded. */
  readonly start: number;
  readonly end: number;
  readonly line: string;
  readonly target: TargetAttributes;
}

const GROUP_START = Buffer.from('\nattributes #');
const STARTS = { define: Buffer.from('\ndefine '), declare: Buffer.from('\ndeclare ') } as const;
const NEWLINE = 0x0a;

export function attributeGroups(text: Buffer): AttributeGroup[] {
  return linesStartingWith(text, GROUP_START).map(({ start, end }) => {
    const line = text.toString('utf8', start, end);
    return {
      id: /#\d+/u.exec(line)?.[0] ?? '',
      start,
      end,
      line,
      target: targetAttributesIn(line),
    };
  });
}

/**
 * Attribute groups' ids of the functions that are defined, or declared.
 * @param counts whether such a line is one to count
 */
export function groupsOfFunctions(
  text: Buffer,
  kind: keyof typeof STARTS,
  counts: (line: string) => boolean = () => true,
): string[] {
  return linesStartingWith(text, STARTS[kind]).flatMap(({ start, end }) => {
    const line = text.toString('latin1', start, end).replace(/"[^"]*"/gu, '');
    if (!counts(line)) return [];
    // Outside of what is quoted, a function's line has one `#N`.
    return /#\d+/u.exec(line)?.[0] ?? [];
  });
}

/** The text with other lines in place of these groups'. @param groups in their order */
export function withLines(
  text: Buffer,
  groups: readonly AttributeGroup[],
  lineOf: (group: AttributeGroup) => string,
): Buffer {
  const parts: Buffer[] = [];
  let copied = 0;
  for (const group of groups) {
    parts.push(text.subarray(copied, group.start), Buffer.from(lineOf(group)));
    copied = group.end;
  }
  parts.push(text.subarray(copied));
  return Buffer.concat(parts);
}

export function linesStartingWith(text: Buffer, prefix: Buffer): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  let at = text.indexOf(prefix);
  while (at !== -1) {
    const start = at + 1;
    const newline = text.indexOf(NEWLINE, start);
    const end = newline === -1 ? text.length : newline;
    lines.push({ start, end });
    at = text.indexOf(prefix, end);
  }
  return lines;
}

/** The compiler's own intrinsic headers are such helpers, of the C++ library too: they end inside a caller and are no functions of the user's. */
export function isAlwaysInlined({ line }: AttributeGroup): boolean {
  return /\balwaysinline\b/u.test(line);
}

export function hasTarget({ target }: AttributeGroup): boolean {
  return target.cpu !== undefined || target.features !== undefined || target.tune !== undefined;
}
