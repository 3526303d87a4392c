// Why no code could be generated for a target: IR that was made for a richer CPU calls that CPU's own instructions by intrinsics,
// on which LLVM's code generator gives up for a CPU without them, in words about itself.
import type { Failure } from '../model/failure.ts';
import type { Unit } from '../model/program.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { psabiLevels } from '../host/psabi-levels.ts';
import { intrinsicsLacking } from './messages/compiling.ts';

/** Families of x86 intrinsics whose names are not the feature's; a family that is neither is told by its own name. */
const FEATURES: Readonly<Record<string, string>> = {
  sse41: 'sse4.1',
  sse42: 'sse4.2',
  aesni: 'aes',
  pclmulqdq: 'pclmul',
  vcvtps2ph: 'f16c',
  avx512: 'avx512f',
  rdrand: 'rdrnd',
  sha1rnds4: 'sha',
  sha1nexte: 'sha',
  sha1msg1: 'sha',
  sha1msg2: 'sha',
  sha256rnds2: 'sha',
  sha256msg1: 'sha',
  sha256msg2: 'sha',
};
/** Both are named `bmi`. */
const BMI2 = /^llvm\.x86\.bmi\.(?:pdep|pext|bzhi)/u;

/**
 * @param failure what code generation failed with
 * @param ir what code was generated from
 * @param cpu that bitcode was made for, where it is known
 * @returns a failure that names the instructions; `failure` itself where the target lacks none of those that are called.
 */
export async function intrinsicsFailure(
  { toolchain, signal }: { readonly toolchain: Toolchain; readonly signal: AbortSignal },
  { unit, target, cpu }: { readonly unit: Unit; readonly target: Target; readonly cpu?: string },
  ir: Buffer,
  failure: Failure,
): Promise<Failure> {
  const has = new Set(target.features);
  const called = [...calledIntrinsics(ir)].filter(([feature]) => !has.has(feature));
  const levels = await psabiLevels(toolchain, signal);
  const known = new Set(levels.flatMap(({ features }) => features));
  // A family of another name than its feature's says nothing about the target.
  const lacking = called.filter(([feature]) => known.has(feature) || isFeature(feature));
  const [first] = lacking;
  if (first === undefined) return failure;
  const features = lacking.map(([feature]) => feature);
  const level = levels.find((each) => features.every((one) => each.features.includes(one)));
  const { code, place, details } = failure;
  return {
    code,
    ...intrinsicsLacking({
      ...{ source: unit.source, target: target.name, features, intrinsic: first[1] },
      madeFor: cpu === target.name ? undefined : cpu,
      such: level?.name ?? cpu,
    }),
    ...(place === undefined ? {} : { place }),
    ...(details === undefined ? {} : { details }),
  };
}

/** By feature, the first intrinsic that asks for it. */
function calledIntrinsics(ir: Buffer): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = ''] of ir
    .toString('latin1')
    .matchAll(/^declare .*@(llvm\.(?:x86|aarch64)\.[\w.]+)\(/gmu)) {
    const feature = featureOf(name);
    if (!found.has(feature)) found.set(feature, name);
  }
  return found;
}

function featureOf(intrinsic: string): string {
  const [, arch, family = ''] = intrinsic.split('.');
  if (arch === 'aarch64') return family;
  return BMI2.test(intrinsic) ? 'bmi2' : (FEATURES[family] ?? family);
}

/** Families that bear their feature's name, beyond those of the levels. */
function isFeature(family: string): boolean {
  return /^(?:aes|pclmul|sha|sha512|sm3|sm4|rdrnd|rdseed|sse4a|xop|tbm|fma4|avx\w*|amx\w*|sve|sve2|sme)$/u.test(
    family,
  );
}
