// A benchmark's settings as options of `retarget profile`, to be added to a command.
import type { AdvisedSetting } from './check-advice.ts';

interface WrittenCheck {
  readonly output?: string;
  readonly tolerance?: number;
  readonly absolute?: number;
  readonly ignoreLines?: readonly string[];
  readonly files?: readonly string[];
}

interface WrittenMetric {
  readonly pattern: string;
  readonly better: string;
}

/** Nothing where options cannot say it. */
export function settingOptions({ metric, check = {} }: AdvisedSetting): string | undefined {
  const { output, tolerance, absolute, ignoreLines = [], files } = check as WrittenCheck;
  if (files !== undefined) return undefined;
  const words: string[] = [];
  if (metric !== undefined) {
    const { pattern, better } = metric as WrittenMetric;
    words.push(`--metric=${better}:${pattern}`);
  }
  if (output !== undefined) words.push(`--check=${output}`);
  if (tolerance !== undefined) words.push(`--tolerance=${tolerance}`);
  if (absolute !== undefined) words.push(`--absolute=${absolute}`);
  for (const pattern of ignoreLines) words.push(`--ignore-line=${pattern}`);
  return words.map(quoted).join(' ');
}

/** As a POSIX shell reads it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
