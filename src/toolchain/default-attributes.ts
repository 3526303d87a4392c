// The target attributes clang writes on every function when nobody chose a CPU: what a retarget takes away.
import { z } from 'zod';
import { FailureError } from '../model/failure.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { parseTargetAttributes, type TargetAttributes } from './ir-attributes.ts';
import { clangIdentity, compileProbe } from './probe.ts';

const attributesSchema: z.ZodType<TargetAttributes> = z.object({
  targetCpu: z.string().exactOptional(),
  targetFeatures: z.string().exactOptional(),
  tuneCpu: z.string().exactOptional(),
});

/**
 * `target-cpu`, `target-features` and `tune-cpu`, byte for byte, of a function without a target of its own,
 * compiled with these flags. `flags` matter where they choose a target (`--target=`, `-m32`, `-mno-red-zone`);
 * they may name files only by absolute paths.
 * @throws {FailureError} compile-failed where clang refuses the flags; toolchain-broken where it does not run.
 */
export async function defaultAttributes(
  toolchain: Toolchain,
  language: 'c' | 'c++',
  flags: readonly string[] = [],
  signal?: AbortSignal,
): Promise<TargetAttributes> {
  const question = ['defaults', await clangIdentity(toolchain), language, ...flags] as const;
  return remember(question, attributesSchema, async () => {
    const source = `${language === 'c++' ? 'extern "C" ' : ''}void retarget_probe(void) {}\n`;
    const result = await compileProbe(toolchain, { source, language, flags }, signal);
    const attributes =
      'ir' in result ? parseTargetAttributes(result.ir).get('retarget_probe') : undefined;
    if (attributes !== undefined) return attributes;
    throw new FailureError({
      code: 'compile-failed',
      message: `clang ${toolchain.version} does not compile an empty function with ${flags.length === 0 ? 'no flags' : flags.join(' ')}.`,
      hint: 'Take the flag that clang names below out of the program.',
      ...('complaint' in result ? { details: result.complaint.trim() } : {}),
    });
  });
}
