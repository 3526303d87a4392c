// What the listing remembers of each stored run, so that it need not read whole documents with all their samples again.
import * as z from 'zod';
import { fileStamp } from '../files/file-stamp.ts';
import { MOST_GENERATED, readText } from '../files/read-text.ts';
import type { RunListing, RunSummary } from '../model/run-summary.ts';
import { replaceFile } from './atomic-file.ts';

const INDEX_SCHEMA = 3;

const entrySchema = z.object({
  /** Version of Retarget that found the words for it: another one may find others. */
  tool: z.string(),
  /** Size, time of change in milliseconds, and inode: another document under the same name differs in one of them. */
  stamp: z.string(),
  listing: z.object({
    kind: z.literal('run'),
    id: z.string(),
    name: z.exactOptional(z.string()),
    source: z.exactOptional(z.object({ commit: z.string(), dirty: z.exactOptional(z.boolean()) })),
    startedAt: z.string(),
    state: z.enum(['running', 'finished', 'interrupted', 'failed']),
    project: z.string(),
    baseline: z.string(),
    targets: z.array(z.string()),
    programs: z.array(z.string()),
    path: z.string(),
    headline: z.exactOptional(z.string()),
    brief: z.exactOptional(z.string()),
  }) satisfies z.ZodType<RunSummary>,
});

const indexSchema = z.object({
  schema: z.literal(INDEX_SCHEMA),
  entries: z.record(z.string(), entrySchema),
});

interface Entry {
  readonly tool: string;
  readonly stamp: string;
  readonly listing: RunSummary;
}
export interface Index {
  /** Absolute path of its file. */
  readonly path: string;
  /** Takes only what this version remembered; without it, whatever any version did. */
  readonly tool: string | undefined;
  /** Whether what is new is written down. */
  readonly write: boolean;
}
type Entries = Record<string, Entry>;

/**
 * The listings of these documents, by name, reading only those that changed since the index was last written.
 * The index is a memory and nothing more: damaged, outdated or not writable, it is done without. What could not be read
 * is not remembered: a newer Retarget may be able to.
 * @param paths absolute path by name of each document.
 */
export async function indexedListings(
  index: Index,
  paths: ReadonlyMap<string, string>,
  read: (path: string) => Promise<RunListing>,
): Promise<Map<string, RunListing>> {
  const { tool } = index;
  const known = await readIndex(index.path);
  const entries: Entries = {};
  const listings = new Map<string, RunListing>();
  let changed = Object.keys(known).some((name) => !paths.has(name));
  for (const [name, path] of paths) {
    const stamp = await fileStamp(path);
    if (stamp === undefined) continue;
    const remembered = known[name];
    if (
      remembered?.stamp === stamp &&
      remembered.listing.path === path &&
      (tool === undefined || tool === remembered.tool)
    ) {
      entries[name] = remembered;
      listings.set(name, remembered.listing);
      continue;
    }
    const listing = await read(path);
    listings.set(name, listing);
    if (listing.kind === 'run') entries[name] = { tool: tool ?? '', stamp, listing };
    changed ||= name in known || name in entries;
  }
  if (changed && index.write) {
    const text = JSON.stringify({ schema: INDEX_SCHEMA, entries });
    await replaceFile(index.path, `${text}\n`).catch(() => undefined);
  }
  return listings;
}

async function readIndex(path: string): Promise<Entries> {
  try {
    return indexSchema.parse(JSON.parse(await readText(path, MOST_GENERATED))).entries;
  } catch {
    return {};
  }
}
