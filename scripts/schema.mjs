// Writes schemas/retarget.schema.json from the schema in src/project/config-schema.ts: `node scripts/schema.mjs`.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { build } from 'esbuild';
import { format } from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the repository, so that the bundle finds the installed packages.
const folder = await mkdtemp(join(root, 'node_modules', '.schema-'));
try {
  const outfile = join(folder, 'config-schema.mjs');
  await build({
    entryPoints: [join(root, 'src/project/config-schema.ts')],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
  });
  const { configJsonSchema } = await import(pathToFileURL(outfile).href);
  const text = await format(JSON.stringify(configJsonSchema()), {
    parser: 'json',
    singleQuote: true,
    printWidth: 100,
  });
  await mkdir(join(root, 'schemas'), { recursive: true });
  await writeFile(join(root, 'schemas/retarget.schema.json'), text);
} finally {
  await rm(folder, { recursive: true, force: true });
}
