// Options of `retarget record`: its own, and those of the profile that it can go on to.
import type { Command } from 'commander';
import { FailureError } from '../model/failure.ts';
import { addProfileOptions } from './shared-options.ts';
import { needsProfile } from './messages.ts';

/** Options that a record by itself takes too, by their names in code; text where theirs for a profile says too little. */
const OF_RECORD: ReadonlyMap<string, string | undefined> = new Map([
  ['directory', undefined],
  ['profile', undefined],
  ['llvm', undefined],
  ['json', 'print the recording, or the run, as JSON'],
  ['quiet', "show only the build's own output and the results"],
]);

export function addRecordOptions(command: Command): Command {
  command
    .option('-C, --directory <dir>', 'folder to run the command in (default: current folder)')
    .option('--profile', 'profile the result')
    .optionsGroup('With --profile:')
    .option('--name <executable>', 'executable to profile, if the build makes several');
  addProfileOptions(command);
  for (const option of command.options) {
    const name = option.attributeName();
    if (!OF_RECORD.has(name)) continue;
    option.helpGroup('Options:');
    option.description = OF_RECORD.get(name) ?? option.description;
  }
  return command.optionsGroup('Options:');
}

/** @throws {FailureError} `usage` for what only a profile uses, where none was asked for. */
export function refuseOfProfile(options: Readonly<Record<string, unknown>>): void {
  const given = Object.entries(options).find(
    ([name, value]) => !OF_RECORD.has(name) && !(name === 'askingShare' && value === true),
  );
  if (given === undefined) return;
  const [name, value] = given;
  const option = `--${value === false ? 'no-' : ''}${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new FailureError({
    code: 'usage',
    ...needsProfile({ option }),
  });
}
