// Which build diagnostics stand now: those of each project's last build, until the next one.
import type { Diagnostic } from 'vscode-languageserver/node';
import type { ProgramResult, Run } from '../../model/run.ts';
import type { ServerContext } from '../server-context.ts';
import { buildDiagnostics } from './build-diagnostics.ts';
import type { FileDiagnostics } from './build-diagnostics.ts';

export class BuildBoard {
  readonly #context: Pick<ServerContext, 'diagnostics' | 'log'>;
  /** By project, then by program. */
  readonly #projects = new Map<string, Map<string, FileDiagnostics>>();
  #queue: Promise<void> = Promise.resolve();

  constructor(context: Pick<ServerContext, 'diagnostics' | 'log'>) {
    this.#context = context;
  }

  /** A new build of the project: what is no program of it any more has nothing to say. */
  started(run: Run): void {
    this.#then(() => {
      const names = new Set(run.programs.map(({ name }) => name));
      const programs = this.#programsOf(run.project);
      for (const name of [...programs.keys()]) {
        if (!names.has(name)) this.#replace(run.project, name, new Map());
      }
      return Promise.resolve();
    });
  }

  built(run: Run, program: ProgramResult): void {
    this.#then(async () => {
      this.#replace(run.project, program.name, await buildDiagnostics(run.project, program));
    });
  }

  /** Resolves once everything that was built is shown. */
  settled(): Promise<void> {
    return this.#queue;
  }

  #then(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((error: unknown) => {
      this.#context.log.error(`Build diagnostics: ${String(error)}`);
    });
  }

  #programsOf(project: string): Map<string, FileDiagnostics> {
    const programs = this.#projects.get(project) ?? new Map<string, FileDiagnostics>();
    this.#projects.set(project, programs);
    return programs;
  }

  #replace(project: string, program: string, found: FileDiagnostics): void {
    const programs = this.#programsOf(project);
    const before = programs.get(program) ?? new Map<string, readonly Diagnostic[]>();
    if (found.size === 0) programs.delete(program);
    else programs.set(program, found);
    const origin = JSON.stringify([project, program]);
    for (const path of new Set([...before.keys(), ...found.keys()])) {
      this.#context.diagnostics.set(origin, path, found.get(path) ?? []);
    }
  }
}
