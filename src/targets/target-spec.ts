// How a target with flags of its own is written: `znver4:-mno-gather` in one word; and which flags a target can have.
import type { TargetSpec } from '../model/target.ts';
import {
  flagActsOnLink,
  flagChangesConventions,
  flagHasSpace,
  flagNamesCpu,
  flagNotOfTarget,
  flagWithoutDash,
  llvmOptionMissing,
  llvmOptionRefused,
  type Complaint,
} from './messages.ts';

/** Flags follow the CPU, each behind a colon; values of flags may hold colons. */
const BEFORE_FLAG = /:(?=-)/u;

/** What a word means: `znver4`, `native:-mno-avx512f`, `znver4:-mno-gather:-mtune=znver3`. */
export function specOf(word: string): TargetSpec {
  const [cpu = '', ...flags] = word.split(BEFORE_FLAG);
  return { name: word, cpu, flags };
}

/** The name of a target that nobody named: the word that `specOf` reads. */
export function specName(cpu: string, flags: readonly string[]): string {
  return [cpu, ...flags].join(':');
}

/** Whether both are the same to a compiler, whatever they are called. */
export function isSameSpec(a: TargetSpec, b: TargetSpec): boolean {
  return a.cpu === b.cpu && a.flags.join('\n') === b.flags.join('\n');
}

/** Choose an ABI, a system or a machine: code of one program, and the libraries that it calls, must agree in these. */
const CONVENTIONS = new RegExp(
  `^-{1,2}m(?:no-)?(?:${[
    '(?:16|32|64|x32|abi|arm|thumb|eabi|llvm|iamcu|sim|mcu|asm|kernel|odule|big-endian|little-endian)',
    '(?:float-abi|soft-float|hard-float|single-float|double-float|double|long-double-.*|fpmath|general-regs-only)',
    '(?:regparm|rtd|ms-bitfields|align-double|stack-alignment|stackrealign|stack-protector-guard.*|red-zone)',
    '(?:macosx?-.*|.*os-version-min|.*simulator-version-min|targetos|linker-version|default-build-attributes)',
    '(?:thread-model|threads|console|windows|dll|unicode|glibc|uclibc|musl|android|constant-cfstrings|pascal-strings)',
    '(?:dynamic-no-pic|pic-data-is-text-relative|cmodel|tls-.*|constructor-aliases|execute-only)',
  ].join('|')})(?:=.*)?$`,
  'u',
);

/** Name the CPU, which a target has already. */
const CPU_WORDS = /^-{1,2}m(?:arch|cpu)(?:=|$)/u;

/** `-mno-gather`, `-mtune=znver3`, `-mrecip=all`. None names a file. */
const MACHINE = /^-m[a-z\d][\w.+-]*(?:=[\w.,:!+-]+)?$/u;

/** Those `-f...` that act on how code is made, and neither on the link nor on what the sources mean to other files. */
const OPTIMISING = new RegExp(
  `^-f(?:no-)?(?:${[
    '(?:tree-)?(?:slp-)?vectorize|unroll-loops|unroll-all-loops|loop-interchange|inline(?:-functions|-hint-functions)?',
    'omit-frame-pointer|strict-aliasing|math-errno|associative-math|reciprocal-math|signed-zeros|trapping-math',
    'rounding-math|honor-nans|honor-infinities|finite-math-only|approx-func|merge-all-constants|jump-tables',
    'builtin|strict-float-cast-overflow|wrapv|plt|split-machine-functions|assume-unique-vtables',
    'strict-vtable-pointers|delete-null-pointer-checks|optimize-sibling-calls|force-emit-vtables|addrsig',
  ].join(
    '|',
  )})$|^-ffp-(?:contract|exception-behavior)=[a-z-]+$|^-finline-max-stacksize=\\d+$|^-falign-(?:functions|loops)(?:=\\d+)?$|^-fno-builtin-\\w+$`,
  'u',
);

/** `-mllvm` takes one more word. Those that load code, write files or print are none of a target's. */
const LLVM_OPTION = /^-{1,2}[a-z][\w-]*(?:=[\w.,+-]+)?$/u;
const LLVM_DOING =
  /load|plugin|file|path|dir|output|print|dump|debug|stats|time|timing|trace|view|graph|dot|record|remark|report|log|help|version|exec|profile|pgo|bisect|verif|crash/u;

/** What is wrong with a target's flags, the first such thing; nothing where clang may be asked about them. */
export function flagComplaint(flags: readonly string[]): Complaint | undefined {
  for (let at = 0; at < flags.length; at++) {
    const flag = flags[at] ?? '';
    if (flag === '-mllvm') {
      const option = flags[++at] ?? '';
      if (LLVM_OPTION.test(option) && !LLVM_DOING.test(option)) continue;
      return option === '' ? llvmOptionMissing() : llvmOptionRefused(option);
    }
    if (CPU_WORDS.test(flag)) return flagNamesCpu(flag);
    if (/\s/u.test(flag)) return flagHasSpace(flag);
    if (CONVENTIONS.test(flag)) return flagChangesConventions(flag);
    if (/^-f(?:no-)?(?:fast-math|unsafe-math-optimizations)$|^-Ofast$/u.test(flag)) {
      return flagActsOnLink(flag);
    }
    if (!MACHINE.test(flag) && !OPTIMISING.test(flag)) {
      return flag.startsWith('-') ? flagNotOfTarget(flag) : flagWithoutDash(flag);
    }
  }
  return undefined;
}
