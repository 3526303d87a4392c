// What to do about a failure or a warning, in the terminal's words.
import type { Remedy, Settable } from '../model/remedy.ts';
import { argvText } from '../text/argv-text.ts';
import { settingOptions } from './setting-options.ts';

/** A line for each; a command in it is quoted for a POSIX shell. */
export function remedyLines(remedies: readonly Remedy[]): readonly string[] {
  return remedies.flatMap((remedy) => remedyLine(remedy) ?? []);
}

function remedyLine(remedy: Remedy): string | undefined {
  switch (remedy.kind) {
    case 'set':
      return settingText(remedy.what, remedy.value);
    case 'run':
      return `Run: ${remedy.line}`;
    case 'record':
      return `Watch the build: ${argvText(['retarget', 'record', ...where(remedy), '--', ...remedy.command])}`;
    case 'explain-target':
      return `See what it needs: ${argvText(['retarget', 'host', '--explain', remedy.target])}`;
    case 'list-targets':
      return 'List all targets: retarget targets';
    case 'list-runs':
      return 'List all runs: retarget runs';
    case 'keep-executables':
      return 'Keep the executable to run it yourself: retarget build --out DIR';
    case 'save-configuration': {
      const { directory, program } = remedy;
      return `Write retarget.json first: ${argvText(['retarget', 'profile', directory, '--program', program, '--save'])}`;
    }
    case 'set-benchmark':
      return remedy.forCommand === true
        ? `Or add to the command: ${settingOptions(remedy)}`
        : undefined;
    case 'trust-record':
      return 'Allow them: --trust-record';
    case 'clear-cache':
      return 'Clear the cache: retarget cache clear';
    case 'compare-across-hosts':
      return 'Compare them anyway: --across-hosts';
    case 'export-run':
      return 'Save it elsewhere: --format json --out FILE';
  }
  // A stored run may hold a newer version's kind.
  return undefined;
}

function where({ directory }: { readonly directory?: string }): readonly string[] {
  return directory === undefined ? [] : ['--directory', directory];
}

/** All of them as sentences, for text that runs on; empty where there are none. */
export function remedySentences(remedies: readonly Remedy[]): string {
  return remedyLines(remedies)
    .map((line) => `${line}.`)
    .join(' ');
}

const OPTIONS: Readonly<
  Record<Settable, readonly [purpose: string, option: string, value: string]>
> = {
  llvm: ['Use another LLVM', '--llvm', 'DIR (or RETARGET_LLVM)'],
  baseline: ['Choose another baseline', '--baseline', 'NAME'],
  targets: ['Choose other targets', '--targets', 'NAME,NAME'],
  programs: ['Choose the program', '--program', 'NAME'],
  args: ['Set its arguments', '--args=', 'WORDS'],
  stdin: ['Set its standard input', '--stdin', 'FILE'],
  metric: ['Choose what is measured', '--metric', 'wall|cpu|PATTERN'],
  check: ['Choose how outputs are compared', '--check', 'exact|numbers|exit-code'],
  'ignore-lines': ['Ignore lines of the output', '--ignore-line', 'PATTERN'],
  budget: ['Give it more time', '--budget', 'TIME'],
  precision: ['Set the precision', '--precision', 'FRACTION'],
  pin: ['Choose the CPU core', '--pin', 'CORE'],
  out: ['Choose another folder', '--out', 'DIR'],
  cache: ['Choose another cache folder', 'RETARGET_CACHE=', 'DIR'],
  'cmake-options': ['Configure it with other options', '--cmake-option=', '-DNAME=VALUE'],
};

function settingText(what: Settable, value: string | undefined): string | undefined {
  if (!Object.hasOwn(OPTIONS, what)) return undefined;
  const [purpose, option, placeholder] = OPTIONS[what];
  const given = value ?? placeholder;
  return `${purpose}: ${option}${option.endsWith('=') ? '' : ' '}${given}`;
}
