// What building found out that a reader of the numbers should know, as warnings.
import { relative } from 'node:path';
import type { BuiltProgram } from '../build/build-program.ts';
import { changesCode } from '../model/changes-code.ts';
import type { Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { keptFeatures } from '../flags/own-features.ts';
import { ownCpuFlags } from '../toolchain/target-flags.ts';
import { listText } from '../text/list-text.ts';
import { inferredTexts } from './inferred-texts.ts';
import { optimisingAdvice } from './optimising-advice.ts';
import { preprocessedText } from './preprocessed-sources.ts';
import { names, SHOWN_NAMES } from './shown-names.ts';

/** Characters of a linker's complaint in a sentence. */
const MOST_COMPLAINT = 300;

export function buildWarnings(built: BuiltProgram): Warning[] {
  const { program, facts, variants, rewritten, refusedByOwnLinker } = built;
  const warnings: Warning[] = [];
  const add = (code: Warning['code'], message: string, target?: string): void => {
    warnings.push({
      code,
      message,
      program: program.name,
      ...(target === undefined ? {} : { target }),
    });
  };
  if (rewritten.length > 0) {
    const sources = [...new Set(rewritten.flatMap((header) => header.sources))];
    add(
      'outdated-record',
      `The recorded build wrote ${names(rewritten.map(({ file }) => file))} anew after it had compiled ${names(sources)}, which ${sources.length === 1 ? 'is' : 'are'} built here with what is there now: ${program.name} may be another program than the build made. Where several builds share one tree, record only the last of them, from a clean tree.`,
    );
  }
  const unheeded = facts.unheeded ?? [];
  if (unheeded.length > 0) {
    const places = unheeded.map(
      ({ file, line, text }) => `${relative(program.directory, file)} line ${line}: ${text}`,
    );
    const ofLoops = unheeded.filter(({ text }) => /GCC\s+(?:ivdep|novector|unroll)\b/u.test(text));
    const functions =
      ofLoops.length === unheeded.length
        ? ''
        : ' GCC chooses the CPU or the optimisation of functions by it, whatever -march says, so a build by GCC may gain less from a target than this run shows.';
    const loops =
      ofLoops.length === 0
        ? ''
        : ' GCC vectorises or unrolls loops by it, so a build by GCC may gain more or less from a target than this run shows.';
    add(
      'unheeded',
      `clang ignores what GCC obeys in ${listText(places, SHOWN_NAMES)}.${functions}${loops}`,
    );
  }
  const misfits = facts.profileMisfits ?? [];
  if (misfits.length > 0) {
    const places = misfits.map(
      ({ source, text }) => `${relative(program.directory, source)} (${text})`,
    );
    add(
      'profile-misfit',
      `The profile that flags name (such as -fprofile-use) does not fit ${listText(places, SHOWN_NAMES)}: clang ignores it there, for every target, as in a direct build. Make the profile again from the sources of today.`,
    );
  }
  if (refusedByOwnLinker !== undefined) {
    add(
      'other-linker',
      `${program.name} is linked by lld, since the linker that clang uses by default refuses it: ${firstComplaint(refusedByOwnLinker)}`,
    );
  }
  if (facts.pinnedFunctions > 0) {
    const many = facts.pinnedFunctions > 1;
    add(
      'pinned-functions',
      `${facts.pinnedFunctions} ${many ? 'functions have CPU features (or a CPU) of their own, and keep them' : 'function has CPU features (or a CPU) of its own, and keeps them'} for every target, the baseline too; features are added to the target's, as in a build with -march.`,
    );
  }
  for (const message of ownFlagTexts(program)) add('pinned-functions', message);
  if (facts.alreadyOptimised.length > 0) {
    add(
      'already-optimised',
      `${names(facts.alreadyOptimised)} had been optimised before: vector widths were chosen then, so a target may gain less than a build from source; make the bitcode with \`-O3 -Xclang -disable-llvm-passes\`.`,
    );
  }
  const neverOptimised = facts.neverOptimised ?? [];
  if (neverOptimised.length > 0)
    add(
      'never-optimised',
      `${names(neverOptimised)} ${neverOptimised.length === 1 ? 'is' : 'are'} compiled without optimisation (no -O flag, or -O0), where targets hardly matter; ${optimisingAdvice(program, neverOptimised)}.`,
    );
  const own = facts.ownFrontEnds ?? [];
  if (own.length > 0) {
    add(
      'asks-target',
      `${names(own.map(({ source }) => source))} ${own.length === 1 ? 'asks' : 'ask'} which CPU the build is for, as with #ifdef __AVX2__, or ${own.length === 1 ? 'names' : 'name'} CPU features for some functions. ${own.length === 1 ? 'It was' : 'They were'} compiled anew for each target that changes the answer, as a build with -march does. Somebody who has only the bitcode may get less from these targets.`,
    );
  }
  const preprocessed = preprocessedText(program);
  if (preprocessed !== undefined) add('asks-target', preprocessed);
  for (const message of inferredTexts(program, variants)) add('skipped-sources', message);
  const removed = facts.removedFlags.filter(changesCode);
  if (removed.length > 0) {
    const flags = removed.map(({ flag }) => flag);
    add(
      'removed-flags',
      `Left out, since each target sets them or a retarget cannot keep them: ${flags.join(' ')}`,
    );
  }
  for (const { variant } of variants) {
    if (variant.identicalTo === undefined) continue;
    add(
      'identical-code',
      `${variant.target} gives the same executable as ${variant.identicalTo}: they are one variant.`,
      variant.target,
    );
  }
  return warnings;
}

/** Of a linker's words, the first that says what is wrong, without the linker's own path. */
function firstComplaint(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  const line =
    lines.find((each) => /undefined reference|error:|multiple definition/u.test(each)) ?? lines[0];
  return (line ?? '').replace(/^\S*\/ld(?:\.\w+)?: /u, '').slice(0, MOST_COMPLAINT);
}

/** Files that are compiled as in the project's own build, for a CPU or for features that others are not compiled for. */
function ownFlagTexts({ units, libraries = [] }: BuiltProgram['program']): string[] {
  const cpus = new Map<string, readonly string[]>();
  /** Which files keep the same flags, by those. */
  const features = new Map<string, string[]>();
  for (const { source, flags, driver } of [units, ...libraries.map((each) => each.units)].flat()) {
    if (driver) continue;
    const cpu = ownCpuFlags(flags);
    const own = keptFeatures(flags);
    if (cpu.length > 0) cpus.set(source, cpu);
    else if (own.length > 0) {
      const key = [...new Set(own)].join(' ');
      features.set(key, [...(features.get(key) ?? []), source]);
    }
  }
  const texts: string[] = [];
  if (cpus.size > 0) {
    const flags = [...new Set([...cpus.values()].map((cpu) => cpu.join(' ')))];
    texts.push(
      `${names([...cpus.keys()])} ${cpus.size === 1 ? 'keeps the CPU that it is' : 'keep the CPUs that they are'} compiled for in the project's own build (${flags.slice(0, SHOWN_NAMES).join(', ')}), which most files are not: no target takes its place.`,
    );
  }
  const kept = [...features].map(([flags, sources]) => ({ flags, sources: [...new Set(sources)] }));
  const [first] = kept;
  if (first !== undefined && kept.length === 1) {
    const { flags, sources } = first;
    texts.push(
      `${names(sources)} ${sources.length === 1 ? 'keeps' : 'keep'} ${flags} of the project's own build for every target, since not all files have ${flags.includes(' ') ? 'them' : 'it'}.`,
    );
  } else if (kept.length > 1) {
    const groups = kept.map(({ flags, sources }) => `${flags} (${names(sources)})`);
    texts.push(
      `Some files keep flags of the project's own build for every target, since not all files have the same ones: ${listText(groups, SHOWN_NAMES)}.`,
    );
  }
  return texts;
}

export function targetWarnings(targets: readonly Target[]): Warning[] {
  return targets.flatMap((target) =>
    target.fit.kind === 'masked'
      ? [
          {
            code: 'masked-features' as const,
            target: target.name,
            message: `${target.name} runs here with features switched off that this host lacks and ordinary code never uses: ${target.fit.masked.join(' ')}.`,
          },
        ]
      : [],
  );
}
