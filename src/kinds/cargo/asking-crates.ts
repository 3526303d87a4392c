// Crates whose source asks what the CPU has, by `cfg(target_feature = "...")` or by `is_x86_feature_detected!`: the front end decides
// the first, and whether the second is left to the run, once for all targets.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pLimit from 'p-limit';
import type { Crate } from '../../model/program.ts';

/** Files that are read at once. */
const READERS = 16;
/** `target_feature = "avx2"` in a condition; `#[target_feature(enable = "avx2")]` on a function is kept for every target. */
const ASKS = /^(?!\s*\/\/).*\btarget_feature\s*=\s*"/mu;

const DETECTS = /^(?!\s*\/\/).*\bis_\w+_feature_detected!/mu;

export type Asks = NonNullable<Crate['asks']>;

/**
 * How those ask that do, by the same paths.
 * @param crates paths of the crates' outputs without extension: rustc's list of what it read is beside them.
 * @param directory absolute path that rustc ran in.
 */
export async function askingCrates(
  crates: readonly string[],
  directory: string,
): Promise<Map<string, Asks>> {
  const limit = pLimit(READERS);
  const asking = await Promise.all(
    crates.map(async (crate) => {
      const sources = sourcesIn(await readFile(`${crate}.d`, 'utf8').catch(() => ''));
      const asks = await Promise.all(
        sources.map((source) =>
          limit(async () => {
            const text = await readFile(resolve(directory, source), 'utf8').catch(() => '');
            return asksBy(text);
          }),
        ),
      );
      const how = (['condition', 'detection'] as const).find((each) => asks.includes(each));
      return how === undefined ? [] : [[crate, how] as const];
    }),
  );
  return new Map(asking.flat());
}

function asksBy(text: string): Asks | undefined {
  if (text.includes('target_feature') && ASKS.test(text)) return 'condition';
  return text.includes('_feature_detected!') && DETECTS.test(text) ? 'detection' : undefined;
}

/** Rust sources in a makefile's rules; each is also a rule of its own, with nothing behind the colon. */
function sourcesIn(rules: string): string[] {
  return [...rules.matchAll(/^((?:\\.|[^\\\n])*\.rs):$/gmu)].map(([, path = '']) =>
    path.replace(/\\(.)/gu, '$1'),
  );
}
