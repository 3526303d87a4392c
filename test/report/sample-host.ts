// A realistic host with its toolchain, psABI levels and targets, for tests.
import type { Host } from '../../src/model/host.ts';
import type { Run } from '../../src/model/run.ts';
import type { Target } from '../../src/model/target.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';

const words = (text: string): string[] => text.trim().split(/\s+/).sort();

const V1 = words('cmov cx8 fxsr mmx sse sse2 x87');
const V2 = words(`${V1.join(' ')} crc32 cx16 popcnt sahf sse3 sse4.1 sse4.2 ssse3`);
const V3 = words(`${V2.join(' ')} avx avx2 bmi bmi2 f16c fma lzcnt movbe xsave`);
const V4 = words(`${V3.join(' ')} avx512bw avx512cd avx512dq avx512f avx512vl`);
const ZEN4_MASKED = words('clzero mwaitx pku rdpru wbnoinvd');
const HOST_FEATURES = words(
  `${V4.join(' ')} adx aes avx512bf16 avx512bitalg avx512ifma avx512vbmi avx512vbmi2 avx512vnni avx512vpopcntdq
   clflushopt clwb fsgsbase gfni invpcid pclmul prfchw rdpid rdrnd rdseed sha sse4a vaes vpclmulqdq
   xsavec xsaveopt xsaves`,
);

export const sampleLevels: Run['levels'] = [
  { name: 'x86-64', features: V1 },
  { name: 'x86-64-v2', features: V2 },
  { name: 'x86-64-v3', features: V3 },
  { name: 'x86-64-v4', features: V4 },
];

/** A virtual machine on an AMD EPYC (Zen 4) that hides five features of its processor. */
export const sampleHost: Host = {
  id: '5f2d9c0e7a41b386',
  brand: 'AMD EPYC 9B14',
  vendor: 'AMD',
  arch: 'x86_64',
  os: { platform: 'linux', distribution: 'Debian GNU/Linux 13', kernel: '6.12.0-amd64' },
  cores: { physical: 1, logical: 2 },
  caches: { l1d: 32_768, l1i: 32_768, l2: 1_048_576, l3: 33_554_432 },
  frequency: { base: 2.6 },
  memory: 8_589_934_592,
  virtualisation: 'KVM',
  cpu: 'znver4',
  features: HOST_FEATURES,
  level: 'x86-64-v4',
  notes: [
    {
      code: 'virtual-machine',
      message: 'This host is a virtual machine (KVM): other guests can disturb its times.',
    },
  ],
};

export const sampleToolchain: Toolchain = {
  clang: '/usr/lib/llvm-22/bin/clang',
  clangxx: '/usr/lib/llvm-22/bin/clang++',
  llvmDis: '/usr/lib/llvm-22/bin/llvm-dis',
  llvmObjdump: '/usr/lib/llvm-22/bin/llvm-objdump',
  lld: '/usr/lib/llvm-22/bin/ld.lld',
  version: '22.1.8',
  major: 22,
  triple: 'x86_64-pc-linux-gnu',
  banner: 'Debian clang version 22.1.8',
};

/** One target of each fit; the first is the baseline. */
export const sampleTargets: readonly Target[] = [
  { name: 'x86-64', features: V1, fit: { kind: 'runs' } },
  { name: 'x86-64-v2', features: V2, fit: { kind: 'runs' } },
  { name: 'x86-64-v3', features: V3, fit: { kind: 'runs' } },
  {
    name: 'znver4',
    features: words(`${HOST_FEATURES.join(' ')} ${ZEN4_MASKED.join(' ')}`),
    fit: { kind: 'masked', masked: ZEN4_MASKED },
  },
  {
    name: 'sapphirerapids',
    features: words(`${V4.join(' ')} amx-tile avx512fp16 avxvnni`),
    fit: { kind: 'cannot-run', missing: ['avx512fp16', 'avxvnni'], masked: ['amx-tile'] },
  },
];
