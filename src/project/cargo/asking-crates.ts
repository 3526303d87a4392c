// Crates whose source asks by `cfg(target_feature = "...")` what the CPU has: the front end decides that, once for all targets.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pLimit from 'p-limit';

/** Files that are read at once. */
const READERS = 16;
/** `target_feature = "avx2"` in a condition; `#[target_feature(enable = "avx2")]` on a function is kept for every target. */
const ASKS = /^(?!\s*\/\/).*\btarget_feature\s*=\s*"/mu;

/**
 * Those that ask, by the same paths.
 * @param crates paths of the crates' outputs without extension: rustc's list of what it read is beside them.
 * @param directory absolute path that rustc ran in.
 */
export async function askingCrates(
  crates: readonly string[],
  directory: string,
): Promise<string[]> {
  const limit = pLimit(READERS);
  const asking = await Promise.all(
    crates.map(async (crate) => {
      const sources = sourcesIn(await readFile(`${crate}.d`, 'utf8').catch(() => ''));
      const asks = await Promise.all(
        sources.map((source) =>
          limit(async () => {
            const text = await readFile(resolve(directory, source), 'utf8').catch(() => '');
            return text.includes('target_feature') && ASKS.test(text);
          }),
        ),
      );
      return asks.includes(true) ? [crate] : [];
    }),
  );
  return asking.flat();
}

/** Rust sources in a makefile's rules; each is also a rule of its own, with nothing behind the colon. */
function sourcesIn(rules: string): string[] {
  return [...rules.matchAll(/^((?:\\.|[^\\\n])*\.rs):$/gmu)].map(([, path = '']) =>
    path.replace(/\\(.)/gu, '$1'),
  );
}
