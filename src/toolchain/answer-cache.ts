// Answers of the toolchain and facts of the host, kept on disk: one small JSON file per question.
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod';
import { cacheFolder } from '../cache/cache-folder.ts';
import { hashOf } from '../cache/file-hashes.ts';
import { isFit } from '../cache/misplaced.ts';
import { makeFolder } from '../files/make-folder.ts';
import { MOST_WRITTEN, readText } from '../files/read-text.ts';

/** What was asked, and all that its answer depends on; the first word names the file. */
export type Question = readonly [topic: string, ...facts: string[]];

/** The stored answer to exactly this question; absent where there is none, a damaged one, or none that `schema` accepts. */
export async function recall<T>(
  question: Question,
  schema: z.ZodType<T, unknown>,
): Promise<T | undefined> {
  try {
    const text = await readText(fileFor(question));
    const stored = z
      .object({ question: z.array(z.string()), answer: z.unknown(), hash: z.string() })
      .parse(JSON.parse(text));
    if (JSON.stringify(stored.question) !== JSON.stringify(question)) return undefined;
    // A changed byte mostly leaves JSON that looks like an answer.
    if (stored.hash !== hashOf(JSON.stringify(stored.answer))) return undefined;
    return schema.parse(stored.answer);
  } catch {
    // Absent, torn by a power cut, or of another version: asking again mends all three.
    return undefined;
  }
}

/** Stores an answer. A cache that cannot be written costs time later, and is no failure now. */
export async function keepAnswer(question: Question, answer: unknown): Promise<void> {
  const file = fileFor(question);
  try {
    await makeFolder(dirname(file));
    isFit(file, MOST_WRITTEN);
    const hash = hashOf(JSON.stringify(answer));
    await writeFileAtomic(file, JSON.stringify({ question, answer, hash }), { fsync: false });
  } catch {
    return;
  }
}

/** Answers this process has read: several questions of one run come back to the same file. */
const recalled = new Map<string, Promise<unknown>>();
/** Answers that are under way: who asks the same meanwhile waits for them. */
const asked = new Map<string, Promise<unknown>>();

/** The stored answer, or else what `ask` finds, which is stored unless it is undefined. */
export async function remember<T>(
  question: Question,
  schema: z.ZodType<T, unknown>,
  ask: () => Promise<T>,
): Promise<T> {
  const file = fileFor(question);
  const reading = recalled.get(file) ?? recall(question, schema);
  recalled.set(file, reading);
  const known = (await reading) as T | undefined;
  if (known !== undefined) return known;
  for (let other = asked.get(file); other !== undefined; other = asked.get(file)) {
    // Where that one was cancelled or got no answer, the next one asks.
    const answer = (await other.catch(() => undefined)) as T | undefined;
    if (answer !== undefined) return answer;
  }
  const asking = ask();
  asked.set(file, asking);
  try {
    const answer = await asking;
    if (answer !== undefined) await keepAnswer(question, answer);
    return answer;
  } finally {
    // From now on the file knows.
    recalled.delete(file);
    asked.delete(file);
  }
}

function fileFor(question: Question): string {
  const hash = hashOf(JSON.stringify(question)).slice(0, 32);
  return join(cacheFolder(), 'toolchain', `${question[0]}-${hash}.json`);
}
