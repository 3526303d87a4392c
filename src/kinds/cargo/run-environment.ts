// What a program finds in its environment when cargo runs it. Cargo itself is asked: it gets a runner that prints it and runs nothing.
import { dirname, relative, sep } from 'node:path';
import { chosenTarget, type CargoPreparation } from './chosen-target.ts';
import { cargoEnvironment, runCargo } from './run-cargo.ts';
import type { EnvironmentProblem } from './messages.ts';

export interface BuiltBinary {
  /** Absolute path of what cargo built, below `buildFolder`. */
  readonly executable: string;
  readonly buildFolder: string;
  /** Of this machine, as rustc has it: what cargo builds for where nobody names another. */
  readonly triple: string;
}

/** What the runner prints in front of the environment: programs of cargo's own may have printed before. */
const MARK = 'retarget environment';

/** Raised with each change of the script. */
export const RUNNER_VERSION = 1;

/** What stands in place of the program that `cargo run` and `cargo bench` start. */
export const RUNNER_SCRIPT = `#!/bin/sh
printf '\\000${MARK}\\000'
exec env -0
`;

/** A shell's own, which says nothing of what it was given. */
const OF_SHELL = new Set(['_', 'PWD', 'OLDPWD', 'SHLVL']);

/**
 * The variables that cargo adds to, or changes in, the environment it is run in: its own (CARGO_MANIFEST_DIR, ...), those of
 * \`[env]\` in every config.toml that counts, and the folders that the loader looks in. Or why cargo did not say.
 * @param env what cargo built with: with anything else it would build again
 * @param runner absolute path of `RUNNER_SCRIPT`
 */
export async function runEnvironment(
  preparation: CargoPreparation,
  built: BuiltBinary,
  runner: string,
  request: { readonly env: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<
  { readonly environment: Record<string, string> } | { readonly unknown: EnvironmentProblem }
> {
  const args = questionArgs(preparation);
  if (args === undefined) return { unknown: 'rustc-flags' };
  const env = { ...request.env, [runnerVariable(built)]: runner };
  const directory = dirname(preparation.manifest);
  const given = await cargoEnvironment(env);
  const { signal } = request;
  const result = await runCargo({ tool: 'cargo', args, directory, env, signal });
  const printed = printedBy(result.stdout);
  if (result.exitCode !== 0 || printed === undefined) {
    const [reason] = /^error: .+/mu.exec(result.stderr) ?? [];
    return {
      unknown: {
        command: `cargo ${args[0] ?? ''}`,
        reason: reason?.replace(/^error: |[.:]$/gu, ''),
      },
    };
  }
  const changed = [...printed].filter(
    ([name, value]) => !OF_SHELL.has(name) && given[name] !== value,
  );
  return { environment: Object.fromEntries(changed) };
}

/** Nothing where cargo cannot be asked so. */
function questionArgs(preparation: CargoPreparation): string[] | undefined {
  const { manifest, target, args } = preparation;
  if (args.includes('--')) return undefined;
  const isBench = target.kind === 'bench';
  return [
    ...[isBench ? 'bench' : 'run', '--quiet', '--manifest-path', manifest],
    ...chosenTarget(preparation),
    // It has no `--release`.
    ...(isBench
      ? args.flatMap((word) =>
          /^(?:-r|--release)$/u.test(word) ? ['--profile', 'release'] : [word],
        )
      : args),
  ];
}

/** Cargo's settings may name a runner of the user's own, which a variable for the triple comes before. */
function runnerVariable({ executable, buildFolder, triple }: BuiltBinary): string {
  // `TRIPLE/release/name` where one was asked for, `release/name` where not; benches stand one folder deeper.
  const [first = ''] = relative(buildFolder, executable).split(sep);
  const target = first.split('-').length >= 3 ? first : triple;
  return `CARGO_TARGET_${target.toUpperCase().replaceAll(/[-.]/gu, '_')}_RUNNER`;
}

function printedBy(output: string): Map<string, string> | undefined {
  const pieces = output.split('\0');
  const at = pieces.lastIndexOf(MARK);
  if (at === -1) return undefined;
  return new Map(
    pieces.slice(at + 1).flatMap((piece): [string, string][] => {
      const equals = piece.indexOf('=');
      return equals <= 0 ? [] : [[piece.slice(0, equals), piece.slice(equals + 1)]];
    }),
  );
}
