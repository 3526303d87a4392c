// The target attributes clang writes on every function when nobody chose a CPU: what a retarget takes away.
import * as z from 'zod';
import { attributeFlags } from '../flags/question-flags.ts';
import { FailureError } from '../model/failure.ts';
import { NATIVE } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { parseTargetAttributes, type TargetAttributes } from './ir-attributes.ts';
import { cpuIdentity } from './machine-identity.ts';
import { clangIdentity, compileProbe } from './probe.ts';
import { refusalHint } from './clang-refusals.ts';
import { emptyFunctionRefused } from './messages/tools.ts';

// JSON drops what is undefined.
const attributesSchema = z
  .object({
    cpu: z.string().optional(),
    features: z.string().optional(),
    tune: z.string().optional(),
  })
  .transform(({ cpu, features, tune }): TargetAttributes => ({ cpu, features, tune }));

export interface DefaultsOptions {
  /** Default `c`. */
  readonly language?: 'c' | 'c++';
  /** The unit's own flags: some choose a target (`--target=`, `-m32`). */
  readonly flags?: readonly string[];
  /** Absolute path that relative paths in `flags` start from. */
  readonly directory?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * `target-cpu`, `target-features` and `tune-cpu`, byte for byte, that clang writes on a function without a target
 * of its own.
 * @throws {FailureError} compile-failed where clang refuses the flags; toolchain-broken where it does not run.
 */
export async function defaultAttributes(
  toolchain: Toolchain,
  options: DefaultsOptions = {},
): Promise<TargetAttributes> {
  const language = options.language ?? 'c';
  const flags = attributeFlags(options.flags ?? []);
  const identity = [await clangIdentity(toolchain), ...(await hostIdentity(flags, options.signal))];
  const question = ['defaults', ...identity, language, ...flags] as const;
  return remember(question, attributesSchema, async () => {
    const source = `${language === 'c++' ? 'extern "C" ' : ''}void retarget_probe(void) {}\n`;
    const result = await compileProbe(
      toolchain,
      {
        source,
        language,
        flags,
        ...(options.directory === undefined ? {} : { directory: options.directory }),
      },
      options.signal,
    );
    const attributes =
      'ir' in result ? parseTargetAttributes(result.ir).get('retarget_probe') : undefined;
    if (attributes !== undefined) return attributes;
    const words = emptyFunctionRefused({ version: toolchain.version, flags });
    const known = 'complaint' in result ? refusalHint(result.complaint) : undefined;
    throw new FailureError({
      code: 'compile-failed',
      ...words,
      ...known,
      ...('complaint' in result ? { details: result.complaint.trim() } : {}),
    });
  });
}

/** `native` is another CPU on another machine. */
async function hostIdentity(
  flags: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  return flags.some((flag) => flag.endsWith(`=${NATIVE}`)) ? [await cpuIdentity(signal)] : [];
}
