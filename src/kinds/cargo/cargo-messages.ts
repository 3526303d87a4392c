// What cargo tells programs (`--message-format=json`), one JSON object on each line.
import * as z from 'zod';

export interface CargoArtifact {
  /** Absolute paths: a crate's library, metadata or executable. */
  readonly files: readonly string[];
  /** As Cargo.toml has it: words such as `bin` or `cdylib`, and its name there. */
  readonly target: { readonly kind: readonly string[]; readonly name: string };
  /** Absolute path; of what can be run. */
  readonly executable: string | undefined;
  /** As rustc has them: 0 to 3, s, z. */
  readonly level: string;
  /** It was there already, and cargo found nothing to do. */
  readonly fresh: boolean;
}

const artifactSchema = z.looseObject({
  reason: z.literal('compiler-artifact'),
  filenames: z.array(z.string()),
  executable: z.string().nullish(),
  target: z.looseObject({ kind: z.array(z.string()), name: z.string() }),
  profile: z.looseObject({ opt_level: z.string() }),
  fresh: z.boolean(),
});

/** What was built or was there already; lines of build scripts and other messages are left out. */
export function artifactsIn(output: string): CargoArtifact[] {
  return output.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const message = artifactSchema.safeParse(jsonOf(line));
    if (!message.success) return [];
    const { filenames, executable, profile, target, fresh } = message.data;
    return {
      files: filenames,
      target,
      executable: executable ?? undefined,
      level: profile.opt_level,
      fresh,
    };
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
