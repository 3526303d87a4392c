// Every command, argument and option in one place; what a command does is loaded only when it is asked for.
import { Command } from 'commander';
import type { BuildCommandOptions } from './commands/build.ts';
import type { CacheOptions } from './commands/cache.ts';
import type { CompareOptions } from './commands/compare.ts';
import type { HostOptions } from './commands/host.ts';
import type { ProfileOptions } from './commands/profile.ts';
import type { RecordOptions } from './commands/record.ts';
import type { ReportOptions } from './commands/report.ts';
import type { RunsOptions } from './commands/runs.ts';
import type { TargetsOptions } from './commands/targets.ts';
import type { VerifyCommandOptions } from './commands/verify.ts';
import type { CommandContext } from './context.ts';
import { collect } from './option-values.ts';
import { addRecordOptions } from './record-options.ts';
import {
  addBuildOptions,
  addFormatOptions,
  addOutputOptions,
  addProfileOptions,
  llvmOption,
  projectOption,
} from './shared-options.ts';
import { VERSION } from '../model/version.ts';

/** Runs one command's body; `json` says that its reader wants failures as JSON too. */
export type Start = (
  options: { readonly json?: boolean },
  body: (context: CommandContext) => Promise<number>,
) => Promise<void>;

export function createProgram(start: Start): Command {
  const program = new Command('retarget')
    .description(
      'Build a program for several CPU targets, measure each build, and report the speedups.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showHelpAfterError('(run retarget --help or retarget help <command> for usage)')
    .addHelpText('after', EXAMPLES)
    .exitOverride();
  addProfile(program, start);
  addBuild(program, start);
  addVerify(program, start);
  addRecord(program, start);
  addMachine(program, start);
  addStored(program, start);
  addCache(program, start);
  return program;
}

function addProfile(program: Command, start: Start): void {
  const command = program
    .command('profile')
    .description('build a project for several targets, measure each build, and report the speedups')
    .argument(
      '[path...]',
      'folder, retarget.json, compile_commands.json, CMakeLists.txt, Makefile, Cargo.toml, C or C++ source, .bc or .ll file (default: current folder)',
    );
  addProfileOptions(command)
    .addHelpText('after', PROFILE_EXAMPLES)
    .action((paths: string[], options: ProfileOptions) =>
      start(options, async (context) =>
        (await import('./commands/profile.ts')).profileCommand(paths, options, context),
      ),
    );
}

function addBuild(program: Command, start: Start): void {
  const command = program
    .command('build')
    .description('build only: put objects and executables into DIR/<program>/<target>/')
    .argument('[path]', 'as for profile', '.');
  addBuildOptions(command)
    .requiredOption('-o, --out <dir>', 'output folder')
    .option('-q, --quiet', 'hide progress')
    .option('--json', 'print JSON')
    .action((path: string, options: BuildCommandOptions) =>
      start(options, async (context) =>
        (await import('./commands/build.ts')).buildCommand(path, options, context),
      ),
    );
}

function addVerify(program: Command, start: Start): void {
  const command = program
    .command('verify')
    .description(
      'compare the code of each file and target with a direct build from source with -march=<target>; exit with 1 if any differs',
    )
    .argument('[path...]', 'as for profile');
  addBuildOptions(command)
    .option('-q, --quiet', 'hide progress')
    .option('--json', 'print JSON')
    .action((paths: string[], options: VerifyCommandOptions) =>
      start(options, async (context) =>
        (await import('./commands/verify.ts')).verifyCommand(paths, options, context),
      ),
    );
}

function addRecord(program: Command, start: Start): void {
  const command = program
    .command('record')
    .description('watch your build (make, ninja, a script) to learn how its programs are built')
    .argument('<command...>', 'build command, after --: make -j2 bench')
    // Options of the build in front of -- are taken for ours.
    .showHelpAfterError(
      '(put the build command and its options after --: retarget record [options] -- make -j2; run retarget help record for usage)',
    );
  addRecordOptions(command)
    .addHelpText('after', RECORD_EXAMPLES)
    .action((words: string[], options: RecordOptions) =>
      start(options, async (context) =>
        (await import('./commands/record.ts')).recordCommand(words, options, context),
      ),
    );
}

function addMachine(program: Command, start: Start): void {
  program
    .command('host')
    .description('show the CPU of this machine and its features by psABI level')
    .option('--explain <cpu>', 'explain why this host can, or cannot, run that target')
    .addOption(llvmOption())
    .option('--json', 'print JSON')
    .action((options: HostOptions) =>
      start(options, async (context) =>
        (await import('./commands/host.ts')).hostCommand(options, context),
      ),
    );
  program
    .command('targets')
    .description('list all CPU names of the toolchain, and whether this host can run their code')
    .addOption(llvmOption())
    .option('--json', 'print JSON')
    .action((options: TargetsOptions) =>
      start(options, async (context) =>
        (await import('./commands/targets.ts')).targetsCommand(options, context),
      ),
    );
}

function addStored(program: Command, start: Start): void {
  const which = 'run ID, start of an ID, `latest`, or path of a stored run';
  const report = program
    .command('report')
    .description('show a stored run')
    .argument('[run]', which, 'latest')
    .addOption(projectOption());
  addOutputOptions(report).action((run: string, options: ReportOptions) =>
    start(options, async (context) =>
      (await import('./commands/report.ts')).reportCommand(run, options, context),
    ),
  );
  const compare = program
    .command('compare')
    .description('compare two stored runs of a program')
    .argument('<before>', which)
    .argument('<after>', which)
    .addOption(projectOption())
    .option('--across-hosts', 'compare runs from different hosts anyway');
  addFormatOptions(compare, 'markdown, csv, html or json; can be repeated')
    .option('--json', 'print JSON')
    .action((before: string, after: string, options: CompareOptions) =>
      start(options, async (context) =>
        (await import('./commands/compare.ts')).compareCommand(before, after, options, context),
      ),
    );
  program
    .command('runs')
    .description('list the stored runs of a project')
    .addOption(projectOption())
    .option('--delete <run>', 'delete a stored run; can be repeated', collect)
    .option('--json', 'print JSON')
    .action((options: RunsOptions) =>
      start(options, async (context) =>
        (await import('./commands/runs.ts')).runsCommand(options, context),
      ),
    );
}

function addCache(program: Command, start: Start): void {
  const cache = program.command('cache').description('show or clear the build cache');
  cache
    .command('info', { isDefault: true })
    .description('show the location and size of the cache')
    .option('--json', 'print JSON')
    .action((options: CacheOptions) =>
      start(options, async (context) =>
        (await import('./commands/cache.ts')).cacheInfoCommand(options, context),
      ),
    );
  cache
    .command('clear')
    .description('empty the cache; its contents are rebuilt when needed')
    .option('--json', 'print JSON')
    .action((options: CacheOptions) =>
      start(options, async (context) =>
        (await import('./commands/cache.ts')).cacheClearCommand(options, context),
      ),
    );
}

const EXAMPLES = `
Examples:
  retarget profile                             profile the project in the current folder
  retarget profile kernel.c --targets x86-64-v3,native
  retarget host --explain znver4               why this host can, or cannot, run Zen 4 code
  retarget report latest --format html --out report.html
  retarget compare 20261122-160501 latest      show what changed between two runs

Exit codes: 0 success; 1 a speedup is below the threshold, or a variant
failed or had wrong output; 2 wrong usage or configuration; 3 LLVM missing or
unusable; 4 the program did not build; 5 the baseline did not run;
130 interrupted.`;

const PROFILE_EXAMPLES = `
Examples:
  retarget profile examples/kernels --budget 30s
  retarget profile --baseline x86-64-v2 --targets x86-64-v3,x86-64-v4 --precision 0.5%
  retarget profile --format markdown >> "$GITHUB_STEP_SUMMARY"
  retarget profile --format junit --out retarget.xml --format html --out report.html --fail-below 0.98`;

const RECORD_EXAMPLES = `
Examples:
  retarget record -- make -j2 bench
  retarget record --profile --name bench -- make -j2 bench
  retarget record -- sh -c './configure && make'

The recording is saved in .retarget/record. The build does not recompile files that
are up to date, so Retarget cannot see them: clean before the first recording.`;
