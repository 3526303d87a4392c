// Options that several commands take: declared once, so that they mean the same everywhere.
import { Option } from 'commander';
import type { Command } from 'commander';
import { VERIFY_CHOICES } from '../model/verification.ts';
import {
  collect,
  parseBudget,
  parseCore,
  parseFormat,
  parseNames,
  parsePrecision,
  parseSeed,
  parseSize,
  parseSpeedup,
} from './option-values.ts';

/** Which programs, which targets, which LLVM. */
export function addBuildOptions(command: Command): Command {
  return command
    .option(
      '--program <name>',
      'program to use, from retarget.json or from the folder; can be repeated',
      collect,
    )
    .option(
      '--cmake-option <option>',
      'option to configure a CMake project with, such as --cmake-option=-DWITH_TESTS=OFF; can be repeated',
      collect,
    )
    .option('--alone', 'compile only the source file, with -O3, even if it is part of a project')
    .option(
      '--trust-record',
      'run the commands of a recorded build (.retarget/record/build.json) that you did not record here',
    )
    .option('--save', 'save the chosen programs in retarget.json')
    .option('--no-save', 'never write retarget.json, even after a question')
    .option(
      '-t, --targets <names>',
      'comma-separated targets (default: those in retarget.json, or native and the psABI levels that this host supports)',
      parseNames,
    )
    .option('-b, --baseline <name>', 'target to compare the others with')
    .option(
      '--bitcode-only',
      'generate code for all targets from the same bitcode, including files with CPU-specific code; use this if you ship bitcode',
    )
    .addOption(llvmOption());
}

/** All of what a profile takes besides its paths. */
export function addProfileOptions(command: Command): Command {
  addBuildOptions(command)
    .option(
      '--budget <time>',
      'maximum measuring time, such as 60s or 2m (default: 60s; at least 6 to 11 rounds are always measured, depending on the number of comparisons)',
      parseBudget,
    )
    .option(
      '--precision <fraction>',
      'stop once all intervals are within this fraction of their speedup (default: 1%)',
      parsePrecision,
    )
    .option(
      '--benchmark <name>',
      'benchmark to measure: a name, or the part that several names share, such as BM_sum for BM_sum/8; can be repeated (default: all)',
      collect,
    )
    .option(
      '--args <words>',
      "arguments for the program, such as --args='-9 -c data.bin', or named: --args small='-9 a.bin'; replaces its benchmarks; can be repeated",
      collect,
    )
    .option('--stdin <file>', 'file to use as standard input')
    .option(
      '--prepare <words>',
      "command to run before each execution, untimed, such as --prepare='rm -f result.bin'",
    )
    .option(
      '--metric <what>',
      "wall, cpu, or a regular expression that captures a number in the output, such as --metric 'time: ([0-9.]+)' or --metric 'higher:([0-9.]+) MB/s'; a group (?<name>...) makes each match a row",
    )
    .option(
      '--check <how>',
      'how to compare outputs: exact, numbers (within a tolerance) or exit-code',
    )
    .option(
      '--tolerance <fraction>',
      'with --check numbers: maximum relative difference',
      parseSize,
    )
    .option(
      '--absolute <difference>',
      'with --check numbers: maximum absolute difference',
      parseSize,
    )
    .option(
      '--ignore-line <pattern>',
      'ignore matching lines in the output; can be repeated',
      collect,
    )
    .option('--time-limit <time>', 'maximum time for one execution (default: 60s)', parseBudget)
    .option('--pin <core>', 'CPU core to run the benchmarks on', parseCore)
    .option('--seed <number>', 'seed for the random order', parseSeed)
    .option('--run-name <name>', 'name for the run in lists and comparisons')
    .addOption(
      new Option(
        '--verify <how>',
        'compare objects with direct builds from source with -march=<target>: a quick sample (default), all or none',
      ).choices(VERIFY_CHOICES),
    )
    .option(
      '--no-asking-share',
      'do not measure how much CPU-specific code (#ifdef __AVX2__) contributes',
    );
  return addOutputOptions(command).option('-q, --quiet', 'hide progress');
}

/** What becomes of a run: formats, files, a threshold. */
export function addOutputOptions(command: Command): Command {
  return addFormatOptions(command, 'markdown, junit, csv, samples, html or json; can be repeated')
    .option(
      '--fail-below <speedup>',
      'exit with 1 if the whole interval of a speedup is below this, such as 0.98',
      parseSpeedup,
    )
    .option('--json', 'print the run as JSON');
}

/** @param formats which there are, for the help */
export function addFormatOptions(command: Command, formats: string): Command {
  return command
    .option('-f, --format <format>', formats, parseFormat)
    .option('-o, --out <file>', 'output file; one for each --format, in the same order', collect);
}

export function llvmOption(): Option {
  return new Option(
    '--llvm <path>',
    'LLVM to use: its folder or a clang (default: RETARGET_LLVM, or the newest one found)',
  );
}

export function projectOption(): Option {
  return new Option('-p, --project <dir>', 'folder that was profiled (default: current folder)');
}
