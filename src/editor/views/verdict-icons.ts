// How verdicts and states of runs look: each has a shape of its own, so that colour is never all there is.
import * as vscode from 'vscode';
import type { Run, Verdict } from '../../model/run.ts';
import type { TargetLine } from '../../protocol/server-requests.ts';

function icon(name: string, color?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
}

const QUIET = 'disabledForeground';

const VERDICTS: Readonly<Record<Verdict, readonly [name: string, color: string]>> = {
  baseline: ['milestone', 'charts.blue'],
  faster: ['arrow-up', 'charts.green'],
  slower: ['arrow-down', 'charts.red'],
  'no difference': ['dash', QUIET],
  inconclusive: ['question', 'charts.yellow'],
  'identical code': ['copy', 'charts.blue'],
  'wrong output': ['error', 'list.errorForeground'],
  'cannot run': ['circle-slash', QUIET],
  failed: ['warning', 'list.warningForeground'],
};

export function verdictIcon(verdict: Verdict): vscode.ThemeIcon {
  return icon(...VERDICTS[verdict]);
}

const STATES: Readonly<Record<Run['state'], readonly [name: string, color?: string]>> = {
  running: ['loading~spin'],
  finished: ['graph', 'charts.blue'],
  interrupted: ['debug-pause', 'charts.yellow'],
  failed: ['error', 'list.errorForeground'],
};

export function stateIcon(state: Run['state']): vscode.ThemeIcon {
  return icon(...STATES[state]);
}

const FITS: Readonly<Record<TargetLine['fit']['kind'], readonly [name: string, color: string]>> = {
  runs: ['pass', 'charts.green'],
  masked: ['filter', 'charts.yellow'],
  'cannot-run': ['circle-slash', QUIET],
  unknown: ['question', 'list.warningForeground'],
};

export function fitIcon({ kind }: TargetLine['fit']): vscode.ThemeIcon {
  return icon(...FITS[kind]);
}
