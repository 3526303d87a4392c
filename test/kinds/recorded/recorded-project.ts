// A small project of a test's own: recorded through the door that the command uses, loaded as retarget.json names it, built.
import { chmod } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { PreparedProgram, Program, Unit } from '../../../src/model/program.ts';
import type { Warning } from '../../../src/model/run.ts';
import { runProcess } from '../../../src/process/run-process.ts';
import { buildVariants } from '../../../src/profile/build-variants.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { recordBuild } from '../../../src/kinds/recorded/record-build.ts';
import type { RecordOutcome } from '../../../src/kinds/recorded/record-build.ts';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';
import { TemporaryFolder } from '../../project/temporary-folder.ts';
import { prepared } from '../../project/prepared.ts';

export const MAIN = `#include <stdio.h>
int twice(int);
int main(void) { printf("%d\\n", twice(21)); return 0; }
`;
export const TWICE = 'int twice(int x) { return 2 * x; }\n';

/** What `recordScript` runs. */
export const BUILD = ['./build.sh'];

const TARGETS = ['x86-64', 'x86-64-v2'] as const;

export class RecordedProject extends TemporaryFolder {
  async writeAll(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) await this.write(name, text);
  }

  async writeScript(name: string, text: string): Promise<string> {
    const path = await this.write(name, `#!/bin/sh\nset -e\n${text}`);
    await chmod(path, 0o755);
    return path;
  }

  /** Writes a build of these lines, and records it. */
  async recordScript(text: string): Promise<void> {
    await this.writeScript('build.sh', text);
    await this.record(BUILD);
  }

  async record(
    command: readonly string[],
    options: {
      readonly shimsOnly?: boolean;
      readonly signal?: AbortSignal;
      readonly directory?: string;
    } = {},
  ): Promise<RecordOutcome> {
    return recordBuild(
      {
        ...{ project: this.path, command, output: 'kept' },
        directory: join(this.path, options.directory ?? '.'),
      },
      {
        toolchain: await findToolchain(),
        signal: options.signal ?? new AbortController().signal,
        ...(options.shimsOnly === undefined ? {} : { shimsOnly: options.shimsOnly }),
      },
    );
  }

  /** The program as a configuration has it that names this executable. */
  async load(
    executable: string,
    command: readonly string[] = ['make'],
  ): Promise<{ readonly program: Program; readonly warnings: readonly string[] }> {
    await this.writeConfig({ programs: [{ name: 'tried', record: { executable, command } }] });
    const { programs, warnings } = await loadProject(this.path);
    const [program] = programs;
    if (program === undefined) throw new Error('no program');
    return { program, warnings: messages(warnings) };
  }

  /** The same of a build that does not have to be run again. */
  async loadKnown(
    executable: string,
    command?: readonly string[],
  ): Promise<{ readonly program: PreparedProgram; readonly warnings: readonly string[] }> {
    const { program, warnings } = await this.load(executable, command);
    return { program: prepared(program), warnings };
  }

  /** Builds it for two targets, runs both, and gives what each printed; what keeps one from being built is thrown. */
  async buildAndRun(executable: string, command: readonly string[] = ['make']): Promise<string[]> {
    return this.builtAndRun({ record: { executable, command } });
  }

  /** The same of any program, which gets the name `tried`; its variants stay in `this.variants`. */
  async builtAndRun(program: Readonly<Record<string, unknown>>): Promise<string[]> {
    await this.writeConfig({ programs: [{ name: 'tried', ...program }] });
    const built = await buildVariants(
      { paths: [this.path], targets: TARGETS, baseline: TARGETS[0], out: this.variants },
      { signal: new AbortController().signal, onEvent: () => undefined },
    );
    const printed: string[] = [];
    for (const { failure, variants } of built.programs) {
      if (failure !== undefined) throw new Error(JSON.stringify(failure));
      for (const { target, failure: why } of variants) {
        if (why !== undefined) throw new Error(JSON.stringify(why));
        const result = await runProcess({ command: this.variant(target, 'tried'), args: [] });
        printed.push(result.stdout);
      }
    }
    return printed;
  }

  get variants(): string {
    return join(this.path, 'variants');
  }

  /** Absolute path of a file of a target's variant. */
  variant(target: string, file: string): string {
    return join(this.variants, 'tried', target, file);
  }

  /** A source's unit, by the end of its path. */
  unit(units: readonly Unit[], source: string): Unit {
    const found = units.find((unit) => unit.source === join(this.path, source));
    if (found === undefined) throw new Error(`no unit ${source}`);
    return found;
  }
}

export async function clang(): Promise<string> {
  return (await findToolchain()).clang;
}

export async function clangFolder(): Promise<string> {
  return dirname(await clang());
}

/** Of the program itself, by their paths in the project. */
export function sourcesOf({ units = [] }: Program, { path }: RecordedProject): string[] {
  return units.map(({ source }) => relative(path, source));
}

export function messages(warnings: readonly Warning[]): string[] {
  return warnings.map(({ message }) => message);
}
