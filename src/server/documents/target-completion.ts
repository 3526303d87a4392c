// Targets to choose from, those that run here first.
import { CompletionItemKind } from 'vscode-languageserver/node';
import { FailureError } from '../../model/failure.ts';
import { NATIVE } from '../../model/target.ts';
import type { Target } from '../../model/target.ts';
import { LEVEL_NAMES } from '../../host/psabi-levels.ts';
import { fitWords } from '../../report/fit-words.ts';
import type { CompletionProposal } from './completion-proposal.ts';

const RANK: Readonly<Record<Target['fit']['kind'], number>> = {
  runs: 2,
  masked: 3,
  'cannot-run': 4,
};

/** `native`, the levels, what runs, what runs with features switched off, what cannot run; nothing without a toolchain. */
export async function targetItems(
  ask: () => Promise<readonly Target[]>,
  listed: readonly string[],
): Promise<CompletionProposal[]> {
  const targets = await known(ask);
  return targets
    .filter(({ name }) => !listed.includes(name))
    .sort((left, right) => rank(left) - rank(right))
    .map(({ name, fit }) => ({
      label: name,
      kind: CompletionItemKind.EnumMember,
      detail: name === NATIVE ? "runs: this machine's own CPU" : fitWords(fit),
      text: JSON.stringify(name),
    }));
}

/** Flags that people compare a CPU with and without; any other that clang has can be written, too. */
const FLAGS = [
  ...['-mtune=', '-mprefer-vector-width=128', '-mprefer-vector-width=256'],
  ...['-mprefer-vector-width=512', '-mno-gather', '-mno-scatter', '-mno-fma', '-mno-avx512f'],
  ...['-mno-vzeroupper', '-fno-vectorize', '-fno-slp-vectorize', '-fno-unroll-loops'],
];

export function flagItems(listed: readonly string[]): CompletionProposal[] {
  return FLAGS.filter((flag) => !listed.includes(flag)).map((flag) => ({
    label: flag,
    kind: CompletionItemKind.Value,
    text: JSON.stringify(flag),
  }));
}

function rank({ name, fit }: Target): number {
  if (name === NATIVE) return 0;
  if ((LEVEL_NAMES as readonly string[]).includes(name)) return 1;
  return RANK[fit.kind];
}

async function known(ask: () => Promise<readonly Target[]>): Promise<Target[]> {
  try {
    return [...(await ask())];
  } catch (error) {
    // The diagnostics say why no name is known.
    if (error instanceof FailureError) return [];
    throw error;
  }
}
