// What the measuring machine is.

export interface CacheSizes {
  /** Bytes, as reported for one instance (per core for L1 and L2 where the system says so). */
  readonly l1d?: number;
  readonly l1i?: number;
  readonly l2?: number;
  readonly l3?: number;
}

/** Something about the host that a reader of its numbers should know. */
export interface HostNote {
  readonly code: 'name-disagrees' | 'virtual-machine' | 'loader-disagrees' | 'facts-missing';
  /** One whole sentence, for people. */
  readonly message: string;
}

export interface Host {
  /** Equal for two hosts whose times may be compared: hash of brand, features, core counts, memory and virtualisation. */
  readonly id: string;
  /** As the CPU names itself, such as `AMD EPYC 9B14`. */
  readonly brand: string;
  readonly vendor: string;
  /** LLVM's word: `x86_64`, `aarch64`, ... */
  readonly arch: string;
  readonly os: {
    readonly platform: string;
    readonly distribution: string;
    readonly kernel: string;
  };
  readonly cores: { readonly physical: number; readonly logical: number };
  readonly caches: CacheSizes;
  /** GHz, where known. */
  readonly frequency: { readonly base?: number; readonly max?: number };
  /** Bytes. */
  readonly memory: number;
  /** Hypervisor's name, or absent on bare metal. */
  readonly virtualisation?: string;
  /** The toolchain's name for this CPU (`-march=native`), which a virtual machine can get wrong. */
  readonly cpu: string;
  /** The features the toolchain found here, without the `+`, sorted. */
  readonly features: readonly string[];
  /** Highest psABI level whose features are all here; absent off x86-64. */
  readonly level?: string;
  readonly notes: readonly HostNote[];
}
