// Targets as lists show them: which mean no particular CPU, and the CPUs by vendor and line.
import * as vscode from 'vscode';
import type { TargetLine } from '../../protocol/server-requests.ts';

/** The host's own CPU, the psABI levels, and what a compile without -march is for. */
export function isGeneralTarget(name: string): boolean {
  return name === 'native' || name === 'generic' || /^x86-64(?:-v\d+)?$/u.test(name);
}

export function canRunHere({ fit }: TargetLine): boolean {
  return fit.kind === 'runs' || fit.kind === 'masked';
}

/** Each family's targets in the server's order, newest first, with what can run here before what cannot. */
export function byFamily(lines: readonly TargetLine[]): [family: string, TargetLine[]][] {
  const families = new Map<string, TargetLine[]>();
  for (const line of [...lines.filter(canRunHere), ...lines.filter((each) => !canRunHere(each))]) {
    const family = line.family ?? vscode.l10n.t('Other CPUs');
    families.set(family, [...(families.get(family) ?? []), line]);
  }
  return [...families];
}
