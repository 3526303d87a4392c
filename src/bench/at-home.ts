// What a program prints of where it is, and of when it was compiled, made the same for two that lie in different places.
import { dirname } from 'node:path';
import type { CapturedStream } from './executor.ts';

/** Programs print where they are, each its own place, and when they were compiled, which variants say alike. */
export function atHome(captured: CapturedStream, from: string, to: string): CapturedStream {
  const { bytes, total } = captured;
  if (total > bytes.length) return captured;
  const byByte = (text: string): string => Buffer.from(text).toString('latin1');
  const before = bytes.toString('latin1');
  const text = before
    .replaceAll(byByte(from), byByte(to))
    .replaceAll(byByte(dirname(from)), byByte(dirname(to)))
    .replaceAll(COMPILED_AT, '<time>');
  if (text === before) return captured;
  const replaced = Buffer.from(text, 'latin1');
  return { ...captured, bytes: replaced, total: replaced.length };
}

/** As `__DATE__` and `__TIME__` have it. */
const COMPILED_AT =
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d{4}\b|\b\d\d:\d\d:\d\d\b/gu;
