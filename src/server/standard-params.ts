// The parameters of the protocol's own requests and notifications that the server hears, as far as anything here relies on them.
import * as z from 'zod';

const place = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const position = z.object({ line: place, character: place });
const range = z.object({ start: position, end: position });
const textDocument = z.object({ uri: z.string() });
const atPosition = z.object({ textDocument, position });
const inDocument = z.object({ textDocument });
const token = z.union([z.string(), z.number()]);
const folders = z.array(z.object({ uri: z.string(), name: z.string() }));

/** By method. What is not here has no parameters that anything relies on, or is checked where it is answered. */
export const STANDARD_PARAMS: Readonly<Record<string, z.ZodType>> = {
  initialize: z.object({
    processId: z.int().nullish(),
    rootUri: z.string().nullish(),
    rootPath: z.string().nullish(),
    workspaceFolders: folders.nullish(),
    capabilities: z.looseObject({}).nullish(),
  }),
  'workspace/executeCommand': z.object({
    command: z.string(),
    arguments: z.array(z.unknown()).nullish(),
  }),
  'workspace/didChangeConfiguration': z.object({}),
  'workspace/didChangeWatchedFiles': z.object({
    changes: z.array(z.object({ uri: z.string(), type: z.int() })),
  }),
  'workspace/didChangeWorkspaceFolders': z.object({
    event: z.object({ added: folders, removed: folders }),
  }),
  'textDocument/didOpen': z.object({
    textDocument: z.object({
      uri: z.string(),
      languageId: z.string(),
      version: z.int(),
      text: z.string(),
    }),
  }),
  'textDocument/didChange': z.object({
    textDocument: z.object({ uri: z.string(), version: z.int().nullish() }),
    contentChanges: z.array(z.object({ text: z.string(), range: range.optional() })),
  }),
  'textDocument/didClose': inDocument,
  'textDocument/didSave': inDocument,
  'textDocument/willSave': inDocument,
  'textDocument/willSaveWaitUntil': inDocument,
  'textDocument/codeLens': inDocument,
  'textDocument/codeAction': z.object({
    textDocument,
    range,
    context: z.object({
      diagnostics: z.array(z.object({ range, message: z.string() })),
      only: z.array(z.string()).nullish(),
    }),
  }),
  'textDocument/completion': atPosition,
  'textDocument/hover': atPosition,
  'window/workDoneProgress/cancel': z.object({ token }),
  '$/cancelRequest': z.object({ id: token }),
  '$/progress': z.object({ token }),
  '$/setTrace': z.object({ value: z.string() }),
};
