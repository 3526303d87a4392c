// How much the editor has to load: sizes of what is built, whole and at activation.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { buildExtension, buildPage } from '../../build.mjs';

export interface BundleSizes {
  /** Bytes of all that runs in the extension host. */
  readonly extension: number;
  /** Bytes of the part of it that activation loads. */
  readonly activation: number;
  /** Bytes of the page's script and style. */
  readonly page: number;
}

export async function bundleSizes(): Promise<BundleSizes> {
  const out = await mkdtemp(join(tmpdir(), 'retarget-bench-bundles-'));
  try {
    const extension = await buildExtension(out, { maps: false });
    const page = await buildPage(out);
    const sizes = sizesIn(extension);
    return {
      extension: sum([...sizes.values()]),
      activation: sum([...loadedBy(extension, 'extension.js')].map((file) => sizes.get(file) ?? 0)),
      page: sum([...sizesIn(page).values()]),
    };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function sizesIn({ outputs }: Metafile): Map<string, number> {
  return new Map(Object.entries(outputs).map(([file, { bytes }]) => [file, bytes]));
}

/** A file and all that it imports at once; not what it loads on demand. */
function loadedBy({ outputs }: Metafile, entry: string): Set<string> {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) load(path);
    }
  };
  for (const file of Object.keys(outputs)) if (basename(file) === entry) load(file);
  return loaded;
}
