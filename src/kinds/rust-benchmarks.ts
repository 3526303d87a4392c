// Where a Rust source has benchmarks of Criterion, divan or Rust's own harness, and what each is called: by its text alone.
import type { NamedBenchmark } from './find-benchmarks.ts';

const MOST = 500;

/** An attribute of divan or of Rust's own harness, and the function behind it with whatever other attributes between. */
const ATTRIBUTE =
  /#\[\s*(?<path>(?:divan\s*::\s*)?bench)\b(?<options>(?:[^[\]"]|"[^"]*"|\[[^\]]*\])*)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?(?:async\s+)?fn\s+(?<name>[A-Za-z_]\w*)/gu;

/** A call that begins a benchmark or a group, where its name is a text. */
const CALL =
  /(?<on>[A-Za-z_]\w*)\s*\.\s*(?<call>bench_function|bench_with_input|benchmark_group)\s*\(\s*(?:(?:criterion\s*::\s*)?BenchmarkId\s*::\s*new\s*\(\s*)?"(?<name>(?:[^"\\\n]|\\.)*)"/gu;

/** Offset of the word `main` where the source defines it outside of everything, as it is formatted. */
export function findRustMain(source: string): number | undefined {
  const match = /^(?:pub\s+)?(?:async\s+)?fn\s+(?=main\s*\()/mu.exec(withoutComments(source));
  return match === null ? undefined : match.index + match[0].length;
}

/** In their order. */
export function benchmarksInRust(source: string): readonly NamedBenchmark[] {
  if (!/\bbench/u.test(source)) return [];
  const code = withoutComments(source);
  return [...attributes(code), ...calls(code)]
    .sort((left, right) => left.at - right.at)
    .slice(0, MOST);
}

function attributes(code: string): NamedBenchmark[] {
  return [...code.matchAll(ATTRIBUTE)].map(({ 0: whole, index, groups = {} }) => {
    const { name: fn = '', options = '' } = groups;
    // divan shows a function under the name that it is given.
    const [, given] = /\bname\s*=\s*"([^"\\\n]*)"/u.exec(options) ?? [];
    return { name: given ?? fn, at: index, length: whole.indexOf(options) + options.length + 1 };
  });
}

/** Those of a group have its name in front. */
function calls(code: string): NamedBenchmark[] {
  const groups = new Map<string, string>();
  return [...code.matchAll(CALL)].map(({ index, groups: parts = {} }) => {
    const { on = '', call = '', name = '' } = parts;
    const at = code.indexOf(call, index);
    const text = name.replaceAll(/\\(.)/gu, '$1');
    if (call === 'benchmark_group') {
      const [, variable] =
        /let\s+(?:mut\s+)?([A-Za-z_]\w*)[^;=]*=\s*$/u.exec(
          code.slice(Math.max(0, index - 200), index),
        ) ?? [];
      if (variable !== undefined) groups.set(variable, text);
      return { name: text, at, length: call.length };
    }
    const group = groups.get(on);
    return { name: group === undefined ? text : `${group}/${text}`, at, length: call.length };
  });
}

/** Comments made blank; strings stay, since names stand in them. */
function withoutComments(source: string): string {
  return source.replace(
    /r(?<marks>#*)"[^]*?"\k<marks>|"(?:\\[^]|[^"\\])*"|\/\/[^\n]*|\/\*[^]*?\*\//gu,
    (text) => (text.startsWith('/') ? text.replace(/[^\n]/gu, ' ') : text),
  );
}
