// What building found out that a reader of the numbers should know, as warnings.
import { basename } from 'node:path';
import type { BuiltProgram } from '../build/build-program.ts';
import type { RemovedFlag } from '../model/program.ts';
import type { Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';

const SHOWN_NAMES = 5;

/** Flags taken out for other reasons (`-c`, `-o`, `-MD`) only said what to write, and where. */
const CHANGES_CODE = new Set<RemovedFlag['reason']>(['target', 'lto', 'unsupported']);

export function buildWarnings({ program, facts, variants }: BuiltProgram): Warning[] {
  const warnings: Warning[] = [];
  const add = (code: Warning['code'], message: string, target?: string): void => {
    warnings.push({
      code,
      message,
      program: program.name,
      ...(target === undefined ? {} : { target }),
    });
  };
  if (facts.pinnedFunctions > 0) {
    const many = facts.pinnedFunctions > 1;
    add(
      'pinned-functions',
      `${facts.pinnedFunctions} ${many ? 'functions have target attributes of their own and keep them' : 'function has target attributes of its own and keeps them'}: the same code for every target.`,
    );
  }
  if (facts.alreadyOptimised.length > 0) {
    add(
      'already-optimised',
      `${names(facts.alreadyOptimised)} had been optimised before: vector widths were chosen then, so a target may gain less than a build from source; make the bitcode with \`-O3 -Xclang -disable-llvm-passes\`.`,
    );
  }
  const neverOptimised = facts.neverOptimised ?? [];
  if (neverOptimised.length > 0) {
    add(
      'never-optimised',
      `${names(neverOptimised)} is compiled without optimisation (no -O flag, or -O0), where targets hardly matter; add -O2 or -O3 to "flags".`,
    );
  }
  const own = facts.ownFrontEnds ?? [];
  if (own.length > 0) {
    add(
      'asks-target',
      `${names(own.map(({ source }) => source))}: looks at the target (#ifdef __AVX2__ and the like, or vectors that are passed differently), so it was compiled from source for each target that matters to it, as a build with -march does; bitcode of it would gain less.`,
    );
  }
  const removed = facts.removedFlags.filter(({ reason }) => CHANGES_CODE.has(reason));
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

function names(sources: readonly string[]): string {
  const shown = sources.slice(0, SHOWN_NAMES).map((source) => basename(source));
  const rest = sources.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
