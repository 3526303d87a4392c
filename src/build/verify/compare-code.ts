// The code of two objects held against each other, function by function: judged once, and kept with the listings of what differs.
import pLimit from 'p-limit';
import { elfData } from '../../binary/elf-data.ts';
import { ArtifactCache, type StoredFile } from '../../cache/artifact-cache.ts';
import type { FunctionDifference } from '../../model/verification.ts';
import { runTool } from '../../process/run-process.ts';
import {
  disassembleObjectArgv,
  parseDisassembly,
  type ListedFunction,
} from '../../toolchain/disassembly.ts';
import type { Builder } from '../builder.ts';
import { codeDifferences, listingText, type DifferentFunction } from './code-difference.ts';
import { listedData } from './listed-data.ts';

/** Both sides' text of what differs. */
export interface CodeListings {
  readonly retargeted: string;
  readonly direct: string;
}

export interface CodeDifference {
  /** The first of them. */
  readonly functions: readonly FunctionDifference[];
  /** How many there are. */
  readonly functionCount: number;
  /** Nothing where the cache has lost them since. */
  readonly listings: () => Promise<CodeListings | undefined>;
}

export type CodeComparison =
  /** @property isRemembered found equal before */
  | { readonly kind: 'equal'; readonly isRemembered: boolean }
  | ({ readonly kind: 'different' } & CodeDifference)
  /** One of them could not be listed, or is too long. */
  | { readonly kind: 'unlisted' };

/** What is kept beside the listings. */
type DifferenceFacts = Pick<CodeDifference, 'functions' | 'functionCount'>;

/** Raised when the same two objects could be judged otherwise. */
const RULES = 2;
/** Functions that are named. */
const MOST_FUNCTIONS = 20;
/** Functions in one listing. */
const MOST_LISTED = 1000;
/** Bytes of all that is listed of an object: eight megabytes of code. */
const LONGEST_LISTING = 128 * 1024 * 1024;

/** Both listings of an object are in memory at once: of this many objects, however many compilers are at work. */
const listing = pLimit(2);

/** @throws the signal's reason. */
export async function compareCode(
  builder: Builder,
  retargeted: StoredFile,
  direct: StoredFile,
): Promise<CodeComparison> {
  const { cache } = builder;
  const pair = [RULES, builder.identity, retargeted.hash, direct.hash];
  const equalKey = ArtifactCache.key('equal-code', pair);
  if ((await builder.lookup(() => cache.noted(equalKey))) !== undefined)
    return { kind: 'equal', isRemembered: true };
  const differentKey = ArtifactCache.key('different-code', pair);
  const known = await builder.lookup(() => cache.find(differentKey, ['direct']));
  if (known !== undefined) {
    return {
      ...{ kind: 'different', ...(known.facts as DifferenceFacts) },
      listings: () => readListings(builder, known, known.others.direct),
    };
  }
  const found = await listing(async () => {
    const ours = await listed(builder, retargeted.path);
    const theirs = ours === undefined ? undefined : await listed(builder, direct.path);
    return ours === undefined || theirs === undefined ? undefined : codeDifferences(ours, theirs);
  });
  if (found === undefined) return { kind: 'unlisted' };
  // A cache that cannot be written only means another comparison next time.
  if (found.length === 0) {
    await cache.note(equalKey, true).catch(() => undefined);
    return { kind: 'equal', isRemembered: false };
  }
  const facts: DifferenceFacts = {
    functions: found.slice(0, MOST_FUNCTIONS).map(({ difference }) => difference),
    functionCount: found.length,
  };
  const texts = listingsOf(found);
  const outputs = { direct: Buffer.from(texts.direct) };
  await cache
    .put(differentKey, Buffer.from(texts.retargeted), facts, outputs)
    .catch(() => undefined);
  return { kind: 'different', ...facts, listings: () => Promise.resolve(texts) };
}

async function readListings(
  { cache }: Builder,
  retargeted: StoredFile,
  direct: StoredFile,
): Promise<CodeListings | undefined> {
  const [ours, theirs] = [await cache.read(retargeted), await cache.read(direct)];
  if (ours === undefined || theirs === undefined) return undefined;
  return { retargeted: ours.toString('utf8'), direct: theirs.toString('utf8') };
}

function listingsOf(functions: readonly DifferentFunction[]): CodeListings {
  const shown = functions.slice(0, MOST_LISTED);
  return {
    retargeted: listingText(shown.map(({ retargeted }) => retargeted)),
    direct: listingText(shown.map(({ direct }) => direct)),
  };
}

/** Nothing where it cannot be listed. @throws the signal's reason. */
async function listed(builder: Builder, object: string): Promise<ListedFunction[] | undefined> {
  const [command = '', ...args] = disassembleObjectArgv(builder.toolchain, object);
  const result = await runTool({
    ...{ command, args, signal: builder.signal, maxOutput: LONGEST_LISTING },
  });
  if (result.exitCode !== 0 || result.truncated) return undefined;
  // Of other formats than ELF only code is read.
  const data = listedData((await elfData(object)) ?? []);
  return [...parseDisassembly(result.stdout), ...data];
}
