// Makes IR text neutral: takes the CPU that the front end wrote on every function off again, so that the command
// line of code generation decides. Works on bytes: IR of a C++ unit is megabytes, and only a few lines change.

import { frontEndAsks } from './asking-ir.ts';
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
/** How `llvm.ident` of a module begins that rustc wrote. */
const RUST_IDENTITY = '"rustc version ';

/**
 * Neutralises one module. A group is neutralised where its target attributes equal `unitDefault`, whole; where that
 * is absent (bitcode from elsewhere), the default is what all functions of the module have, or else what most of them have.
 */
export function neutraliseIr(text: Buffer, unitDefault?: TargetAttributes): NeutralIr {
  const groups = attributeGroups(text);
  const definitions = groupsOfDefinitions(text);
  const byId = new Map(groups.map((group) => [group.id, group]));
  const fromRust = unitDefault === undefined && text.includes(RUST_IDENTITY);
  const neutralised = unitDefault ?? commonAttributes(definitions, byId, fromRust);
  const asking = groups.filter(
    (group) => hasTarget(group.target) && !sameTarget(group.target, neutralised),
  );
  const added = new Set(
    asking.filter((group) => fromRust && addsFeatures(group.target, neutralised)).map(idOf),
  );
  const pinned = new Set(asking.map(idOf).filter((id) => !added.has(id)));
  const own = definitions.map((id) => byId.get(id)).filter((group) => group !== undefined);
  return {
    text: rewritten(
      text,
      groups.filter((group) => !pinned.has(group.id)),
      added,
    ),
    // The compiler's own intrinsic headers are always-inline helpers: they end inside a caller and are no functions of the user's.
    pinnedFunctions: own.filter(
      (group) => pinned.has(group.id) && !/\balwaysinline\b/u.test(group.line),
    ).length,
    ...(neutralised === undefined ? {} : { neutralised }),
    alreadyOptimised: looksOptimised(text, own),
    asksTarget: frontEndAsks(text),
    neverOptimised: isNeverOptimised(text, byId),
  };
}

/** Whether IR was compiled at -O0. @param byId its attribute groups */
export function isNeverOptimised(
  text: Buffer,
  byId: ReadonlyMap<string, AttributeGroup> = groupsById(text),
): boolean {
  const lines = groupsOfDefinitions(text, (line) => !MADE_BY_CLANG.test(line))
    .flatMap((id) => byId.get(id)?.line ?? [])
    // Headers of the C++ library define such functions, which are never `optnone`.
    .filter((line) => !/\balwaysinline\b/u.test(line));
  return lines.length > 0 && lines.every((line) => /\boptnone\b/u.test(line));
}

/** Functions that clang adds (initialisers of globals, the end of an exception that nobody may throw) without `optnone`. */
const MADE_BY_CLANG = / @(?:__clang_call_terminate|__cxx_global_|_GLOBAL__|__tls_init|_ZT[HW])/u;

function groupsById(text: Buffer): ReadonlyMap<string, AttributeGroup> {
  return new Map(attributeGroups(text).map((group) => [group.id, group]));
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

/** Attribute groups' ids of the functions that are defined. @param counts whether such a line is one to count */
function groupsOfDefinitions(
  text: Buffer,
  counts: (line: string) => boolean = () => true,
): string[] {
  return linesStartingWith(text, DEFINE_START).flatMap(({ start, end }) => {
    const line = text.toString('latin1', start, end).replace(/"[^"]*"/gu, '');
    if (!counts(line)) return [];
    // Outside of what is quoted, a definition's line has one `#N`.
    return /#\d+/u.exec(line)?.[0] ?? [];
  });
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
  fromRust: boolean,
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
    (a, b) => b.count - a.count || featureCount(a.target) - featureCount(b.target),
  );
  // Attributes on a function add features: what all others add to is the default, however few functions have it.
  const base = ordered.find((entry) =>
    ordered.every((other) => addsTo(other.target, entry.target)),
  );
  const common = (base ?? ordered[0])?.target;
  // A crate of nothing but `#[target_feature]` functions has no other default than the bare CPU.
  return fromRust && common !== undefined && isAddition(common)
    ? { ...common, features: undefined }
    : common;
}

/**
 * rustc writes only the CPU on a function that asks for nothing, and on one with `#[target_feature]` also what it adds to that
 * CPU: built for another, it has that one's features and these.
 */
function addsFeatures(target: TargetAttributes, plain: TargetAttributes | undefined): boolean {
  return (
    plain?.features === undefined &&
    target.cpu === plain?.cpu &&
    target.tune === plain?.tune &&
    isAddition(target)
  );
}

/** Whether a function has all features of another, for the same CPU. */
function addsTo(target: TargetAttributes, base: TargetAttributes): boolean {
  if (target.cpu !== base.cpu || target.tune !== base.tune) return false;
  const own = new Set(target.features?.split(','));
  return (base.features?.split(',') ?? []).every((feature) => own.has(feature));
}

/** Whether features are only switched on: the whole list that `native` stands for switches others off. */
function isAddition({ features }: TargetAttributes): boolean {
  return features !== undefined && features.split(',').every((feature) => feature.startsWith('+'));
}

function idOf({ id }: AttributeGroup): string {
  return id;
}

/** @param added ids of the groups that keep their features, on top of whatever CPU the command line names */
function rewritten(
  text: Buffer,
  groups: readonly AttributeGroup[],
  added: ReadonlySet<string>,
): Buffer {
  const parts: Buffer[] = [];
  let copied = 0;
  for (const group of groups) {
    if (!hasTarget(group.target)) continue;
    parts.push(text.subarray(copied, group.start));
    const attributes = added.has(group.id)
      ? / "(?:target-cpu|tune-cpu)"="[^"]*"/gu
      : / "(?:target-cpu|target-features|tune-cpu)"="[^"]*"/gu;
    parts.push(Buffer.from(group.line.replace(attributes, '')));
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

/** Whether assembly, inline or not, takes in a file's bytes or its text: no compiler lists that file among what it read. */
export function takesInFiles(text: Buffer): boolean {
  return /\.inc(?:bin|lude)(?![\w.$])/iu.test(text.toString('latin1'));
}
