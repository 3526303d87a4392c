// What the reader chose, so that a page that was hidden, moved or reloaded comes back as it was.
import type { PageSubject } from '../src/protocol/page-messages.ts';
import { PAGE_VIEWS, type Selection, type View } from './state.ts';

export interface Choices {
  readonly view: View;
  readonly hidden: readonly string[];
  readonly filter: string;
  /** Groups of the table that were folded or unfolded, by their place. */
  readonly opened: readonly (readonly [string, boolean])[];
  /** The comparison whose details are open. */
  readonly details?: Selection | undefined;
}

export interface Memory {
  readonly subject?: PageSubject;
  readonly choices: Choices;
  /** CSS pixels that the page is scrolled by. */
  readonly scroll: number;
}

export const NO_CHOICES: Choices = { view: 'speedup', hidden: [], filter: '', opened: [] };

/** Whatever an earlier page left, maybe of another version: what cannot be read is as if never chosen. */
export function readMemory(state: unknown): Memory {
  const kept = fields(state);
  const choices = fields(kept['choices']);
  const { view, hidden, filter, opened } = choices;
  const details = selection(choices['details']);
  const subject = fields(kept['subject']);
  return {
    ...(typeof subject['kind'] === 'string' ? { subject: subject as unknown as PageSubject } : {}),
    choices: {
      view: PAGE_VIEWS.find((one) => one === view) ?? 'speedup',
      hidden: Array.isArray(hidden) ? hidden.filter((name) => typeof name === 'string') : [],
      filter: typeof filter === 'string' ? filter : '',
      opened: Array.isArray(opened) ? opened.filter(isOpened) : [],
      ...(details === undefined ? {} : { details }),
    },
    scroll: typeof kept['scroll'] === 'number' ? kept['scroll'] : 0,
  };
}

/** Whether two subjects lie in one project, so that what was chosen for one makes sense for the other. */
export function sameProject(a: PageSubject | undefined, b: PageSubject): boolean {
  return a?.kind === 'run' && b.kind === 'run' && folder(a.path) === folder(b.path);
}

function folder(path: string): string {
  return path.replace(/[^/\\]*$/u, '');
}

function isOpened(entry: unknown): entry is readonly [string, boolean] {
  return Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'boolean';
}

function selection(value: unknown): Selection | undefined {
  const { program, benchmark, target } = fields(value);
  return typeof program === 'number' && typeof benchmark === 'number' && typeof target === 'string'
    ? { program, benchmark, target }
    : undefined;
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
