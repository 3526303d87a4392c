// What a folder offers to profile, and the choice that is remembered. Reading runs nothing; watching a build runs it.
import { join } from 'node:path';
import { MessageType } from 'vscode-languageserver/node';
import { FailureError } from '../../model/failure.ts';
import type { FailureCode } from '../../model/failure.ts';
import { rememberPrograms } from '../../profile/remember-programs.ts';
import { quoteCommand } from '../../text/argv-text.ts';
import { addedPrograms } from '../../project/config-text.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import { findOffers, obviousOffer } from '../../project/find-offers.ts';
import { kindOf } from '../../config/inputs.ts';
import { offersNamed } from '../../project/offered-project.ts';
import type { Offer } from '../../kinds/offer.ts';
import { cleanedFirst, typedCommand } from '../../kinds/recorded/clean-advice.ts';
import type {
  BuildLine,
  OfferLine,
  OffersAnswer,
  RecordAnswer,
} from '../../protocol/server-requests.ts';
import { visibleText } from '../../text/visible-text.ts';
import { survey } from '../machine/survey.ts';
import { show } from '../open-context.ts';
import { BuildOutput } from './build-output.ts';
import { untrusted } from '../profile/profiles.ts';
import type { Profiles } from '../profile/profiles.ts';
import type { ServerContext } from '../server-context.ts';
import { configOf } from './config-text.ts';
import { writeConfig } from './write-config.ts';

export async function offersAnswer(folder: string): Promise<OffersAnswer> {
  const isConfigured = (await kindOf(join(folder, CONFIG_FILE))) !== 'missing';
  if (isConfigured || (await kindOf(folder)) !== 'folder') return { offers: [], toChoose: false };
  const offers = await findOffers(folder);
  const toChoose = offers.length > 0 && obviousOffer(offers) === undefined;
  return { offers: offers.map(offerLine), toChoose };
}

/**
 * @returns absolute path of the file
 * @throws {FailureError} `usage` where a name is not offered, and as `rememberPrograms`
 */
export async function rememberOffers(
  context: ServerContext,
  folder: string,
  names: readonly string[],
): Promise<string> {
  const chosen = offersNamed(folder, await findOffers(folder), names);
  const programs = chosen.map(({ program }) => program);
  const config = await configOf(context, folder);
  // What is open in the editor is changed there, with whatever is not saved.
  if (config?.open === undefined || config.text === undefined) {
    return rememberPrograms(folder, programs, context.folders());
  }
  const { file, text } = config;
  const label = 'Retarget: add programs';
  await writeConfig(context, { ...config, text }, addedPrograms(file, text, programs), label);
  return file;
}

/** Failures of a build that another command may not have. */
const OF_COMMAND: readonly FailureCode[] = ['compile-failed', 'project-empty', 'input-missing'];

/** @throws {FailureError} `untrusted`, `busy`, toolchain failures, and as `watchBuild` where no other command would help */
export async function record(
  context: ServerContext,
  profiles: Profiles,
  { folder, command }: { readonly folder: string; readonly command: readonly string[] },
  signal: AbortSignal,
): Promise<RecordAnswer> {
  if (!context.trusted()) throw untrusted();
  return profiles.alone({ kind: 'build', path: folder }, signal, async (ending) => {
    const { toolchain } = await survey(context, ending, folder);
    const { watchBuild } = await import('../../profile/watch-build.ts');
    const output = new BuildOutput(context.log);
    context.log.info(visibleText(`Watching ${quoteCommand(command)} in ${folder}`));
    try {
      await watchBuild(folder, command, {
        ...{ toolchain, signal: ending, output: (piece) => output.write(piece) },
        onWait: (message) => show(context.connection, MessageType.Info, visibleText(message)),
      });
      return {};
    } catch (error) {
      const { failure } = error instanceof FailureError ? error : {};
      if (failure === undefined || !OF_COMMAND.includes(failure.code)) throw error;
      const again = failure.code === 'project-empty' ? cleanedFirst(command) : command;
      return { failure, again: buildLine(again) };
    } finally {
      output.end();
    }
  });
}

function buildLine(words: readonly string[]): BuildLine {
  return { words, text: typedCommand(words) };
}

export function offerLine(offer: Offer): OfferLine {
  const { name, why, note, obstacle, toWatch } = offer;
  return {
    name,
    why,
    ...(note === undefined ? {} : { note }),
    ...(obstacle === undefined ? {} : { obstacle }),
    ...(toWatch === undefined ? {} : { build: buildLine(toWatch) }),
  };
}
