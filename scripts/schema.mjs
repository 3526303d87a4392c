// Writes schemas/retarget.schema.json from the schema in src/config/config-schema.ts: `node scripts/schema.mjs`.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';

import { importSource } from './lib/import-source.mjs';
import { repository } from './lib/repository.mjs';

/** @type {typeof import('../src/config/config-schema.ts')} */
const { configJsonSchema } = await importSource('src/config/config-schema.ts');
const text = await format(JSON.stringify(configJsonSchema()), {
  parser: 'json',
  singleQuote: true,
  printWidth: 100,
});
await mkdir(join(repository, 'schemas'), { recursive: true });
await writeFile(join(repository, 'schemas/retarget.schema.json'), text);
