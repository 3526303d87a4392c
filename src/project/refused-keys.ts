// Keys of a program that could not act, or stand in each other's way: refused rather than ignored.
import type { ConfigContext } from '../config/inputs.ts';
import { failAt } from '../config/config-issues.ts';
import type { ConfigProgram } from '../config/config-schema.ts';
import { KINDS, TOOL_KEYS } from './kinds.ts';

const KEYS = KINDS.map(({ key }) => key);

/** Each throws `FindingsError` at the key that it refuses. */
export const REFUSALS: readonly ((context: ConfigContext, written: ConfigProgram) => void)[] = [
  refuseNothing,
  refuseMixed,
  refuseIdleFlags,
  refuseIdleUnits,
  refuseIdleWithout,
  refuseIdleDriver,
];

function refuseNothing({ document, path }: ConfigContext, written: ConfigProgram): void {
  if (KEYS.some((key) => written[key] !== undefined)) return;
  const names = KEYS.map((key) => `"${key}"`);
  throw failAt(
    document,
    path,
    `nothing to build: ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''} is missing`,
    'Add one of them, such as "sources": ["src/*.c"].',
  );
}

/** A build tool says all of a program: nothing is added to it but link flags. */
function refuseMixed({ document, path }: ConfigContext, written: ConfigProgram): void {
  const [tool] = TOOL_KEYS.filter((key) => written[key] !== undefined);
  if (tool === undefined) return;
  const other = [...TOOL_KEYS, ...KEYS, 'flags' as const].find(
    (key) => key !== tool && written[key] !== undefined,
  );
  if (other === undefined) return;
  throw failAt(
    document,
    [...path, other],
    `"${other}" cannot be combined with "${tool}"`,
    'Keep one of them.',
  );
}

function refuseIdleFlags({ document, path }: ConfigContext, written: ConfigProgram): void {
  const { sources, compileCommands, bitcode, flags } = written;
  if (flags === undefined || compileCommands === undefined) return;
  if (sources !== undefined || bitcode !== undefined) return;
  throw failAt(
    document,
    [...path, 'flags'],
    '"flags" requires "sources" or "bitcode"',
    'Each unit of compile_commands.json has its own flags; remove the key.',
  );
}

function refuseIdleUnits({ document, path }: ConfigContext, written: ConfigProgram): void {
  const key = (['units', 'main'] as const).find((each) => written[each] !== undefined);
  if (key === undefined || written.compileCommands !== undefined) return;
  throw failAt(
    document,
    [...path, key],
    `"${key}" requires "compileCommands"`,
    'To list sources, use "sources".',
  );
}

function refuseIdleWithout({ document, path }: ConfigContext, written: ConfigProgram): void {
  if (written.withoutFlags === undefined || written.compileCommands !== undefined) return;
  if (TOOL_KEYS.some((key) => written[key] !== undefined)) return;
  throw failAt(
    document,
    [...path, 'withoutFlags'],
    '"withoutFlags" requires "compileCommands", "cmake", "record" or "cargo"',
    'Change "flags" instead.',
  );
}

/** A build tool's program is its executable: what that loads of the project is built for each target anyway. */
function refuseIdleDriver({ document, path }: ConfigContext, written: ConfigProgram): void {
  const { sharedLibrary, driver } = written;
  const given = (['sharedLibrary', 'driver'] as const).find((key) => written[key] !== undefined);
  if (given === undefined) return;
  const tool = [...TOOL_KEYS, 'compileCommands' as const].find((key) => written[key] !== undefined);
  if (tool !== undefined) {
    throw failAt(
      document,
      [...path, given],
      `"${given}" cannot be combined with "${tool}": it requires "sources" or "bitcode"`,
      `Use an executable of the project that calls the library. Its shared libraries are built for each target too.`,
    );
  }
  if (sharedLibrary !== undefined && driver !== undefined) return;
  throw failAt(
    document,
    [...path, given],
    sharedLibrary === undefined
      ? '"driver" requires "sharedLibrary"'
      : '"sharedLibrary" requires "driver", because a library does not run by itself',
    'Use both: "sharedLibrary": "libfoo.so", "driver": { "sources": ["bench.c"] }.',
  );
}
