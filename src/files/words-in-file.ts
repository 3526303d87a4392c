// Which of some words a file's bytes hold: names of symbols and texts alike, whatever its format, stripped or not.
import { openFile } from './read-text.ts';

/** @param enough words are found: no more are looked for. @throws as `readText`; a file may be of any length */
export async function wordsIn(
  file: string,
  words: readonly string[],
  enough = words.length,
): Promise<Set<string>> {
  const left = new Set(words);
  const found = new Set<string>();
  const longest = Math.max(0, ...words.map((word) => word.length));
  let tail = '';
  const handle = await openFile(file);
  for await (const chunk of handle.createReadStream({ highWaterMark: 1024 * 1024 })) {
    const text = tail + (chunk as Buffer).toString('latin1');
    for (const word of left) {
      if (!text.includes(word)) continue;
      found.add(word);
      left.delete(word);
    }
    if (found.size >= enough) break;
    // A word may lie across two pieces.
    tail = text.slice(-longest);
  }
  return found;
}
