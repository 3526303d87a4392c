// JSON: a run document as it is, keys in a stable order; also what every command's `--json` prints.
import type { Run } from '../model/run.ts';
import { visibleJson } from '../text/visible-text.ts';

/** The order a reader wants at the document's top; deeper objects are sorted by name. */
const RUN_KEYS = [
  'schema',
  'id',
  'state',
  'name',
  'source',
  'startedAt',
  'finishedAt',
  'tool',
  'project',
  'baseline',
  'settings',
  'host',
  'toolchain',
  'levels',
  'targets',
  'programs',
  'warnings',
  'failure',
] as const satisfies readonly (keyof Run)[];

/** The same run gives the same text, byte for byte. Ends with a newline. */
export function runJson(run: Run): string {
  const rest = Object.fromEntries(Object.entries(run).map(([key, value]) => [key, sorted(value)]));
  const ordered: Record<string, unknown> = {};
  for (const key of RUN_KEYS) {
    if (key in rest) ordered[key] = rest[key];
  }
  return written({ ...ordered, ...rest });
}

/** Any plain data, keys sorted, ends with a newline. */
export function jsonText(value: unknown): string {
  return written(sorted(value));
}

function written(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, null, 2))}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
