// The build folders that CMakePresets.json and CMakeUserPresets.json name: cmake-presets(7).
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'jsonc-parser';
import { z } from 'zod';
import { readText } from '../../files/read-text.ts';

const presetSchema = z.object({
  name: z.string(),
  hidden: z.boolean().optional(),
  inherits: z.union([z.string(), z.array(z.string())]).optional(),
  binaryDir: z.string().optional(),
  generator: z.string().optional(),
});

const fileSchema = z.object({
  include: z.array(z.string()).default([]),
  configurePresets: z.array(z.unknown()).default([]),
});

type Preset = z.output<typeof presetSchema> & { readonly fileDirectory: string };

const FILES = ['CMakePresets.json', 'CMakeUserPresets.json'];
const MOST_FILES = 30;

/**
 * Absolute paths, in the presets' order, of what their `binaryDir` comes to; a preset that uses a macro whose value only
 * CMake knows is left out. A file that is not valid is CMake's to complain of: what can be read of it is.
 */
export async function presetFolders(source: string): Promise<readonly string[]> {
  const presets = new Map<string, Preset>();
  const seen = new Set<string>();
  for (const file of FILES) await gather(join(source, file), presets, seen);
  const folders = [...presets.values()].flatMap((preset) => {
    if (preset.hidden === true) return [];
    const binaryDir = inherited(presets, preset, 'binaryDir', new Set());
    if (binaryDir === undefined) return [];
    const generator = inherited(presets, preset, 'generator', new Set())?.value;
    const path = expanded(binaryDir.value, source, preset, binaryDir.from, generator);
    return path === undefined ? [] : [resolve(source, path)];
  });
  return [...new Set(folders)];
}

async function gather(
  file: string,
  presets: Map<string, Preset>,
  seen: Set<string>,
): Promise<void> {
  if (seen.has(file) || seen.size >= MOST_FILES) return;
  seen.add(file);
  const text = await readText(file).catch(() => undefined);
  if (text === undefined) return;
  const found = fileSchema.safeParse(parse(text));
  if (!found.success) return;
  for (const include of found.data.include) {
    if (!include.includes('$')) await gather(resolve(dirname(file), include), presets, seen);
  }
  for (const written of found.data.configurePresets) {
    const preset = presetSchema.safeParse(written);
    if (preset.success) {
      presets.set(preset.data.name, { ...preset.data, fileDirectory: dirname(file) });
    }
  }
}

/** A field of the preset itself or of the first it inherits from that has it. */
function inherited(
  presets: ReadonlyMap<string, Preset>,
  preset: Preset,
  field: 'binaryDir' | 'generator',
  visited: Set<string>,
): { readonly value: string; readonly from: Preset } | undefined {
  const value = preset[field];
  if (value !== undefined) return { value, from: preset };
  visited.add(preset.name);
  for (const name of [preset.inherits ?? []].flat()) {
    const parent = presets.get(name);
    if (parent === undefined || visited.has(name)) continue;
    const found = inherited(presets, parent, field, visited);
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
