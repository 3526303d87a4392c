// Parts of clang that are packages of their own, known by what a compile or a link cannot find: OpenMP, sanitizers, libc++.

interface Part {
  readonly missing: RegExp;
  readonly what: string;
  /** Debian's and Ubuntu's name, by clang's major version; others name theirs alike. */
  readonly packages: (major: string) => string;
}

const NOT_FOUND = '(?:cannot find|unable to find library|library not found for) ';
const PARTS: readonly Part[] = [
  {
    missing: new RegExp(`'omp(?:-tools)?\\.h' file not found|${NOT_FOUND}-lomp\\b`, 'u'),
    what: 'OpenMP for clang',
    packages: (major) => `libomp-${major}-dev`,
  },
  {
    missing: /(?:cannot find|cannot open|no such file)[^\n]*libclang_rt\./iu,
    what: "clang's runtime for sanitizers, coverage and profiles",
    packages: (major) => `libclang-rt-${major}-dev`,
  },
  {
    missing: new RegExp(`${NOT_FOUND}-lc\\+\\+(?:abi)?\\b`, 'u'),
    what: 'libc++',
    packages: (major) => `libc++-${major}-dev and libc++abi-${major}-dev`,
  },
  {
    missing:
      /'bits\/(?:libc-header-start|c\+\+config)\.h' file not found|skipping incompatible [^\n]*libgcc/u,
    what: 'the libraries and headers that 32-bit programs need (-m32)',
    packages: () => 'gcc-multilib and g++-multilib',
  },
];

/** What to install; nothing where all that is clang's is there. @param stderr of clang or its linker */
export function missingRuntimeHint(stderr: string, major?: number): string | undefined {
  const part = PARTS.find(({ missing }) => missing.test(stderr));
  if (part === undefined) return undefined;
  const packages = part.packages(major === undefined ? 'NN' : String(major));
  return `Install ${part.what}: ${packages} on Debian and Ubuntu, or your system's package for it${packages.includes('-NN') ? " (NN is clang's major version)" : ''}.`;
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
