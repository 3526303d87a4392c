// A small CMake project in a folder of its own, configured by the real CMake, and read through the project's door.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll } from 'vitest';
import type {
  Benchmark,
  LinkWord,
  PreparedProgram,
  Program,
  Unit,
} from '../../../src/model/program.ts';
import type { Warning } from '../../../src/model/run.ts';
import type { Toolchain } from '../../../src/model/toolchain.ts';
import { QUERY, QUERY_FILE } from '../../../src/kinds/cmake/reply.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { prepareProgram } from '../../../src/project/prepare-program.ts';
import { findToolchain } from '../../../src/toolchain/find-toolchain.ts';
import { TemporaryFolder } from '../../project/temporary-folder.ts';

/** Whether the tools are here; `npm test` installs them where it may. Without them tests of real builds are skipped. */
export const hasCmake = answers('cmake');
export const hasNinja = answers('ninja');
export const hasMake = answers('make');

export interface Found<Of extends Program = Program> {
  readonly program: Of;
  readonly warnings: readonly Warning[];
  /** What was said while tools ran; empty where none did. */
  readonly steps: readonly string[];
}

/** What stands behind "cmake" in retarget.json. */
export type AskedExecutable = { readonly target: string } & Readonly<
  Record<string, string | readonly string[]>
>;

export class CmakeProject extends TemporaryFolder {
  #toolchain: Toolchain | undefined;

  constructor() {
    super();
    beforeAll(async () => {
      this.#toolchain = await findToolchain({});
    });
  }

  /** Several files at once, by their names. */
  async files(texts: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(texts)) await this.write(name, text);
  }

  /** Configures with the real CMake, asking what Retarget asks. @returns the build folder */
  configure(build: string, ...options: readonly string[]): string {
    const folder = join(this.path, build);
    const query = join(folder, QUERY_FILE);
    mkdirSync(dirname(query), { recursive: true });
    writeFileSync(query, JSON.stringify(QUERY));
    return this.configureByHand(build, ...options);
  }

  /** Configures as people do, who ask nothing. @returns the build folder */
  configureByHand(build: string, ...options: readonly string[]): string {
    const folder = join(this.path, build);
    this.cmake('-S', this.path, '-B', folder, ...options);
    return folder;
  }

  /** With the clang that is measured with, unless the options name another compiler. */
  cmake(...args: readonly string[]): void {
    const { clang, clangxx = 'clang++' } = this.toolchain;
    execFileSync('cmake', args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, CC: clang, CXX: clangxx },
    });
  }

  /** One executable, as `"cmake": {...}` in retarget.json names it; tools run where they have to. */
  async executable(cmake: AskedExecutable): Promise<Found<PreparedProgram>> {
    const found = await this.load(cmake);
    const steps: string[] = [];
    const { program, warnings } = await prepareProgram(found.program, {
      toolchain: this.toolchain,
      signal: new AbortController().signal,
      onStep: (message) => steps.push(message),
    });
    return { program, warnings: [...found.warnings, ...warnings], steps };
  }

  /** The same without running anything. */
  async load(cmake: AskedExecutable): Promise<Found> {
    await this.writeConfig({ programs: [{ name: 'it', cmake }] });
    const { programs, warnings } = await loadProject(this.path);
    const [program] = programs;
    if (program === undefined) throw new Error('There is one program.');
    return { program, warnings, steps: [] };
  }

  get toolchain(): Toolchain {
    if (this.#toolchain === undefined) throw new Error('The toolchain is found before each test.');
    return this.#toolchain;
  }
}

/** Sources by their path below a folder. */
export function sourcesOf(units: readonly Unit[], folder: string): string[] {
  return units.map(({ source }) => source.replace(`${folder}/`, ''));
}

export function unitOf(units: readonly Unit[], name: string): Unit {
  const unit = units.find(({ source }) => source.endsWith(`/${name}`));
  if (unit === undefined) throw new Error(`There is no unit ${name}.`);
  return unit;
}

/** A link line in one text, libraries of the project and places of objects in angle brackets. */
export function words(flags: readonly LinkWord[]): string {
  return flags
    .map((word) => {
      if (typeof word === 'string') return word;
      return 'library' in word ? `<${word.library}>` : `<${word.objects} objects>`;
    })
    .join(' ');
}

export function benchmarkNames(benchmarks: readonly Benchmark[]): string[] {
  return benchmarks.map(({ name }) => name);
}

function answers(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
