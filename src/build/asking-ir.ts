// What a source's IR tells of decisions by the CPU that clang's front end takes itself, without any word in the source.

/** Half floats by type, wherever a type can stand. */
const HALF = /(?<=[\s(,<[{])(?:half|bfloat)(?=[\s,)>\]}*])/gu;

const VECTOR = /<(\d+) x (?:i(\d+)|(half|bfloat)|(float)|\w+)>/gu;

/** 16 bytes at once: by a call of the library where the CPU has no instruction for it (cmpxchg16b), or may have none. */
const LARGE_ATOMIC = /@__atomic_(?:\w+_16\(|\w+\(i\d+ (?:\w+ )*16[,)])/u;

/** `#pragma omp declare simd aligned(p)`: versions of a function by the names of their parameters, with the alignment. */
const ALIGNED_VERSION = /"_ZGV[^_"]*a\d/u;

/**
 * Whether the front end itself may decide by the CPU: how vectors of 256 bits and more are passed (to functions of other files,
 * and within structures, too), whether half floats are computed as such or widened, whether atomics of 16 bytes are
 * instructions or calls, and which alignment OpenMP means where `aligned` names none. Macros are not seen here.
 */
export function frontEndAsks(ir: Buffer): boolean {
  const text = ir.toString('latin1');
  return (
    holdsHalf(text) ||
    holdsWideVector(text) ||
    LARGE_ATOMIC.test(text) ||
    ALIGNED_VERSION.test(text) ||
    // Both are what `#pragma omp simd aligned(p)` leaves; others leave one of them.
    (text.includes('[ "align"(') && text.includes('"llvm.loop.vectorize.enable"'))
  );
}

function holdsHalf(text: string): boolean {
  for (const { index } of text.matchAll(HALF)) {
    const before = text.slice(text.lastIndexOf('\n', index) + 1, index);
    // Within quotes it is a word of the user's.
    if ((before.split('"').length - 1) % 2 === 0) return true;
  }
  return false;
}

function holdsWideVector(text: string): boolean {
  for (const [, count, bits, isHalf, isFloat] of text.matchAll(VECTOR)) {
    const each = bits === undefined ? (isHalf ? 16 : isFloat ? 32 : 64) : Number(bits);
    if (Number(count) * each >= 256) return true;
  }
  return false;
}
