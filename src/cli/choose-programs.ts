// Which programs a command means, where nothing but a folder was named: asked for on a terminal, said elsewhere.
import { join, resolve } from 'node:path';
import { FailureError } from '../model/failure.ts';
import type { ProfileRequest } from '../model/request.ts';
import { writtenArguments } from '../profile/given-arguments.ts';
import { rememberPrograms } from '../profile/remember-programs.ts';
import { CONFIG_FILE } from '../config/config-schema.ts';
import { findOffers, impliedOffer, isReady, obviousOffer } from '../project/find-offers.ts';
import { kindOf } from '../config/inputs.ts';
import { pathMeant } from '../project/kinds.ts';
import { loadProject } from '../project/load-project.ts';
import { offersNamed, undecided } from '../project/offered-project.ts';
import { ownedFile } from '../project/owned-file.ts';
import type { Offer } from '../kinds/offer.ts';
import { visibleText } from '../text/visible-text.ts';
import { canAsk } from './can-ask.ts';
import type { CommandContext } from './context.ts';
import {
  noneChosen,
  notReady,
  savedPrograms,
  usesProgram,
  usesProgramOf,
  watchesOnce,
} from './messages.ts';

/** What is done with the programs that are chosen. */
export type Purpose = 'profile' | 'build' | 'verify';

export interface ChooseOptions {
  /** Whether what is profiled goes into retarget.json; what was asked for does unless this is false. */
  readonly save?: boolean;
  readonly json?: boolean;
}

interface Asked extends ChooseOptions {
  readonly request: ProfileRequest;
  readonly purpose: Purpose;
}

/**
 * @returns the request with the names of the programs that are meant; without any where the project's own word decides
 * @throws {FailureError} `usage` where a name is nobody's, `program-unclear` where nobody can be asked, `interrupted` where
 * the user left
 */
export async function withPrograms(
  request: ProfileRequest,
  { save, json }: ChooseOptions,
  context: CommandContext,
  purpose: Purpose = 'profile',
): Promise<ProfileRequest> {
  const { paths, programs, cmakeOptions } = request;
  const asked = { request, purpose, ...(json === undefined ? {} : { json }) };
  const directory = await pathMeant(resolve(paths[0] ?? '.'));
  if (paths.length > 1) return request;
  if ((await kindOf(directory)) === 'file') return ofFile(directory, request, context);
  if ((await kindOf(directory)) !== 'folder') return request;
  const isConfigured = (await kindOf(join(directory, CONFIG_FILE))) !== 'missing';
  if (isConfigured) {
    if (programs !== undefined && save === true)
      await saveOthers(directory, programs, asked, context);
    return request;
  }
  const offers = await findOffers(directory, cmakeOptions);
  if (offers.length === 0) return request;
  if (programs !== undefined) {
    const named = offersNamed(directory, offers, programs);
    if (save === true) await remember(directory, named, asked, context);
    return request;
  }
  const { chosen, wasAsked } = await chosenOf(directory, offers, asked, context);
  if (save ?? wasAsked) await remember(directory, chosen, asked, context);
  else sayOnly(chosen, context, purpose);
  return { ...request, programs: chosen.map(({ name }) => name) };
}

/** A file that a program of a project compiles stands for that program. */
async function ofFile(
  file: string,
  request: ProfileRequest,
  { note, signal }: CommandContext,
): Promise<ProfileRequest> {
  if (request.alone === true) return request;
  const owned = await ownedFile(file, request.programs, signal);
  if (owned === undefined) return request;
  const { directory, programs } = owned;
  note(`${usesProgramOf({ file, program: programs.join(', '), directory })}\n`);
  return { ...request, paths: [directory], programs };
}

async function chosenOf(
  directory: string,
  offers: readonly Offer[],
  asked: Asked,
  context: CommandContext,
): Promise<{ readonly chosen: readonly Offer[]; readonly wasAsked: boolean }> {
  const obvious = obviousOffer(offers);
  if (obvious !== undefined) return { chosen: [obvious], wasAsked: false };
  const choices = offers.flatMap((offer) => (isReady(offer) ? offer : (watchable(offer) ?? [])));
  if (choices.length > 0 && canAsk(asked, context)) {
    sayUnready(offers, context);
    const { askPrograms } = await import('./ask-programs.ts');
    const chosen = await askPrograms(choices, context, asked.purpose);
    if (chosen === undefined) {
      throw new FailureError({ code: 'interrupted', message: noneChosen });
    }
    const build = chosen.flatMap((offer) => offer.toWatch ?? []);
    if (build.length === 0) return { chosen, wasAsked: true };
    return afterBuild(directory, build, asked, context);
  }
  // Whoever names a folder with one program means that one, and nobody is there to be asked.
  const implied = impliedOffer(offers);
  if (implied !== undefined) return { chosen: [implied], wasAsked: false };
  throw undecided(directory, offers);
}

/** Runs the chosen build once, watched; what it makes is asked for then, unless it is one executable. */
async function afterBuild(
  directory: string,
  build: readonly string[],
  asked: Asked,
  context: CommandContext,
): Promise<{ readonly chosen: readonly Offer[]; readonly wasAsked: boolean }> {
  const { findToolchain } = await import('../toolchain/find-toolchain.ts');
  const { watchBuild } = await import('../profile/watch-build.ts');
  const { signal } = context;
  const toolchain = await findToolchain({ configured: asked.request.toolchain, signal });
  await watchBuild(directory, build, {
    ...{ toolchain, signal, output: 'stderr' },
    onWait: (message) => context.note(`${visibleText(message)}\n`),
  });
  const offers = await findOffers(directory);
  const [only, ...others] = offers.filter(isReady);
  // Had it been watched already, it would not be asked for again.
  if (offers.some(({ toWatch }) => toWatch !== undefined)) throw undecided(directory, offers);
  if (only !== undefined && others.length === 0) return { chosen: [only], wasAsked: true };
  return chosenOf(directory, offers, asked, context);
}

/** An offer whose build can be watched here and now, with a word on what choosing it does. */
function watchable(offer: Offer): Offer | undefined {
  const build = offer.toWatch;
  if (build === undefined) return undefined;
  return { ...offer, note: watchesOnce({ build }) };
}

/** What retarget.json does not name yet is added from what the folder offers. */
async function saveOthers(
  directory: string,
  names: readonly string[],
  asked: Asked,
  context: CommandContext,
): Promise<void> {
  const known = (await loadProject(directory)).programs.map(({ name }) => name);
  const others = names.filter((name) => !known.includes(name));
  if (others.length === 0) return;
  const offers = await findOffers(directory);
  await remember(directory, offersNamed(directory, offers, others, known), asked, context);
}

async function remember(
  directory: string,
  chosen: readonly Offer[],
  { request }: Asked,
  { note }: CommandContext,
): Promise<void> {
  const file = await rememberPrograms(
    directory,
    // For several programs, arguments are refused.
    chosen.map(({ program }) =>
      chosen.length === 1 ? writtenArguments(program, request.arguments, request.way) : program,
    ),
  );
  note(`${savedPrograms({ file, names: chosen.map(({ name }) => name) })}\n`);
}

function sayOnly(chosen: readonly Offer[], { note }: CommandContext, purpose: Purpose): void {
  for (const { name, why, note: remark } of chosen) {
    note(`${usesProgram({ purpose, name, why })}\n`);
    if (remark !== undefined) note(`  ${visibleText(remark)}\n`);
  }
}

function sayUnready(offers: readonly Offer[], { note }: CommandContext): void {
  for (const offer of offers) {
    const { name, obstacle, toWatch } = offer;
    if (obstacle === undefined || toWatch !== undefined) continue;
    note(`${notReady({ name, obstacle })}\n`);
  }
}
