// Whether the LLVM that was found can read what this project's rustc writes.
import { FailureError } from '../../model/failure.ts';
import type { Warning } from '../../model/run.ts';
import type { Toolchain } from '../../model/toolchain.ts';
import { runCargo } from './run-cargo.ts';
import {
  rustcOfOtherLlvm,
  rustcTooNew,
  rustcTooOld,
  rustcVersionUnknown,
  rustcWithoutLlvm,
} from './messages.ts';

/** The newest Rust whose LLVM is of this major version, for those who stay with an older LLVM. */
const NEWEST_RUST: Readonly<Record<number, string>> = {
  18: '1.81',
  19: '1.86',
  20: '1.90',
  21: '1.94',
};

/** LLVM that takes `-preserve-bc-uselistorder` from rustc, too, and not from its own tools alone: tried from this one on. */
const FIRST_WITH_USE_LISTS = 22;

/** rustc can say by `--print=link-args=FILE` how it links from here on. */
const OLDEST_MINOR = 74;

export interface RustcFacts {
  /** What the user should know where its LLVM is of another version than ours. */
  readonly warnings: readonly Warning[];
  /** Version of its LLVM. */
  readonly llvm: string;
  /** Whether it can keep the order of uses. */
  readonly keepsUseLists: boolean;
  /** The triple that it is built for, which it builds for by itself. */
  readonly host: string;
}

/**
 * @param directory absolute path in the project: a rust-toolchain.toml there chooses the rustc.
 * @throws {FailureError} `bitcode-too-new`, or where rustc is missing, broken or too old.
 */
export async function checkRustcLlvm(
  toolchain: Toolchain,
  directory: string,
  signal: AbortSignal,
): Promise<RustcFacts> {
  const result = await runCargo({ tool: 'rustc', args: ['-vV'], directory, signal });
  const release = /^release: (.+)$/mu.exec(result.stdout)?.[1];
  const llvm = /^LLVM version: (.+)$/mu.exec(result.stdout)?.[1];
  if (result.exitCode !== 0 || release === undefined) {
    throw new FailureError({
      code: 'toolchain-broken',
      ...rustcVersionUnknown(),
      details: result.stderr.trim(),
    });
  }
  const [major = 0, minor = 0] = release.split('.').map(Number);
  if (major === 1 && minor < OLDEST_MINOR) {
    throw new FailureError({
      code: 'toolchain-too-old',
      ...rustcTooOld({ release, oldestMinor: OLDEST_MINOR }),
    });
  }
  const written = Number.parseInt(llvm ?? '', 10);
  if (llvm === undefined || Number.isNaN(written)) {
    throw new FailureError({
      code: 'toolchain-broken',
      ...rustcWithoutLlvm(release),
    });
  }
  if (written > toolchain.major) throw tooNew(toolchain, release, llvm, written);
  const keepsUseLists = written >= FIRST_WITH_USE_LISTS;
  const host = /^host: (.+)$/mu.exec(result.stdout)?.[1] ?? '';
  if (written === toolchain.major) return { warnings: [], llvm, keepsUseLists, host };
  const warnings = [
    {
      code: 'other-compiler' as const,
      message: rustcOfOtherLlvm({ release, llvm, version: toolchain.version }),
    },
  ];
  return { warnings, llvm, keepsUseLists, host };
}

function tooNew(
  toolchain: Toolchain,
  release: string,
  llvm: string,
  written: number,
): FailureError {
  return new FailureError({
    code: 'bitcode-too-new',
    ...rustcTooNew({
      ...{ release, llvm, major: written, version: toolchain.version, own: toolchain.major },
      rust: NEWEST_RUST[toolchain.major],
    }),
  });
}
