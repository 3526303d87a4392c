// Whether an executable's link line names Google Benchmark, from the system or from the project itself.
import { basename } from 'node:path';
import type { Link } from '../../model/program.ts';

const LIBRARY = /^libbenchmark(?:_main)?d?\.(?:a|so|dylib|\d)/u;

export function usesGoogleBenchmark({ flags }: Pick<Link, 'flags'>): boolean {
  return flags.some((word) =>
    typeof word === 'string'
      ? /^-l(?:benchmark|benchmark_main)$/u.test(word) || LIBRARY.test(basename(word))
      : 'library' in word && LIBRARY.test(word.library),
  );
}
