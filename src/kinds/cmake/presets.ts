// The configure presets of CMakePresets.json and CMakeUserPresets.json, and the build folders that they name: cmake-presets(7).
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { jsonValue } from '../../files/json-text.ts';
import { readText } from '../../files/read-text.ts';

const presetSchema = z.object({
  name: z.string(),
  hidden: z.boolean().optional(),
  inherits: z.union([z.string(), z.array(z.string())]).optional(),
  binaryDir: z.string().optional(),
  generator: z.string().optional(),
  cacheVariables: z.record(z.string(), z.unknown()).optional().catch(undefined),
  condition: z.unknown().optional(),
});

const fileSchema = z.object({
  include: z.array(z.string()).default([]),
  configurePresets: z.array(z.unknown()).default([]),
});

type Preset = z.output<typeof presetSchema> & {
  readonly fileDirectory: string;
  /** The one of `FILES` that it is read for. */
  readonly of: string;
};
type Presets = ReadonlyMap<string, Preset>;

/** A configure preset that can be named on CMake's command line. */
export interface NamedPreset {
  readonly name: string;
  /** `CMakePresets.json` or `CMakeUserPresets.json`. */
  readonly file: string;
  /** Absolute; nothing where only CMake knows it. */
  readonly folder?: string;
  /** CMAKE_BUILD_TYPE, where it is set by a plain text. */
  readonly buildType?: string;
  /** CMake refuses it on some machines. */
  readonly isConditional: boolean;
}

const FILES = ['CMakePresets.json', 'CMakeUserPresets.json'];
const MOST_FILES = 30;

/**
 * Those that are not hidden, in their order. A file that is not valid is CMake's to complain of: what can be read of it is.
 */
export async function namedPresets(source: string): Promise<readonly NamedPreset[]> {
  const presets = new Map<string, Preset>();
  const seen = new Set<string>();
  for (const file of FILES) await gather(join(source, file), file, presets, seen);
  return [...presets.values()]
    .filter(({ hidden }) => hidden !== true)
    .map((preset) => {
      const folder = folderOf(presets, preset, source);
      const buildType = inherited(presets, preset, buildTypeOf)?.value;
      return {
        name: preset.name,
        file: preset.of,
        ...(folder === undefined ? {} : { folder }),
        ...(buildType === undefined ? {} : { buildType }),
        isConditional: inherited(presets, preset, ({ condition }) => condition) !== undefined,
      };
    });
}

/** Absolute paths, in the presets' order, of what their `binaryDir` comes to. */
export async function presetFolders(source: string): Promise<readonly string[]> {
  const presets = await namedPresets(source);
  return [...new Set(presets.flatMap(({ folder }) => folder ?? []))];
}

function buildTypeOf({ cacheVariables }: Preset): string | undefined {
  const written = cacheVariables?.['CMAKE_BUILD_TYPE'];
  const value =
    typeof written === 'object' && written !== null && 'value' in written ? written.value : written;
  return typeof value === 'string' ? value : undefined;
}

/** Nothing where a macro is used whose value only CMake knows. */
function folderOf(presets: Presets, preset: Preset, source: string): string | undefined {
  const binaryDir = inherited(presets, preset, (each) => each.binaryDir);
  if (binaryDir === undefined) return undefined;
  const generator = inherited(presets, preset, (each) => each.generator)?.value;
  const path = expanded(binaryDir.value, source, preset, binaryDir.from, generator);
  return path === undefined ? undefined : resolve(source, path);
}

async function gather(
  file: string,
  of: string,
  presets: Map<string, Preset>,
  seen: Set<string>,
): Promise<void> {
  if (seen.has(file) || seen.size >= MOST_FILES) return;
  seen.add(file);
  const text = await readText(file).catch(() => undefined);
  if (text === undefined) return;
  const found = fileSchema.safeParse(jsonValue(text));
  if (!found.success) return;
  for (const include of found.data.include) {
    if (!include.includes('$')) await gather(resolve(dirname(file), include), of, presets, seen);
  }
  for (const written of found.data.configurePresets) {
    const preset = presetSchema.safeParse(written);
    if (preset.success) {
      presets.set(preset.data.name, { ...preset.data, fileDirectory: dirname(file), of });
    }
  }
}

/** What the preset itself has of something, or the first that has it of those it inherits from. */
function inherited<T>(
  presets: Presets,
  preset: Preset,
  read: (preset: Preset) => T | undefined,
  visited: Set<string> = new Set(),
): { readonly value: T; readonly from: Preset } | undefined {
  const value = read(preset);
  if (value !== undefined) return { value, from: preset };
  visited.add(preset.name);
  for (const name of [preset.inherits ?? []].flat()) {
    const parent = presets.get(name);
    if (parent === undefined || visited.has(name)) continue;
    const found = inherited(presets, parent, read, visited);
    if (found !== undefined) return found;
  }
  return undefined;
}

function expanded(
  text: string,
  source: string,
  preset: Preset,
  from: Preset,
  generator: string | undefined,
): string | undefined {
  const macros = new Map([
    ['sourceDir', source],
    ['sourceParentDir', dirname(source)],
    ['sourceDirName', basename(source)],
    ['presetName', preset.name],
    ['fileDir', from.fileDirectory],
    ['dollar', '$'],
    ['pathListSep', ':'],
    ['hostSystemName', process.platform === 'darwin' ? 'Darwin' : 'Linux'],
    ...(generator === undefined ? [] : [['generator', generator] as const]),
  ]);
  const unknown: string[] = [];
  const result = text.replaceAll(
    /\$(env|penv)?\{([^}]*)\}/gu,
    (_, kind: string | undefined, name: string) => {
      const value = kind === undefined ? macros.get(name) : process.env[name];
      if (value === undefined) unknown.push(name);
      return value ?? '';
    },
  );
  return unknown.length === 0 ? result : undefined;
}
