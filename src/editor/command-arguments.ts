// What commands are given: a resource from a menu, `{ path }` from a lens, an item of a view, or nothing.
import * as vscode from 'vscode';

/** The path on disk that an argument names; undefined where it names none. */
export function pathOfArgument(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) {
    return argument.scheme === 'file' ? argument.fsPath : undefined;
  }
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { path } = argument as { path?: unknown };
  return typeof path === 'string' ? path : undefined;
}

/** Whether an argument names a file that no compiler can reach. */
export function isElsewhere(argument: unknown): boolean {
  return argument instanceof vscode.Uri && argument.scheme !== 'file';
}

/** What a context menu was opened on: everything that is selected, where there is more than one. */
export function pathsOf(argument: unknown, selected: unknown): string[] {
  const all = Array.isArray(selected) && selected.length > 0 ? selected : [argument];
  return all.flatMap((one) => pathOfArgument(one) ?? []);
}
