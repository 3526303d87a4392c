// Which of a user's flags a retarget cannot keep, and why: one table, read from its top; what no rule names is kept.
import type { RemovedFlag } from '../model/program.ts';
import { DRIVER_WRITES, INNER_WRITES, LINKER_WRITES, LLVM_WRITES } from './written-files.ts';

/** The step a command line is cleaned for. */
export type FlagPurpose = 'compile' | 'link';

interface FlagRule {
  readonly verdict: RemovedFlag['reason'] | 'keep';
  readonly pattern: RegExp;
  /** Steps the rule acts on; all without it. */
  readonly only?: readonly FlagPurpose[];
}

// -m flags that choose an ABI, a mitigation, a format or a tuning habit rather than a CPU's features. Every other -m is a feature.
const KEPT_MACHINE_FLAGS = [
  '(?:16|32|64|x32|llvm|mlir|abi|cmodel|arm|thumb|eabi|tls-size|tls-dialect|long-double-\\d+|double|regparm|rtd|asm|fpmath)',
  '(?:float-abi|soft-float|hard-float|single-float|double-float|big-endian|little-endian|general-regs-only|iamcu|sim|mcu)',
  '(?:branch-protection|sign-return-address|harden-sls|function-return|indirect-branch-cs-prefix|guard|speculative-load-hardening)',
  '(?:lvi-cfi|lvi-hardening|seses|retpoline|retpoline-external-thunk|cf-branch-label-scheme|branches-within-32B-boundaries)',
  '(?:align-branch|align-branch-boundary|pad-max-prefix-size|red-zone|stackrealign|stack-alignment|stack-probe-size|stack-arg-probe)',
  '(?:stack-protector-guard(?:-offset|-reg|-symbol)?|omit-leaf-frame-pointer|implicit-float|prefer-vector-width|recip|daz-ftz)',
  '(?:relax|relax-all|global-merge|fentry|nop-mcount|record-mcount|skip-rax-setup|tls-direct-seg-refs|ms-bitfields|align-double)',
  '(?:large-data-threshold|pic-data-is-text-relative|constructor-aliases|dynamic-no-pic|kernel|long-calls|outline|outline-atomics)',
  '(?:strict-align|scalar-strict-align|vector-strict-align|unaligned-access|unaligned-symbols|save-restore|gather|scatter|vzeroupper)',
  '(?:macosx?-version-min|(?:iphone|i|tv|watch|appletv)os-version-min|(?:iphone|ios-|tvos-|watchos-|appletv|watch)simulator-version-min)',
  '(?:targetos|linker-version|incremental-linker-compatible|default-build-attributes|thread-model|console|windows|dll|threads|unicode)',
  '(?:constant-cfstrings|pascal-strings|warn-nonportable-cfstrings|align-functions|align-jumps|align-loops|ieee-fp|inline-all-stringops)',
  '(?:ultiply_defined|ultiply_defined_unused|ulti_module|implicit-it|glibc|uclibc|sse2avx|fancy-math-387)',
];

// GCC's own: clang ends with "unknown argument" at each of these.
const GCC_ONLY = [
  '-f(?:no-)?analyzer(?:-.*)?',
  '-f(?:no-)?(?:conserve-stack|allow-store-data-races|var-tracking(?:-.*)?|ipa-.*|ira-.*|sched-.*|gimple|gnu-unique|gcse-lm)',
  '-f(?:no-)?tree-(?!vectorize|slp-vectorize|ter|vrp|salias).*',
  '-f(?:no-)?(?:dump-.*|opt-info.*|callgraph-info.*|mem-report.*|checking.*|compare-debug|canonical-system-headers|working-directory)',
  '-f(?:no-)?(?:partial-inlining|early-inlining|indirect-inlining|code-hoisting|crossjumping|cprop-registers|dce|dse|forward-propagate)',
  '-f(?:no-)?(?:peephole2?|predictive-commoning|reorder-functions|reorder-blocks-and-partition|section-anchors|shrink-wrap.*|split-.*-types.*)',
  '-f(?:no-)?(?:split-loops|split-paths|stack-check|stack-reuse.*|store-merging|strict-volatile-bitfields|thread-jumps|toplevel-reorder)',
  '-f(?:no-)?(?:graphite.*|loop-nest-optimize|loop-parallelize-all|loop-block|loop-strip-mine|loop-unroll-and-jam|if-conversion2?)',
  '-f(?:no-)?(?:isolate-erroneous-paths.*|hoist-adjacent-loads|lifetime-dse|live-patching|live-range-shrinkage|printf-return-value)',
  '-f(?:no-)?(?:concepts-ts|modules-ts|implicit-constexpr|nothrow-opt|sync-libcalls|trampolines|unconstrained-commons|plan9-extensions)',
  '-f(?:no-)?(?:harden-compares|harden-conditional-branches|profile-partial-training|profile-reorder-functions|profile-abs-path)',
  '-f(?:vect-cost-model|simd-cost-model|lifetime-dse|live-patching|stack-check|sso-struct|profile-reproducible|diagnostics-path-format)=.*',
  '-f(?:track-macro-expansion|diagnostics-plain-output|diagnostics-urls|diagnostics-column-unit|module-mapper|inline-limit-).*',
  '-m(?:no-)?(?:accumulate-outgoing-args|push-args|8bit-idiv|96bit-long-double|128bit-long-double|call-ms2sysv-xlogues|cld|force-drap)',
  '-m(?:no-)?(?:align-stringops|inline-stringops-dynamically|manual-endbr|direct-extern-access|indirect-branch-register|record-return)',
  '-m(?:branch-cost|preferred-stack-boundary|incoming-stack-boundary|indirect-branch|memcpy-strategy|memset-strategy|stringop-strategy)=.*',
  '-m(?:move-max|store-max|veclibabi|align-data|instrument-return|fentry-name|fentry-section|dump-tune-features|needed).*',
];

function whole(alternatives: readonly string[], before = '', behind = ''): RegExp {
  return new RegExp(`^${before}(?:${alternatives.join('|')})${behind}$`, 'u');
}

/** Rules for options of the driver. */
export const FLAG_RULES: readonly FlagRule[] = [
  { verdict: 'dependency-file', pattern: /^--?module-dependency-dir$/u },

  // Targets.
  { verdict: 'unsupported', pattern: whole(GCC_ONLY) },
  { verdict: 'target', pattern: /^-{1,2}m(?:arch|cpu|tune)(?:=|$)/u },
  { verdict: 'keep', pattern: whole(KEPT_MACHINE_FLAGS, '-{1,2}m(?:no-)?', '(?:=.*)?') },
  { verdict: 'target', pattern: /^-{1,2}m/u },

  // Link-time optimisation: one object at a time is what a retarget makes, and these need the whole program.
  { verdict: 'lto', pattern: /^-flto(?:=|-|$)/u },
  { verdict: 'lto', pattern: /^-f(?:no-)?(?:fat-lto-objects|use-linker-plugin)$/u },
  { verdict: 'lto', pattern: /^-f(?:whole-program|whole-program-vtables|split-lto-unit)$/u },
  { verdict: 'lto', pattern: /^-f(?:unified-lto|virtual-function-elimination)$/u },
  {
    verdict: 'lto',
    pattern: /^-f(?:thinlto-|thin-link-bitcode=|sanitize=cfi[\w-]*$|sanitize-cfi-)/u,
  },

  // Dependency files.
  { verdict: 'dependency-file', pattern: /^-M(?:[DFGJMPQTV].*|MD)?$/u },
  { verdict: 'dependency-file', pattern: /^-Wp,-M/u },
  { verdict: 'dependency-file', pattern: /^--(?:user-|write-user-)?dependencies$/u },
  {
    verdict: 'dependency-file',
    pattern: /^--?(?:write-dependencies|dependency-file|dependency-dot)/u,
  },
  { verdict: 'dependency-file', pattern: /^--?gen-cdb-fragment-path$/u },

  // What is done.
  {
    verdict: 'action',
    pattern: /^-(?:c|S|E|###|dM|dD|dI|fsyntax-only|emit-.*|rewrite-.*)$/u,
  },
  {
    verdict: 'action',
    pattern: /^--(?:compile|assemble|preprocess|precompile|analyze|version|help|emit-.*)$/u,
  },
  { verdict: 'action', pattern: /^-(?:verify-pch|extract-api|module-file-info|fdriver-only)$/u },
  {
    verdict: 'action',
    pattern: /^--?(?:analyzer-.*|Xanalyzer|print-.*|dumpversion|dumpmachine)$/u,
  },

  // What is written besides.
  { verdict: 'output', pattern: DRIVER_WRITES },

  // Words for the linker on a line that compiles: clang warns of each, which -Werror makes an error.
  { verdict: 'action', pattern: /^-(?:l|L|Wl,|fuse-ld=)/u, only: ['compile'] },
  {
    verdict: 'action',
    pattern: /^--(?:ld-path=|library-directory|for-linker)/u,
    only: ['compile'],
  },
  {
    verdict: 'action',
    pattern: /^-(?:Xlinker|framework|rdynamic|shared|static|static-pie|pie|no-pie|s|rpath|z)$/u,
    only: ['compile'],
  },
  { verdict: 'action', pattern: /^-(?:static|shared)-lib.*$/u, only: ['compile'] },

  // What it finds was judged by the compiler the code was written for; no other flag takes the errors back.
  { verdict: 'diagnostics', pattern: /^-{1,2}pedantic-errors$/u },

  { verdict: 'unsupported', pattern: /^-fembed-bitcode/u },
  { verdict: 'unsupported', pattern: /^-(?:wrapper|specs)(?:=|$)/u },
];

/** Rules for what goes to clang's inner compiler through -Xclang. */
export const CC1_RULES: readonly FlagRule[] = [
  {
    verdict: 'target',
    pattern: /^-(?:target-cpu|tune-cpu|target-feature)$/u,
  },
  { verdict: 'lto', pattern: /^-flto/u },
  { verdict: 'output', pattern: INNER_WRITES },
  {
    verdict: 'action',
    pattern:
      /^-(?:emit-(?!llvm-uselists).*|disable-llvm-passes|S|E|Eonly|analyze|ast-.*|dump-.*|templight-dump|fixit.*|rewrite-.*)$/u,
  },
  {
    verdict: 'action',
    pattern: /^-(?:print-(?:preamble|ivar|dependency|decl).*|code-completion-.*|init-only)$/u,
  },
];

/** Rules for what goes to LLVM through -mllvm. */
export const LLVM_RULES: readonly FlagRule[] = [{ verdict: 'output', pattern: LLVM_WRITES }];

/** Rules for what goes to the linker through -Wl and -Xlinker. */
export const LINKER_RULES: readonly FlagRule[] = [
  { verdict: 'lto', pattern: /^-{1,2}(?:(?:plugin(?:-opt)?|mllvm)(?:=|$)|lto-|thinlto-|flto)/u },
  { verdict: 'output', pattern: LINKER_WRITES },
];

/** What becomes of a flag: the first rule that names it decides. */
export function judgeFlag(
  rules: readonly FlagRule[],
  flag: string,
  purpose: FlagPurpose,
): FlagRule['verdict'] {
  const rule = rules.find(
    ({ pattern, only }) => (only === undefined || only.includes(purpose)) && pattern.test(flag),
  );
  return rule?.verdict ?? 'keep';
}
