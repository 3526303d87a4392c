// Some of a project's programs, by their names.
import { FailureError } from '../model/failure.ts';
import type { Project } from './project.ts';
import { programUnknown } from './messages/projects.ts';

/** Those of the names that programs of the project have. */
export function namesIn({ programs }: Project, names: readonly string[]): readonly string[] {
  return names.filter((name) => programs.some((program) => program.name === name));
}

/**
 * The project with these programs only, in its own order; all of it without names.
 * @throws {FailureError} `usage` where a name is nobody's
 */
export function onlyNamed(project: Project, names: readonly string[] | undefined): Project {
  if (names === undefined) return project;
  const there = project.programs.map(({ name }) => name);
  const unknown = names.find((name) => !there.includes(name));
  if (unknown !== undefined) throw noSuchProgram(project.directory, unknown, there);
  return {
    ...project,
    programs: project.programs.filter(({ name }) => names.includes(name)),
    warnings: project.warnings.filter(
      ({ program }) => program === undefined || names.includes(program),
    ),
  };
}

export function noSuchProgram(
  directory: string,
  name: string,
  there: readonly string[],
  aside?: string,
): FailureError {
  return new FailureError({
    code: 'usage',
    ...programUnknown({ directory, name, there: [...new Set(there)], aside }),
    place: { file: directory },
  });
}
