// Ways to run a program that whoever asks for the profile names, in place of those that the project knows.
import { FailureError } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { GivenWay } from '../model/request.ts';
import { defaultBenchmark } from '../config/benchmarks.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { splitCommand } from '../flags/command-line.ts';
import { quoteCommand } from '../text/argv-text.ts';
import type { Project } from '../project/project.ts';
import { shellComplaint } from '../flags/shell-words.ts';
import { writtenWay } from './given-way.ts';
import { nameOrArgument, nameTwice, shellInArguments } from './messages/given.ts';
import { argumentsForSeveral } from './messages/runs.ts';

/**
 * The project with one benchmark for each of the texts: its words are the arguments.
 * @param given such as `-9 -c data.bin`, quoted as on a command line, or `small=-9 a.bin` with a name; nothing in it is
 * expanded
 * @throws {FailureError} `usage` where the project has several programs: their arguments are not the same; and where the
 * words are a shell's, or a name may be an argument
 */
export function withArguments(project: Project, given: readonly string[] | undefined): Project {
  if (given === undefined) return project;
  const [program, ...others] = project.programs;
  if (program === undefined || others.length > 0) {
    throw new FailureError({
      code: 'usage',
      ...argumentsForSeveral({ programs: project.programs.map(({ name }) => name) }),
      place: { file: project.directory },
    });
  }
  const ways = given.map(named);
  const twice = ways.find(({ name }, index) => ways.findIndex((way) => way.name === name) < index);
  if (twice !== undefined) {
    throw new FailureError({
      code: 'usage',
      ...nameTwice({ name: twice.name }),
    });
  }
  const benchmarks = ways.map((way): Benchmark => ({
    ...defaultBenchmark(project.directory),
    ...way,
  }));
  return {
    ...project,
    programs: [{ ...program, benchmarks, benchmarksNamed: true }],
    warnings: project.warnings.filter(({ code }) => code !== 'tests-left-out'),
  };
}

/** The same as it is written into retarget.json. */
export function writtenArguments(
  program: ConfigProgram,
  given: readonly string[] | undefined,
  way: GivenWay = {},
): ConfigProgram {
  const written = writtenWay(way);
  if (given === undefined && Object.keys(written).length === 0) return program;
  const ways = given?.map(named) ?? [{ name: 'default', args: [] }];
  return { ...program, benchmarks: ways.map((each) => ({ ...each, ...written })) };
}

/** A name in front of the arguments: a word that no option begins with, and `=`. Nothing in front of it: no name is meant. */
const NAMED = /^(?<name>[A-Za-z][\w.-]*|)=(?<rest>.*)$/su;

function named(text: string): { readonly name: string; args: string[] } {
  const { name = '', rest = text } = NAMED.exec(text)?.groups ?? {};
  refuseShell(rest);
  const args = splitCommand(rest);
  if (name !== '') {
    const assigns = (word: string | undefined): boolean => /^[A-Za-z]\w*=/u.test(word ?? '');
    // `if=a of=b`: the first word is one of several such arguments rather than a name.
    if (args.slice(1).some(assigns) && !assigns(args[0])) {
      throw new FailureError({
        code: 'usage',
        ...nameOrArgument({
          ...{ text: quoteCommand([text]), name },
          named: quoteCommand([`first=${text}`]),
          unnamed: quoteCommand([`=${text}`]),
        }),
        remedies: [{ kind: 'set', what: 'args' }],
      });
    }
    return { name, args };
  }
  return { name: args.length === 0 ? 'default' : quoteCommand(args), args };
}

/** Words outside quotes that only a shell would understand, and what there is in their place. */
function refuseShell(text: string): void {
  const bare = text.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/gsu, (quoted) =>
    '_'.repeat(quoted.length),
  );
  const found = /(?<![^\s])(?:\d?(?<redirection>[<>])|&>|(?<pipe>\|\|?|&&?|;)(?=\s|$))/u.exec(bare);
  if (found === null) return;
  const word = /^\S+/u.exec(text.slice(found.index))?.[0] ?? '';
  const isInput = found.groups?.['redirection'] === '<';
  const file = splitCommand(text.slice(found.index).replace(/^\d?<+/u, ''))[0];
  throw new FailureError({
    code: 'usage',
    ...shellInArguments({
      complaint: shellComplaint(word),
      input: isInput ? quoteCommand([file ?? 'FILE']) : undefined,
    }),
  });
}
