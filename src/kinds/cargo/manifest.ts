// A Cargo.toml, as far as it says what can be built: read as text, so that nothing is run for it.
import { parse, TomlError } from 'smol-toml';
import * as z from 'zod';
import { readText, whyUnread } from '../../files/read-text.ts';
import { FailureError } from '../../model/failure.ts';
import { placeWords } from '../../config/places.ts';
import { manifestUnread, notToml } from './messages.ts';

export const CARGO_FILE = 'Cargo.toml';

// Read tolerantly: cargo itself says what is wrong with a manifest, and newer ones hold more than is known here.
const targetSchema = z.looseObject({
  name: z.string().optional().catch(undefined),
  path: z.string().optional().catch(undefined),
  harness: z.boolean().optional().catch(undefined),
  'required-features': z.array(z.string()).optional().catch(undefined),
  'crate-type': z.array(z.string()).optional().catch(undefined),
});

const targetsSchema = z.array(targetSchema).optional().catch(undefined);
const profileSchema = z
  .looseObject({
    lto: z.union([z.boolean(), z.string()]).optional().catch(undefined),
    'codegen-units': z.number().optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

const manifestSchema = z.looseObject({
  package: z
    .looseObject({
      name: z.string(),
      autobins: z.boolean().optional().catch(undefined),
      autoexamples: z.boolean().optional().catch(undefined),
      autobenches: z.boolean().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  workspace: z
    .looseObject({
      members: z.array(z.string()).optional().catch(undefined),
      exclude: z.array(z.string()).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  bin: targetsSchema,
  example: targetsSchema,
  bench: targetsSchema,
  lib: targetSchema.optional().catch(undefined),
  dependencies: z.looseObject({}).optional().catch(undefined),
  'dev-dependencies': z.looseObject({}).optional().catch(undefined),
  profile: z
    .looseObject({ release: profileSchema, bench: profileSchema })
    .optional()
    .catch(undefined),
});

export type Manifest = z.output<typeof manifestSchema>;
export type ManifestTarget = z.output<typeof targetSchema>;

/** @throws {FailureError} `input-missing` where it cannot be read, `config-invalid` with the place where it is no TOML. */
export async function readManifest(file: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readText(file);
  } catch (error) {
    throw new FailureError(
      {
        code: 'input-missing',
        ...manifestUnread({ file, reason: whyUnread(error) }),
        place: { file },
      },
      { cause: error },
    );
  }
  try {
    return manifestSchema.parse(parse(text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const place = { file, line: error.line, column: error.column };
    const [reason = ''] = error.message.replace(/^Invalid TOML document: /u, '').split('\n');
    throw new FailureError(
      {
        code: 'config-invalid',
        ...notToml({ place: placeWords(place), reason }),
        place,
      },
      { cause: error },
    );
  }
}
