// What a variant did while it was measured that its numbers do not tell.
import type { Failure } from '../model/failure.ts';
import type { Warning } from '../model/run.ts';
import { variantId, type VariantIdentity } from '../model/variant.ts';
import { variantText } from '../text/variant-text.ts';
import * as say from './messages/samples.ts';
import type { Launcher } from './launcher.ts';

/** Of shared IR's code that does not run as it should, which is no fault of the target's own. */
export function bitcodeWarnings(
  bitcodeOf: ReadonlyMap<VariantIdentity, VariantIdentity>,
  failures: ReadonlyMap<string, Failure>,
): Warning[] {
  return [...bitcodeOf].flatMap(([own, bitcode]): Warning[] => {
    const failure = failures.has(variantId(own)) ? undefined : failures.get(variantId(bitcode));
    if (failure === undefined) return [];
    return [
      {
        code: 'asks-target',
        message: say.shareUnknown({ failure: failure.message }),
        target: own.target,
      },
    ];
  });
}

/** Of processes that executions left running. */
export function leftWarnings(
  contestants: readonly VariantIdentity[],
  { leftProcesses }: Pick<Launcher, 'leftProcesses'>,
): Warning[] {
  return contestants.flatMap((variant): Warning[] => {
    const count = leftProcesses.get(variantId(variant));
    if (count === undefined) return [];
    const message = say.leftProcesses({ variant: variantText(variant), count });
    return [{ code: 'left-processes', alike: 'left', message, target: variant.target }];
  });
}
