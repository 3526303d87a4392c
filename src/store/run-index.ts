// What the listing remembers of each stored run, so that it need not read whole documents with all their samples again.
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { Failure } from '../model/failure.ts';
import type { RunListing, RunSummary } from '../model/run-summary.ts';
import { replaceFile } from './atomic-file.ts';

const INDEX_SCHEMA = 1;

const entrySchema = z.object({
  /** Size, time of change in milliseconds, and inode: another document under the same name differs in one of them. */
  stamp: z.string(),
  listing: z.union([
    z.object({
      kind: z.literal('run'),
      id: z.string(),
      startedAt: z.string(),
      state: z.enum(['running', 'finished', 'interrupted', 'failed']),
      project: z.string(),
      baseline: z.string(),
      targets: z.array(z.string()),
      programs: z.array(z.string()),
      path: z.string(),
      headline: z.exactOptional(z.string()),
    }) satisfies z.ZodType<RunSummary>,
    z.object({
      kind: z.literal('unreadable'),
      path: z.string(),
      failure: z.custom<Failure>(
        (value) => z.object({ code: z.string(), message: z.string() }).safeParse(value).success,
      ),
    }),
  ]),
});

const indexSchema = z.object({
  schema: z.literal(INDEX_SCHEMA),
  /** Version of Retarget that wrote it: another one may find other words for the same run. */
  tool: z.string(),
  entries: z.record(z.string(), entrySchema),
});

type Entries = Record<string, { readonly stamp: string; readonly listing: RunListing }>;

/**
 * The listings of these documents, by name, reading only those that changed since the index was last written.
 * The index is a memory and nothing more: damaged, outdated or not writable, it is done without.
 * @param paths absolute path by name of each document.
 */
export async function indexedListings(
  indexPath: string,
  tool: string,
  paths: ReadonlyMap<string, string>,
  read: (path: string) => Promise<RunListing>,
): Promise<Map<string, RunListing>> {
  const known = await readIndex(indexPath, tool);
  const entries: Entries = {};
  const listings = new Map<string, RunListing>();
  let changed = Object.keys(known).length !== paths.size;
  for (const [name, path] of paths) {
    const stamp = await stampOf(path);
    if (stamp === undefined) continue;
    const remembered = known[name];
    const current =
      remembered?.stamp === stamp && remembered.listing.path === path
        ? remembered.listing
        : await read(path);
    changed ||= current !== remembered?.listing;
    entries[name] = { stamp, listing: current };
    listings.set(name, current);
  }
  if (changed) {
    const index = { schema: INDEX_SCHEMA, tool, entries };
    await replaceFile(indexPath, `${JSON.stringify(index)}\n`).catch(() => undefined);
  }
  return listings;
}

async function readIndex(path: string, tool: string): Promise<Entries> {
  try {
    const index = indexSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return index.tool === tool ? index.entries : {};
  } catch {
    return {};
  }
}

async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${size}-${mtimeMs}-${ino}`;
  } catch {
    return undefined;
  }
}
