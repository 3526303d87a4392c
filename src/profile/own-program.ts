// A built program held against the project's own executable, before anything is measured: which that is, whether it is up to date.
import { realpath, stat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import type { OwnOptions, OwnRequest } from '../bench/own-program.ts';
import { compareWithOwn } from '../bench/own-program.ts';
import type { BuiltProgram } from '../build/build-program.ts';
import type { BuiltVariant } from '../build/build-variant.ts';
import type { OnProfileEvent } from '../model/event.ts';
import { failureOf } from '../model/failure-of.ts';
import type { OwnProgram } from '../model/own-program.ts';
import type { PreparedProgram } from '../model/program.ts';
import type { RunSettings, Warning } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { loadedElsewhere } from './loaded-elsewhere.ts';
import { plainProgram, type PlainContext } from './plain-program.ts';
import * as say from './messages/runs.ts';

export interface OwnContext extends OwnOptions, Omit<PlainContext, 'target'> {
  readonly settings: RunSettings;
  readonly targets: readonly Target[];
  readonly onEvent: OnProfileEvent;
  readonly onWarning: (warning: Warning) => void;
  readonly onOwnProgram: (own: OwnProgram) => void;
}

type Comparison = Omit<OwnRequest, 'own' | 'projectFolders' | 'pin'>;

/** Part of the budget, and seconds, that running the project's own program may take. */
const ALLOWANCE = 0.05;
const LEAST_ALLOWANCE = 2;

/** Before anything is measured: a reader who is told of another program then need not wait for its numbers. */
export async function holdAgainstOwn(
  built: BuiltProgram,
  ways: Omit<Comparison, 'allowance'>,
  context: OwnContext,
): Promise<void> {
  const { settings, targets, signal, onEvent, onWarning, onOwnProgram } = context;
  const target = targets.find(({ name }) => name === ways.contestant.target);
  if (target === undefined) return;
  const { name } = built.program;
  const message = say.COMPARING_WITH_OWN;
  onEvent({ type: 'preparing', program: name, message });
  const allowance = Math.max(LEAST_ALLOWANCE, settings.budget * ALLOWANCE);
  const pin = settings.pin === undefined ? {} : { pin: settings.pin };
  try {
    const [benchmark] = ways.benchmarks;
    if (benchmark !== undefined) {
      const { executable } = ways.contestant;
      for (const each of await loadedElsewhere(built.program, executable, benchmark, signal))
        onWarning(each);
    }
    const own = await ownProgramOf(built, { ...ways, ...pin, allowance }, { ...context, target });
    if (own === undefined) return;
    onOwnProgram(own);
    for (const warning of ownProgramWarning(name, own)) onWarning(warning);
  } catch (error) {
    if (signal?.aborted === true) return;
    onOwnProgram({ ...NOT_COMPARED, failure: failureOf(error) });
  }
}

/**
 * Nothing where nobody says how the project would build it: bitcode, inferred sources.
 * @throws as `compareWithOwn`.
 */
async function ownProgramOf(
  { program, variants }: BuiltProgram,
  comparison: Omit<OwnRequest, 'own' | 'projectFolders'>,
  context: OwnOptions & PlainContext,
): Promise<OwnProgram | undefined> {
  const baseline = variants.find(({ variant }) => variant.target === comparison.contestant.target);
  if (baseline === undefined || comparison.benchmarks.length === 0) return undefined;
  const { own, directory } = program;
  const inputs = inputsOf(baseline);
  if (own === undefined) {
    const plain = await plainProgram(program, baseline, inputs, context);
    if (plain === undefined) return undefined;
    if ('reason' in plain) return uncompared(plain.reason);
    const request = { ...comparison, own: plain, projectFolders: await withReal([directory]) };
    const compared = await compareWithOwn(request, context);
    return { ...compared, line: plain.line };
  }
  const folders = await withReal([directory, own.root, dirname(own.path)]);
  const time = await timeOf(own.path);
  if (time === undefined) {
    return uncompared(say.ownMissing(own), own.path);
  }
  for (const file of inputs) {
    if (!folders.some((folder) => file.startsWith(`${folder}${sep}`))) continue;
    if (((await timeOf(file)) ?? 0) <= time) continue;
    return uncompared(say.ownOutdated({ file, make: own.make }), own.path);
  }
  return compareWithOwn(
    { ...comparison, own, projectFolders: folders, targetFlags: hadTargetFlags(program) },
    context,
  );
}

function hadTargetFlags({ units, libraries = [] }: PreparedProgram): boolean {
  const all = [units, ...libraries.map((library) => library.units)].flat();
  return all.some(({ removed }) =>
    removed.some(({ flag, reason }) => reason === 'target' && !OF_NO_CPU.test(flag)),
  );
}

/** They let the compiler use no instruction more. */
const OF_NO_CPU = /^-{1,2}m(?:64$|tune\b)/u;

/** What is told beside every verdict of the program. */
function ownProgramWarning(program: string, own: OwnProgram): Warning[] {
  if (own.state !== 'different') return [];
  return [
    {
      code: 'not-the-projects-program',
      message: say.notTheProjectsProgram({
        own: own.line === undefined ? (own.path ?? '') : undefined,
        differences: own.differences,
      }),
      program,
    },
  ];
}

const NOT_COMPARED = { state: 'not compared', compared: [], differences: [] } as const;

function uncompared(reason: string, path?: string): OwnProgram {
  return {
    ...{ ...NOT_COMPARED, reason },
    ...(path === undefined ? {} : { path }),
  };
}

/** Every file that the variant was compiled from, as far as is known. */
function inputsOf({ objects }: BuiltVariant): string[] {
  const files = objects.flatMap(({ compiled, ir }) => [
    compiled.unit.source,
    ...(ir?.inputs?.files ?? []),
  ]);
  return [...new Set(files)];
}

async function timeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (facts) => (facts.isFile() ? facts.mtimeMs : undefined),
    () => undefined,
  );
}

async function withReal(folders: readonly string[]): Promise<string[]> {
  const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
  return [...new Set([...folders, ...real])];
}
