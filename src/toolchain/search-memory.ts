// The last search's result on disk, with a fingerprint of every file and folder that it depended on.
import { stat } from 'node:fs/promises';
import * as z from 'zod';
import type { Toolchain } from '../model/toolchain.ts';
import { keepAnswer, type Question, recall } from './answer-cache.ts';

/** Raised when the search itself changes, so that older results are not taken for its own. */
const SEARCH_VERSION = '3';

/** Milliseconds: a file changed this shortly before the search began can change again under the same time stamp. */
const SETTLED = 2000;

const toolchainSchema: z.ZodType<Toolchain> = z.object({
  clang: z.string(),
  clangxx: z.string().exactOptional(),
  llvmDis: z.string(),
  llvmObjdump: z.string(),
  llvmAr: z.string().exactOptional(),
  lld: z.string().exactOptional(),
  version: z.string(),
  major: z.number(),
  triple: z.string(),
  banner: z.string(),
  configFiles: z.array(z.string()).exactOptional(),
});

const memorySchema = z.object({
  toolchain: toolchainSchema,
  /** What each watched path was; a folder's own time changes when a name in it appears or goes. */
  watched: z.array(z.tuple([z.string(), z.string()])),
});

/** The remembered toolchain, if nothing that the search looked at has changed since. */
export async function recallSearch(key: readonly string[]): Promise<Toolchain | undefined> {
  const memory = await recall(question(key), memorySchema);
  if (memory === undefined) return undefined;
  const now = await Promise.all(memory.watched.map(([path]) => fingerprint(path)));
  return memory.watched.every(([, then], index) => now[index]?.text === then)
    ? memory.toolchain
    : undefined;
}

/** Stores a result, unless something it depended on changed while the search went on or just before. */
export async function keepSearch(
  key: readonly string[],
  toolchain: Toolchain,
  search: { readonly paths: readonly string[]; readonly startedAt: number },
): Promise<void> {
  const unique = [...new Set(search.paths)];
  const prints = await Promise.all(unique.map(fingerprint));
  if (prints.some((print) => search.startedAt - print.changed < SETTLED)) return;
  const watched = unique.map((path, index) => [path, prints[index]?.text ?? '']);
  await keepAnswer(question(key), { toolchain, watched });
}

function question(key: readonly string[]): Question {
  return ['search', SEARCH_VERSION, ...key];
}

async function fingerprint(path: string): Promise<{ text: string; changed: number }> {
  try {
    const facts = await stat(path);
    // The change time, which packages' unpackers and `touch` cannot set back as they do the modification time.
    return { text: `${facts.ino} ${facts.size} ${facts.ctimeMs}`, changed: facts.ctimeMs };
  } catch {
    return { text: 'absent', changed: 0 };
  }
}
