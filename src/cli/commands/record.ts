// `retarget record`: the user's own build, watched; what it made is listed, and profiled if that is asked for.
import { basename, resolve } from 'node:path';
import { cleanAdvice } from '../../kinds/recorded/clean-advice.ts';
import { FailureError } from '../../model/failure.ts';
import { recordInTurn } from '../../profile/watch-build.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import { nearest } from '../../config/nearest.ts';
import { findOffers, isReady } from '../../project/find-offers.ts';
import { kindOf } from '../../config/inputs.ts';
import type { Offer } from '../../kinds/offer.ts';
import { jsonText } from '../../report/json.ts';
import { recordText } from '../../report/record-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { findToolchain } from '../../toolchain/find-toolchain.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { refuseOfProfile } from '../record-options.ts';
import { checkWritable, runOutputs } from '../run-outputs.ts';
import type { ProfileOptions } from './profile.ts';
import { executableNotMade, noFolderToBuildIn, nothingCompiled } from '../messages.ts';

/** Those of a profile are for the profile that follows. */
export interface RecordOptions extends ProfileOptions {
  readonly directory?: string;
  readonly profile?: boolean;
  readonly name?: string;
}

export async function recordCommand(
  command: readonly string[],
  options: RecordOptions,
  context: CommandContext,
): Promise<number> {
  const { json, profile, quiet } = options;
  const project = process.cwd();
  const directory = resolve(options.directory ?? '.');
  await checkOptions(options, directory);
  const toolchain = await findToolchain({ configured: options.llvm, signal: context.signal });
  const outcome = await recordInTurn(
    {
      project,
      directory,
      command,
      output: json === true || profile === true ? 'stderr' : 'inherit',
    },
    {
      toolchain,
      signal: context.signal,
      onWait: (message) => context.note(`${visibleText(message)}\n`),
    },
  );
  const failed = outcome.end.exitCode !== 0 || outcome.interrupted;
  if (!failed && outcome.record === undefined) {
    throw new FailureError({
      code: 'project-empty',
      message: nothingCompiled({ command }),
      hint: cleanAdvice(command, directory),
    });
  }
  const offers = await findOffers(project);
  const programs = offers.filter(
    ({ kind, program }) =>
      kind === 'record' &&
      outcome.executables.some(({ name }) => name === program.record?.executable),
  );
  if (profile === true && !failed) {
    if (quiet !== true) context.note(recordText(outcome, command, [], context.errorStyle));
    return profileRecorded({ project, offers, programs }, options, context);
  }
  if (json === true) await context.out(jsonText({ ...outcome, output: undefined }));
  else if (quiet !== true) {
    const next = await nextSteps({ project, offers, programs });
    await context.out(recordText(outcome, command, next, context.style));
  }
  return failed ? EXIT.build : EXIT.done;
}

/** What is wrong with the options is said before minutes of building. */
async function checkOptions(options: RecordOptions, directory: string): Promise<void> {
  const kind = await kindOf(directory);
  if (kind !== 'folder') {
    throw new FailureError({
      code: 'input-missing',
      ...noFolderToBuildIn({ directory, exists: kind !== 'missing' }),
    });
  }
  if (options.profile === true) {
    const { format = [], out = [], json } = options;
    await checkWritable(runOutputs(format, out, json === true));
    return;
  }
  refuseOfProfile({ ...options });
}

interface Recorded {
  /** Absolute path of the folder that the record is of. */
  readonly project: string;
  /** All that the folder offers. */
  readonly offers: readonly Offer[];
  /** Those that the build made. */
  readonly programs: readonly Offer[];
}

/** Commands that profile what was recorded, one for each executable. */
async function nextSteps({
  project,
  offers,
  programs,
}: Recorded): Promise<readonly (readonly string[])[]> {
  const configured = (await kindOf(resolve(project, CONFIG_FILE))) !== 'missing';
  const isOnly = !configured && offers.filter(isReady).length === 1;
  return programs.map(({ name }) => [
    ...['retarget', 'profile'],
    ...(isOnly ? [] : ['--program', name]),
  ]);
}

/** Goes on to profile; which executable is meant is chosen as for any other folder. */
async function profileRecorded(
  recorded: Recorded,
  options: RecordOptions,
  context: CommandContext,
): Promise<number> {
  const { profileCommand } = await import('./profile.ts');
  const { project, programs } = recorded;
  const { name } = options;
  const named = name === undefined ? programs : programs.filter((each) => isNamed(each, name));
  const [only, ...others] = named;
  if (name !== undefined && only === undefined) throw await notMade(name, recorded);
  const chosen = options.program === undefined && others.length === 0 ? only?.name : undefined;
  return profileCommand(
    [project],
    { ...options, ...(chosen === undefined ? {} : { program: [chosen] }) },
    context,
  );
}

/** What was built stays recorded, so that the next command has nothing to build. */
async function notMade(name: string, recorded: Recorded): Promise<FailureError> {
  const names = recorded.programs.map(({ program }) => program.record?.executable ?? '');
  const steps = await nextSteps(recorded);
  const near = nearest(
    name,
    recorded.programs.map((each) => each.name),
  );
  const at = recorded.programs.findIndex((each) => each.name === near);
  const next = steps[Math.max(0, at)];
  return new FailureError({
    code: 'usage',
    ...executableNotMade({ name, made: names, next }),
  });
}

/** By its path in the folder, its file's name or the name it is offered under. */
function isNamed({ name, program }: Offer, wanted: string): boolean {
  const executable = program.record?.executable ?? '';
  return executable === wanted || name === wanted || basename(executable) === wanted;
}
