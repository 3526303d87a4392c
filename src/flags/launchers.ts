// Programs that stand before a compiler and run it: what they are asked is taken off, so that the compiler's own line is left.
import { basename, extname, isAbsolute } from 'node:path';

/** As clang's tooling does: these stand before the compiler, or alone as if they were one. */
export const COMPILER_LAUNCHERS: readonly string[] = [
  ...['ccache', 'sccache', 'distcc', 'icecc', 'buildcache', 'gomacc'],
];

/** Those that run any command, with their options whose value is the next word. */
const COMMAND_LAUNCHERS: ReadonlyMap<string, RegExp> = new Map([
  ['env', /^(?:-u|-C|--unset|--chdir)$/u],
  ['nice', /^(?:-n|--adjustment)$/u],
  ['nohup', /^$/u],
  ['time', /^(?:-f|-o|--format|--output)$/u],
  ['libtool', /^$/u],
  ['pump', /^$/u],
]);

/** Whether it is a program that runs compilers. @param word its name or path */
export function isLauncher(word: string): boolean {
  return COMPILER_LAUNCHERS.includes(toolName(word));
}

/** A command without its launchers; as it is where a launcher is called for something else, or as the compiler itself. */
export function behindLaunchers(argv: readonly string[]): readonly string[] {
  const [first = '', second] = argv;
  const name = toolName(first);
  const parting = argv.indexOf('--');
  if (name === 'cmake' && second === '-E' && parting !== -1) {
    return behindLaunchers(argv.slice(parting + 1));
  }
  const takesValue = COMMAND_LAUNCHERS.get(name);
  if (takesValue !== undefined) return behindLaunchers(argv.slice(commandAt(argv, takesValue)));
  if (!isLauncher(first)) return argv;
  const at = argv.findIndex((word, index) => index > 0 && !isAssignment(word));
  const isCalled = at !== -1 && isCompilerWord(argv[at] ?? '');
  return isCalled ? behindLaunchers(argv.slice(at)) : argv;
}

/** Where the command begins. */
function commandAt(argv: readonly string[], takesValue: RegExp): number {
  let at = 1;
  while (at < argv.length) {
    const word = argv[at] ?? '';
    if (!word.startsWith('-') && !isAssignment(word)) break;
    at += takesValue.test(word) ? 2 : 1;
  }
  return at;
}

/** `CCACHE_DIR=/tmp/cache`. */
function isAssignment(word: string): boolean {
  return /^\w+=/u.test(word);
}

// Inputs have extensions, compilers do not, but for versions as in gcc-13.2 or a path's own dots.
function isCompilerWord(word: string): boolean {
  if (word.startsWith('-')) return false;
  return isAbsolute(word) || /^(?:\.\d+)?$/u.test(extname(basename(word).replace(/\.exe$/iu, '')));
}

/** A program's name without folder, extension and version. */
export function toolName(word: string): string {
  return basename(word)
    .replace(/\.exe$/iu, '')
    .replace(/-[\d.]+$/u, '');
}
