// Parts of clang that are packages of their own, known by what a compile or a link cannot find: OpenMP, sanitizers, libc++.
import { runtimePartMissing, type RuntimePart } from './messages/tools.ts';

interface Part {
  readonly missing: RegExp;
  readonly part: RuntimePart;
  /** Debian's and Ubuntu's names, by clang's major version; others name theirs alike. */
  readonly packages: (major: string) => readonly string[];
}

const NOT_FOUND = '(?:cannot find|unable to find library|library not found for) ';
const PARTS: readonly Part[] = [
  {
    missing: new RegExp(`'omp(?:-tools)?\\.h' file not found|${NOT_FOUND}-lomp\\b`, 'u'),
    part: 'openmp',
    packages: (major) => [`libomp-${major}-dev`],
  },
  {
    missing: /(?:cannot find|cannot open|no such file)[^\n]*libclang_rt\./iu,
    part: 'compiler-rt',
    packages: (major) => [`libclang-rt-${major}-dev`],
  },
  {
    missing: new RegExp(`${NOT_FOUND}-lc\\+\\+(?:abi)?\\b`, 'u'),
    part: 'libc++',
    packages: (major) => [`libc++-${major}-dev`, `libc++abi-${major}-dev`],
  },
  {
    missing:
      /'bits\/(?:libc-header-start|c\+\+config)\.h' file not found|skipping incompatible [^\n]*libgcc/u,
    part: '32-bit',
    packages: () => ['gcc-multilib', 'g++-multilib'],
  },
];

/** What to install; nothing where all that is clang's is there. @param stderr of clang or its linker */
export function missingRuntimeHint(stderr: string, major?: number): string | undefined {
  const found = PARTS.find(({ missing }) => missing.test(stderr));
  if (found === undefined) return undefined;
  const { part } = found;
  const packages = found.packages(major === undefined ? 'NN' : String(major));
  return runtimePartMissing({
    part,
    packages,
    isMajorOpen: major === undefined && part !== '32-bit',
  });
}

const RUNTIMES: readonly (readonly [names: RegExp, flag: string])[] = [
  [/^__asan_/u, '-fsanitize=address'],
  [/^__ubsan_/u, '-fsanitize=undefined'],
  [/^__tsan_/u, '-fsanitize=thread'],
  [/^__msan_/u, '-fsanitize=memory'],
  [/^(?:__gcov_|llvm_gcov_|llvm_gcda_)/u, '--coverage'],
  [/^__llvm_profile_/u, '-fprofile-instr-generate'],
  [/^(?:__kmpc_|omp_\w+$)/u, '-fopenmp'],
];

/** The flag by which the driver links what defines a name of a runtime of clang's. */
export function runtimeFlag(symbol: string): string | undefined {
  return RUNTIMES.find(([names]) => names.test(symbol))?.[1];
}
