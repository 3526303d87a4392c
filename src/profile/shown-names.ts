// Files in a sentence: by their last names, the first few of many.
import { basename } from 'node:path';
import { listText } from '../text/list-text.ts';

export const SHOWN_NAMES = 5;

/** @param sources paths; other words stay as they are */
export function names(sources: readonly string[]): string {
  return listText(
    sources.map((source) => basename(source)),
    SHOWN_NAMES,
  );
}
