// What clang's driver tells its inner compiler (`-cc1`) to make an object from IR: that one takes several files at once.
import type { Toolchain } from '../model/toolchain.ts';
import { askClang } from './probe.ts';

/** Stand for the files; no other word of a command line holds them, unless clang makes a name of it. */
export const INNER_IR = '/dev/null';
export const INNER_OBJECT = 'retarget-inner-object';

/**
 * The words in front of the files; undefined where the driver runs more than one tool, or where other files than the object are
 * written or named by it.
 * @param argv of the driver, with `INNER_IR` and `INNER_OBJECT` for its files
 * @throws {FailureError} toolchain-broken.
 */
export async function innerCompile(
  toolchain: Toolchain,
  [clang = toolchain.clang, ...args]: readonly string[],
  directory: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const driver = { ...toolchain, clang };
  const { exitCode, stderr } = await askClang(driver, ['-###', ...args], signal, directory);
  return exitCode === 0 ? parseInnerCompile(stderr) : undefined;
}

/** Output of `clang -###`: each tool on a line of its own, its words in quotes. */
export function parseInnerCompile(output: string): string[] | undefined {
  const [line, ...others] = output.split('\n').filter((each) => each.startsWith(' "'));
  if (line === undefined || others.length > 0) return undefined;
  const [, ...words] = [...line.matchAll(/"((?:\\.|[^"\\])*)"/gu)].map(([, word = '']) =>
    word.replace(/\\(.)/gu, '$1'),
  );
  const files = ['-o', INNER_OBJECT, '-x', 'ir', INNER_IR];
  const front = words.slice(0, -files.length);
  const isPlain =
    front[0] === '-cc1' &&
    front.includes('-emit-obj') &&
    files.every((word, at) => words[front.length + at] === word) &&
    !front.some((word) => word.includes(INNER_OBJECT) || word.includes(INNER_IR));
  return isPlain ? [...front, '-x', 'ir'] : undefined;
}
