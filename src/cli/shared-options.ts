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
      'program of retarget.json, or of what the folder offers; may be repeated',
      collect,
    )
    .option(
      '--cmake-option <option>',
      'option for CMake, such as --cmake-option=-DWITH_TESTS=OFF, where it has to configure the project; may be repeated',
      collect,
    )
    .option('--save', 'remember in retarget.json which programs are meant')
    .option('--no-save', 'write no retarget.json, also where a question was answered')
    .option(
      '-t, --targets <names>',
      'targets, separated by commas (default: retarget.json, or the psABI levels this host reaches and native)',
      parseNames,
    )
    .option('-b, --baseline <name>', 'target the others are compared with')
    .option(
      '--bitcode-only',
      'generate every target from the same bitcode, also files that look at the target: what you get if you ship bitcode',
    )
    .addOption(llvmOption());
}

/** All of what a profile takes besides its paths. */
export function addProfileOptions(command: Command): Command {
  addBuildOptions(command)
    .option(
      '--budget <time>',
      'time to measure for, such as 60s or 2m (default: 60s; at least 6 to 11 rounds are always measured)',
      parseBudget,
    )
    .option(
      '--precision <fraction>',
      "stop once every interval's half-width is below this (default: 1%)",
      parsePrecision,
    )
    .option(
      '--args <words>',
      "arguments to run the program with, such as --args='-9 -c data.bin', or with a name --args small='-9 a.bin', in place of its benchmarks; may be repeated",
      collect,
    )
    .option('--stdin <file>', 'file fed to standard input')
    .option(
      '--prepare <words>',
      "program to run before each execution, untimed, such as --prepare='rm -f result.bin'",
    )
    .option(
      '--metric <what>',
      "wall, cpu, or a pattern whose group captures a number of the output, such as --metric 'time: ([0-9.]+)' or --metric 'higher:([0-9.]+) MB/s'; with a group (?<name>...) each match is a row",
    )
    .option(
      '--check <how>',
      'how outputs are compared: exact, numbers (within a tolerance) or exit-code',
    )
    .option('--tolerance <part>', 'with --check numbers: largest relative difference', parseSize)
    .option(
      '--absolute <difference>',
      'with --check numbers: numbers no further apart are the same too',
      parseSize,
    )
    .option(
      '--ignore-line <pattern>',
      'leave lines that match out of the comparison; may be repeated',
      collect,
    )
    .option(
      '--time-limit <time>',
      'longest that one execution may take (default: 60s)',
      parseBudget,
    )
    .option('--pin <core>', 'run the benchmarks on this core', parseCore)
    .option('--seed <number>', 'seed of the random order', parseSeed)
    .addOption(
      new Option(
        '--verify <how>',
        'compare built objects with direct builds, -march=<target> from source: a sample that costs little (default), all or none',
      ).choices(VERIFY_CHOICES),
    )
    .option(
      '--no-asking-share',
      'do not measure what files that look at the target (#ifdef __AVX2__) bring',
    );
  return addOutputOptions(command).option('-q, --quiet', 'show no progress');
}

/** What becomes of a run: formats, files, a threshold. */
export function addOutputOptions(command: Command): Command {
  return command
    .option(
      '-f, --format <format>',
      'markdown, junit, csv, samples, html or json; may be repeated',
      parseFormat,
    )
    .option(
      '-o, --out <file>',
      'write to a file: one for each --format, in the same order',
      collect,
    )
    .option(
      '--fail-below <speedup>',
      'exit 1 if a speedup is below this with certainty, such as 0.98',
      parseSpeedup,
    )
    .option('--json', 'print the run as JSON');
}

export function llvmOption(): Option {
  return new Option(
    '--llvm <path>',
    'LLVM to use: its folder or a clang (default: RETARGET_LLVM, or the newest found)',
  );
}

export function projectOption(): Option {
  return new Option('-p, --project <dir>', 'folder that was profiled (default: this folder)');
}
