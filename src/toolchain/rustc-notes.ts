// How rustc compiled a crate, as noted beside it, and the same said for one target and to the object alone.
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FlaggedTarget } from './target-flags.ts';

/** Behind the crate's path: the folder in a line, then each word with a NUL; the environment as `env -0` prints it. */
export const NOTED_COMMAND = '.rustc';
export const NOTED_ENVIRONMENT = '.rustc-env';

export interface RustcNotes {
  /** Absolute path that rustc ran in. */
  readonly directory: string;
  /** The compiler first; without all that chooses a CPU. */
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds since 1970: rustc read its sources later. */
  readonly at: number;
}

/** @param crate absolute path of its output without extension. */
export async function readRustcNotes(crate: string): Promise<RustcNotes | undefined> {
  try {
    const file = `${crate}${NOTED_COMMAND}`;
    const [command, environment, facts] = await Promise.all([
      readFile(file, 'utf8'),
      readFile(`${crate}${NOTED_ENVIRONMENT}`, 'utf8'),
      stat(file),
    ]);
    const end = command.indexOf('\n');
    const argv = words(command.slice(end + 1));
    if (end < 1 || argv.length < 2) return undefined;
    const pairs = words(environment)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const)
      .filter(([name]) => name !== '' && !OF_JOBS.test(name));
    return {
      ...{ directory: command.slice(0, end), argv, at: facts.mtimeMs },
      environment: Object.fromEntries(pairs),
    };
  } catch {
    return undefined;
  }
}

/** Of the run of cargo that is over: how its compilers shared the cores. */
const OF_JOBS = /^(?:CARGO_MAKEFLAGS|MAKEFLAGS|MFLAGS|_)$/u;

function words(text: string): string[] {
  return text.split('\0').slice(0, -1);
}

/** The crate's first source; rustc is given one alone. */
export function rootSource({ argv, directory }: RustcNotes): string | undefined {
  const word = argv.find((each, at) => at > 0 && each.endsWith('.rs') && !isValue(argv, at));
  return word === undefined ? undefined : resolve(directory, word);
}

/** Absolute paths of the crates that it names. */
export function externFiles({ argv, directory }: RustcNotes): string[] {
  return argv.flatMap((word, at) => {
    const said = argv[at - 1] === '--extern' ? word : /^--extern=(.+)$/su.exec(word)?.[1];
    const path = said?.includes('=') === true ? said.slice(said.indexOf('=') + 1) : '';
    return path === '' ? [] : [resolve(directory, path)];
  });
}

/** Options whose value is the next word. */
const WITH_VALUE =
  /^(?:--(?:crate-name|crate-type|emit|out-dir|extern|cfg|check-cfg|edition|error-format|json|cap-lints|color|print|codegen|allow|warn|deny|forbid|target|sysroot|remap-path-prefix|diagnostic-width)|-[CLlZoWADF])$/u;

function isValue(argv: readonly string[], at: number): boolean {
  return WITH_VALUE.test(argv[at - 1] ?? '');
}

/** What it writes and how it speaks; lints that refuse code have let it pass already. */
const ELSEWHERE =
  /^(?:--(?:emit|out-dir|error-format|json|cap-lints|color|print|diagnostic-width)|-o)(?:=|$)/u;

/** What the compiler writes besides: kept pieces, its own profile, dumps. Where code is for counting, the program writes. */
const WRITES =
  /^(?:-[CZ]|--codegen=)(?:save-temps|incremental|remark|self-profile|dump-|remark-dir|llvm-time-trace|time-trace|metrics-dir|unpretty|print-|query-dep-graph|write-)/u;

/** Stands for a temporary folder where a command line is stored or hashed. */
export const FOLDER_WORD = '<folder>';

/**
 * Its own command for one target, from the sources to one object.
 * @param target as `rustcTarget` says it.
 */
export function directRustcArgv(
  argv: readonly string[],
  target: readonly string[],
  files: { readonly object: string; readonly dependencies: string; readonly folder: string },
): string[] {
  const kept = argv.filter((word, at) => {
    const option = isValue(argv, at) ? (argv[at - 1] ?? '') : word;
    // `-C` and its value go together.
    const said = isValue(argv, at) ? word : (argv[at + 1] ?? '');
    const whole = /^(?:-[CZ]|--codegen)$/u.test(option) ? `-C${said}` : option;
    return !ELSEWHERE.test(option) && !WRITES.test(whole);
  });
  return [
    ...kept,
    ...['-C', 'codegen-units=1', '-C', 'lto=off', '--cap-lints=allow', '--color=never'],
    ...target,
    // The folder for what it writes in between, which would else go to where it runs: the project.
    ...['--out-dir', files.folder],
    ...[`--emit=obj=${files.object}`, `--emit=dep-info=${files.dependencies}`],
  ];
}

/** A feature of the CPU's on or off, as clang takes it. */
const FEATURE = /^-{1,2}m(no-)?([a-z][\w.-]*)$/u;

/** A target in rustc's words; nothing where a flag of the target's own is more than a feature. */
export function rustcTarget({
  name,
  cpu = name,
  flags = [],
  fit,
}: FlaggedTarget): string[] | undefined {
  const features: string[] = [];
  for (const flag of flags) {
    const [, no, feature] = FEATURE.exec(flag) ?? [];
    if (feature === undefined) return undefined;
    features.push(`${no === undefined ? '+' : '-'}${feature}`);
  }
  if (fit.kind === 'masked') features.push(...fit.masked.map((feature) => `-${feature}`));
  return [
    ...['-C', `target-cpu=${cpu}`],
    ...(features.length === 0 ? [] : ['-C', `target-feature=${features.join(',')}`]),
  ];
}

/** Words of the target that rustc's LLVM passes over, with a code of success: the object is then for something else. */
export function unheededByRustc(stderr: string): string | undefined {
  const said = /^'([^'\n]+)' is not a recognized (?:processor|feature) for this target/mu.exec(
    stderr,
  );
  return said?.[1];
}
