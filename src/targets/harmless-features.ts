// The features that code generation never uses on its own: only intrinsics, inline assembly or the system do.
// A host without them runs plain code built for a target that has them, once they are switched off. The code is then
// the same, instruction for instruction (a test compares it). A feature that is not here counts as code-generating:
// missing it may fault. So new features are never masked by mistake, and aes-like ones may be added once proven.

/** x86 features, by LLVM's names, each with the reason it is harmless. */
const X86: Readonly<Record<string, string>> = {
  // For the system, not for programs.
  invpcid: 'privileged: flushes address translations',
  pconfig: 'privileged: configures memory encryption',
  wbnoinvd: 'privileged: writes back caches',
  hreset: 'privileged: resets thread-director history',
  sgx: 'enclave set-up by its own intrinsics',
  usermsr: 'model-specific registers, by intrinsics',
  uintr: 'user interrupts, by intrinsics and handlers marked as such',
  enqcmd: 'submits work to devices, by intrinsics',
  lwp: 'profiling, by intrinsics',
  ptwrite: 'writes to a trace, by intrinsics',
  rdpru: 'reads a processor register, by intrinsics',
  pku: 'reads and writes protection keys, by intrinsics',
  shstk:
    'shadow-stack registers, by intrinsics; what -fcf-protection emits are hints that older CPUs skip',
  fsgsbase: 'reads and writes segment bases, by intrinsics',
  // State saving, by intrinsics.
  xsavec: 'saves state, by intrinsics',
  xsaveopt: 'saves state, by intrinsics',
  xsaves: 'privileged: saves state',
  // Waiting and ordering, by intrinsics.
  mwaitx: 'waits for a write, by intrinsics',
  waitpkg: 'waits for a write, by intrinsics',
  serialize: 'orders instruction fetches, by intrinsics',
  // Caches and stores, by intrinsics: an optimiser never chooses them.
  clflushopt: 'flushes a cache line, by intrinsics',
  clwb: 'writes back a cache line, by intrinsics',
  clzero: 'zeroes a cache line, by intrinsics',
  cldemote: 'demotes a cache line, by intrinsics; a hint that older CPUs skip',
  prefetchi: 'prefetches code, by intrinsics; a hint that older CPUs skip',
  movdiri: 'stores around the cache, by intrinsics',
  movdir64b: 'stores around the cache, by intrinsics',
  // Transactions: a compiler cannot choose to make one.
  rtm: 'transactions, by intrinsics',
  tsxldtrk: 'transactions, by intrinsics',
  // Random numbers and the processor's number.
  rdrnd: 'random numbers, by intrinsics',
  rdseed: 'random numbers, by intrinsics',
  rdpid: 'reads the processor number, by intrinsics',
  // Cryptography: whole rounds of a cipher or hash, which no pattern in plain code becomes.
  aes: 'cipher rounds, by intrinsics',
  vaes: 'cipher rounds, by intrinsics',
  kl: 'wrapped cipher keys, by intrinsics',
  widekl: 'wrapped cipher keys, by intrinsics',
  sha: 'hash rounds, by intrinsics',
  sha512: 'hash rounds, by intrinsics',
  sm3: 'hash rounds, by intrinsics',
  sm4: 'cipher rounds, by intrinsics',
  // A pair of masks as a result, which only its intrinsic can express.
  avx512vp2intersect: 'intersects vectors, by intrinsics',
  // Tiles: registers that only their intrinsics touch.
  'amx-tile': 'matrix tiles, by intrinsics',
  'amx-int8': 'matrix tiles, by intrinsics',
  'amx-bf16': 'matrix tiles, by intrinsics',
  'amx-fp16': 'matrix tiles, by intrinsics',
  'amx-fp8': 'matrix tiles, by intrinsics',
  'amx-tf32': 'matrix tiles, by intrinsics',
  'amx-complex': 'matrix tiles, by intrinsics',
  'amx-avx512': 'matrix tiles, by intrinsics',
  'amx-movrs': 'matrix tiles, by intrinsics',
  'amx-transpose': 'matrix tiles, by intrinsics',
};

/** AArch64 features, by LLVM's names, each with the reason it is harmless. */
const AARCH64: Readonly<Record<string, string>> = {
  // Tracing, profiling and debugging: registers and hints.
  ete: 'trace registers',
  trbe: 'trace registers',
  spe: 'profiling registers',
  'spe-eef': 'profiling registers',
  brbe: 'branch-record registers',
  perfmon: 'performance counters, by intrinsics',
  // Error reporting and speculation controls.
  ras: 'error-reporting registers and hints',
  rasv2: 'error-reporting registers',
  predres: 'restricts speculation, by system instructions',
  specres2: 'restricts speculation, by system instructions',
  specrestrict: 'speculation registers',
  ssbs: 'a processor-state bit',
  dit: 'a processor-state bit',
  ccidx: 'cache-description registers',
  // Cache maintenance by instructions of the system's.
  ccpp: 'cleans the cache, by system instructions',
  ccdp: 'cleans the cache, by system instructions',
  // Hints that older CPUs skip.
  bti: 'branch-target hints, which older CPUs skip',
  // How pointer authentication fails, not an instruction.
  fpac: 'how a failed authentication faults',
  // By intrinsics only.
  rand: 'random numbers, by intrinsics',
  mte: 'memory tags, by intrinsics and sanitizers',
  sm4: 'SM3 and SM4 rounds, by intrinsics',
  'sve-sm4': 'SM4 rounds, by intrinsics',
};

/** Why a missing feature is harmless on this architecture (LLVM's word for it); absent where it is not, or nobody has shown it. */
export function harmlessReason(arch: string, feature: string): string | undefined {
  const table = arch === 'x86_64' || /^i\d86$/.test(arch) ? X86 : arch === 'aarch64' ? AARCH64 : {};
  return Object.hasOwn(table, feature) ? table[feature] : undefined;
}

/** All features that are harmless on this architecture. */
export function harmlessFeatures(arch: 'x86_64' | 'aarch64'): readonly string[] {
  return Object.keys(arch === 'x86_64' ? X86 : AARCH64);
}
