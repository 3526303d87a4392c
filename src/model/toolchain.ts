// An LLVM installation.

export interface Toolchain {
  /** Absolute paths. */
  readonly clang: string;
  /** Absent only where an installation has no C++ driver beside clang. */
  readonly clangxx?: string;
  readonly llvmDis: string;
  readonly llvmObjdump: string;
  /** Makes the archives of a project's own static libraries; only programs that have some need it. */
  readonly llvmAr?: string;
  /** `ld.lld` (or `ld64.lld`), where installed; without it in a toolchain, clang links by the linker that it takes by itself. */
  readonly lld?: string;
  /** Such as `22.1.8`. */
  readonly version: string;
  readonly major: number;
  /** Default target triple, such as `x86_64-pc-linux-gnu`. */
  readonly triple: string;
  /** First line of `clang --version`, whole: two builds of one version may differ. */
  readonly banner: string;
  /** Absolute paths of the configuration files that this clang reads by itself, where there are any. */
  readonly configFiles?: readonly string[];
}
