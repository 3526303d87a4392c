// What clang writes on a unit's functions where it is compiled for a target: asked once for each set of flags that could matter.
import type { Unit } from '../model/program.ts';
import type { Target } from '../model/target.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { defaultAttributes } from '../toolchain/default-attributes.ts';
import type { TargetAttributes } from '../toolchain/ir-attributes.ts';
import { withTarget } from '../toolchain/target-flags.ts';

export class AttributesOfTargets {
  readonly #toolchain: Toolchain;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<TargetAttributes>>();

  constructor(toolchain: Toolchain, signal: AbortSignal) {
    this.#toolchain = toolchain;
    this.#signal = signal;
  }

  /** @throws {FailureError} compile-failed where clang refuses the unit's flags. */
  of(unit: Unit, target: Target): Promise<TargetAttributes> {
    const { directory } = unit;
    const language = unit.language === 'c++' ? 'c++' : 'c';
    const flags = withTarget(this.#toolchain, unit.flags, target);
    const key = JSON.stringify([language, flags]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const asked = defaultAttributes(this.#toolchain, {
      ...{ language, flags, directory, signal: this.#signal },
    });
    this.#known.set(key, asked);
    return asked;
  }
}
