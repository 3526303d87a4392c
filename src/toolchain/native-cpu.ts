// The CPU that the toolchain finds in this machine.
import * as z from 'zod';
import { NATIVE, type Cpu } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { remember } from './answer-cache.ts';
import { enabledFeatures, parseTargetAttributes } from './ir-attributes.ts';
import { cpuIdentity } from './machine-identity.ts';
import { brokenClang, clangIdentity, compileProbe } from './probe.ts';
import { cpuFlag } from './target-flags.ts';

const cpuSchema = z.object({ name: z.string(), features: z.array(z.string()) });

/**
 * What `-march=native` (`-mcpu=native`) means here: clang's name for the CPU, which in a virtual machine can be
 * the wrong one, and the features that are really there.
 */
export async function nativeCpu(toolchain: Toolchain, signal?: AbortSignal): Promise<Cpu> {
  const identity = [await clangIdentity(toolchain), await cpuIdentity(signal)];
  return remember(['native', ...identity], cpuSchema, async () => {
    const result = await compileProbe(
      toolchain,
      { source: 'void probe(void) {}\n', language: 'c', flags: [cpuFlag(toolchain, NATIVE)] },
      signal,
    );
    if ('complaint' in result) {
      throw brokenClang(toolchain, 'native-unknown', result.complaint);
    }
    const attributes = parseTargetAttributes(result.ir).get('probe');
    return {
      name: attributes?.cpu ?? 'generic',
      features: enabledFeatures(attributes?.features),
    };
  });
}
