// A folder's retarget.json as it stands: in the editor where it is open there, saved or not, else on disk.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readText } from '../../files/read-text.ts';
import { CONFIG_FILE } from '../../config/config-schema.ts';
import { pathOfUri } from '../file-uris.ts';
import type { ServerContext } from '../server-context.ts';

export interface ConfigText {
  /** Absolute path. */
  readonly file: string;
  /** Without a byte order mark; absent where it cannot be read. */
  readonly text?: string;
  /** The byte order mark that the file begins with, where it does. */
  readonly mark?: string;
  /** Where an editor has it open. */
  readonly open?: TextDocument;
}

const MARK = '\uFEFF';

/** Nothing where the folder has none. */
export async function configOf(
  { documents }: Pick<ServerContext, 'documents'>,
  folder: string,
): Promise<ConfigText | undefined> {
  const file = join(folder, CONFIG_FILE);
  const open = documents.all().find(({ uri }) => pathOfUri(uri) === file);
  if (open !== undefined) return { file, text: open.getText(), open };
  try {
    await stat(file);
  } catch {
    return undefined;
  }
  const text = await readText(file).catch(() => undefined);
  if (text === undefined) return { file };
  return text.startsWith(MARK) ? { file, text: text.slice(1), mark: MARK } : { file, text };
}
