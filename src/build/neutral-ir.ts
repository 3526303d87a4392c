// Makes IR text neutral: takes the CPU that the front end wrote on every function off again, so that the command
// line of code generation decides. Works on bytes: IR of a C++ unit is megabytes, and only a few lines change.

import { targetAttributesIn, type TargetAttributes } from '../toolchain/ir-attributes.ts';

export interface NeutralIr {
  readonly text: Buffer;
  /** Functions defined with target attributes of their own, left as they are. */
  readonly pinnedFunctions: number;
  /** The attributes taken off; absent where nothing had any. */
  readonly neutralised?: TargetAttributes;
  /** Went through the optimiser for some CPU already: vector widths and idioms were chosen for that one. */
  readonly alreadyOptimised: boolean;
  /** The front end decided something by the CPU it was run for, which a retarget cannot decide again. */
  readonly asksTarget: boolean;
  /** Compiled at -O0: its functions carry `optnone`, and no optimiser will touch them. */
  readonly neverOptimised: boolean;
}

interface AttributeGroup {
  readonly id: string;
  /** Byte offsets of the line, newline excluded. */
  readonly start: number;
  readonly end: number;
  readonly line: string;
  readonly target: TargetAttributes;
}

const GROUP_START = Buffer.from('\nattributes #');
const DEFINE_START = Buffer.from('\ndefine ');
const NEWLINE = 0x0a;

/**
 * Neutralises one module. A group is neutralised where its target attributes equal `unitDefault`, whole; where that
 * is absent (bitcode from elsewhere), the attributes that most of the module's defined functions carry are the default.
 */
export function neutraliseIr(text: Buffer, unitDefault?: TargetAttributes): NeutralIr {
  const groups = attributeGroups(text);
  const functions = definedFunctions(text);
  const definitions = functions.flatMap(({ group }) => group ?? []);
  const byId = new Map(groups.map((group) => [group.id, group]));
  const neutralised = unitDefault ?? commonAttributes(definitions, byId);
  const pinned = new Set(
    groups
      .filter((group) => hasTarget(group.target) && !sameTarget(group.target, neutralised))
      .map((group) => group.id),
  );
  const own = definitions.map((id) => byId.get(id)).filter((group) => group !== undefined);
  return {
    text: rewritten(
      text,
      groups.filter((group) => !pinned.has(group.id)),
    ),
    // The compiler's own intrinsic headers are always-inline helpers: they end inside a caller and are no functions of the user's.
    pinnedFunctions: own.filter(
      (group) => pinned.has(group.id) && !/\balwaysinline\b/u.test(group.line),
    ).length,
    ...(neutralised === undefined ? {} : { neutralised }),
    alreadyOptimised: looksOptimised(text, own),
    asksTarget: asksTarget(
      text,
      functions.filter(({ group }) => group === undefined || !pinned.has(group)),
    ),
    neverOptimised: own.length > 0 && own.every((group) => /\boptnone\b/u.test(group.line)),
  };
}

function attributeGroups(text: Buffer): AttributeGroup[] {
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

interface Definition {
  /** Its attribute group's id; absent where it has none. */
  readonly group: string | undefined;
  /** Its first line, without quoted names, sections and strings. */
  readonly line: string;
}

function definedFunctions(text: Buffer): Definition[] {
  return linesStartingWith(text, DEFINE_START).map(({ start, end }) => {
    const line = text.toString('latin1', start, end).replace(/"[^"]*"/gu, '');
    // Outside of what is quoted, a definition's line has one `#N`.
    return { line, group: /#\d+/u.exec(line)?.[0] };
  });
}

/**
 * Whether the front end itself decides by the CPU: how vectors of 256 bits and more are passed, and whether half
 * floats are computed as such or widened. Macros are not seen here.
 */
function asksTarget(text: Buffer, functions: readonly Definition[]): boolean {
  return text.includes(' half ') || functions.some(({ line }) => passesWideVector(line));
}

function passesWideVector(line: string): boolean {
  return [...line.matchAll(/<(\d+) x (?:[fi](\d+)|float|double|half|ptr)>/gu)].some(
    ([type, count, bits]) => Number(count) * bitsOf(type, bits) >= 256,
  );
}

function bitsOf(type: string, bits: string | undefined): number {
  if (bits !== undefined) return Number(bits);
  return type.includes('float') ? 32 : type.includes('half') ? 16 : 64;
}

function linesStartingWith(text: Buffer, prefix: Buffer): { start: number; end: number }[] {
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

function commonAttributes(
  definitions: readonly string[],
  byId: ReadonlyMap<string, AttributeGroup>,
): TargetAttributes | undefined {
  const counts = new Map<string, { target: TargetAttributes; count: number }>();
  for (const id of definitions) {
    const group = byId.get(id);
    if (group === undefined || !hasTarget(group.target) || /\balwaysinline\b/u.test(group.line))
      continue;
    const key = JSON.stringify(group.target);
    const entry = counts.get(key) ?? { target: group.target, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  const ordered = [...counts.values()].sort(
    // Of two equally common ones, the poorer is the default: attributes on a function add features.
    (a, b) => b.count - a.count || featureCount(a.target) - featureCount(b.target),
  );
  return ordered[0]?.target;
}

function rewritten(text: Buffer, groups: readonly AttributeGroup[]): Buffer {
  const parts: Buffer[] = [];
  let copied = 0;
  for (const group of groups) {
    if (!hasTarget(group.target)) continue;
    parts.push(text.subarray(copied, group.start));
    parts.push(
      Buffer.from(group.line.replace(/ "(?:target-cpu|target-features|tune-cpu)"="[^"]*"/gu, '')),
    );
    copied = group.end;
  }
  parts.push(text.subarray(copied));
  return Buffer.concat(parts);
}

/**
 * Signs that only the optimiser leaves: a loop marked as vectorised, calls marked `tail`, or functions of which it
 * has inferred that they free nothing or do not synchronise. Front ends write none of these on definitions.
 */
function looksOptimised(text: Buffer, definitions: readonly AttributeGroup[]): boolean {
  return (
    text.includes('"llvm.loop.isvectorized"') ||
    text.includes(' tail call ') ||
    definitions.some((group) => /\b(?:nofree|nosync)\b/u.test(group.line))
  );
}

function hasTarget(target: TargetAttributes): boolean {
  return target.cpu !== undefined || target.features !== undefined || target.tune !== undefined;
}

function sameTarget(a: TargetAttributes, b: TargetAttributes | undefined): boolean {
  return b !== undefined && a.cpu === b.cpu && a.features === b.features && a.tune === b.tune;
}

function featureCount(target: TargetAttributes): number {
  return target.features === undefined ? 0 : target.features.split(',').length;
}

/** Whether assembly, inline or not, takes in the bytes of a file: no compiler lists that file among what it read. */
export function includesBinary(text: Buffer): boolean {
  return text.includes('.incbin');
}
