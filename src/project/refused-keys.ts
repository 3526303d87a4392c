// Keys of a program that could not act, or stand in each other's way: refused rather than ignored.
import type { ConfigProgram } from '../config/config-schema.ts';
import type { Complaint } from '../config/messages.ts';
import type { SharedKey } from '../kinds/kind.ts';
import { KINDS, TOOL_KEYS } from './kinds.ts';
import {
  changeFlags,
  driverNeedsLibrary,
  flagsAreUnits,
  keyNeeds,
  keysExclude,
  libraryNeedsDriver,
  noKind,
  useLibraryOfBuild,
  useSources,
} from './messages/keys.ts';

const KEYS = KINDS.map(({ key }) => key);

interface Refusal {
  /** The key that is refused; absent where the program as a whole is. */
  readonly key?: string;
  readonly words: Complaint;
}

type Rule = (written: Keys) => Refusal | undefined;

/** Only whether a key is there matters. */
type Keys = { readonly [Key in keyof ConfigProgram]?: unknown };

const RULES: readonly Rule[] = [
  refuseNothing,
  refuseMixed,
  refuseIdle('flags', flagsAreUnits()),
  refuseIdle('units', useSources()),
  refuseIdle('main', useSources()),
  refuseIdle('withoutFlags', changeFlags()),
  refuseIdleDriver,
];

/** Every key that a program could do nothing with, or the program where it has none that says what to build. */
export function refusals(written: Keys): readonly Refusal[] {
  return RULES.flatMap((rule) => rule(written) ?? []);
}

function refuseNothing(written: Keys): Refusal | undefined {
  return KEYS.some((key) => written[key] !== undefined) ? undefined : { words: noKind(KEYS) };
}

/** A build tool says all of a program: nothing is added to it but link flags. */
function refuseMixed(written: Keys): Refusal | undefined {
  const [tool] = TOOL_KEYS.filter((key) => written[key] !== undefined);
  if (tool === undefined) return undefined;
  const other = [...TOOL_KEYS, ...KEYS, 'flags' as const].find(
    (key) => key !== tool && written[key] !== undefined,
  );
  return other === undefined ? undefined : { key: other, words: keysExclude(other, tool) };
}

/** A key that acts on nothing, since the program is of no kind that accepts it. */
function refuseIdle(key: SharedKey, hint: string): Rule {
  const accepting = KINDS.filter(({ accepts }) => accepts.includes(key)).map((kind) => kind.key);
  return (written) =>
    written[key] === undefined || accepting.some((each) => written[each] !== undefined)
      ? undefined
      : { key, words: keyNeeds(key, accepting, hint) };
}

/** A build tool's program is its executable: what that loads of the project is built for each target anyway. */
function refuseIdleDriver(written: Keys): Refusal | undefined {
  const { sharedLibrary, driver } = written;
  const given = (['sharedLibrary', 'driver'] as const).find((key) => written[key] !== undefined);
  if (given === undefined) return undefined;
  const other = KINDS.find(
    ({ key, accepts }) => written[key] !== undefined && !accepts.includes(given),
  );
  if (other !== undefined) return { key: given, words: useLibraryOfBuild(given, other.key) };
  if (sharedLibrary !== undefined && driver !== undefined) return undefined;
  return {
    key: given,
    words: sharedLibrary === undefined ? driverNeedsLibrary() : libraryNeedsDriver(),
  };
}
