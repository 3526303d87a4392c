// What the server says inside the editor: in retarget.json diagnostics, completion and hover; above `main` of a source its lenses.
import { dirname } from 'node:path';
import { CodeActionKind, CodeLensRefreshRequest, MarkupKind } from 'vscode-languageserver/node';
import type { ServerCapabilities, TextDocumentPositionParams } from 'vscode-languageserver/node';
import { compileCommandsIn } from '../../project/load-project.ts';
import { findOffers } from '../../project/find-offers.ts';
import { startingConfig } from '../../project/suggestion.ts';
import { answered, handle } from '../handle.ts';
import { survey } from '../machine/survey.ts';
import { everyTarget } from '../machine/targets-answer.ts';
import type { ServerContext } from '../server-context.ts';
import { codeLenses } from './code-lens.ts';
import { completionItems } from './completion.ts';
import { hoverAt } from './hover.ts';
import { KnownProjects } from './known-projects.ts';
import { LastResults } from './last-results.ts';
import { quickFixes } from './quick-fixes.ts';
import { configPath, Validation } from './validation.ts';
import { watchFiles } from './watched-files.ts';

/** Milliseconds: a client asks for the lenses of every open source then. */
const LENSES_SETTLE = 300;

export function serveDocuments(context: ServerContext): Partial<ServerCapabilities> {
  const { connection, documents } = context;
  const validation = new Validation(context);
  const projects = new KnownProjects(() => context.folders());
  const results = new LastResults();
  const refreshLenses = lensRefresh(context);

  watchFiles(context, ({ project }) => {
    if (project) {
      projects.forget();
      validation.again();
    }
    refreshLenses();
  });
  context.onTrusted(refreshLenses);
  context.onRunsChanged(({ final }) => {
    if (final) refreshLenses();
  });

  connection.onCompletion((params, token) =>
    answered(context, 'completion', token, async (signal) => {
      const at = configAt(params);
      if (at === undefined) return [];
      const folder = dirname(at.file);
      return completionItems({
        ...at,
        snippets:
          context.client().textDocument?.completion?.completionItem?.snippetSupport === true,
        // A client that reports wrong JSON has JSON support of its own.
        ownSchemaKey: context.options().reportSyntax === false,
        targets: async () => everyTarget(await survey(context, signal, folder), signal),
        whole: async () =>
          startingConfig(folder, await findOffers(folder), await compileCommandsIn(folder)),
      });
    }),
  );

  connection.onHover((params, token) =>
    answered(context, 'hover', token, async (signal) => {
      const at = configAt(params);
      if (at === undefined) return null;
      const folder = dirname(at.file);
      const formats = context.client().textDocument?.hover?.contentFormat ?? [];
      const hover = await hoverAt({
        ...at,
        markdown: formats.includes(MarkupKind.Markdown),
        baseline: async () => {
          const { baseline } = await context.settings(folder);
          return baseline === '' ? undefined : baseline;
        },
        survey: () => survey(context, signal, folder),
        signal,
      });
      return hover ?? null;
    }),
  );

  connection.onCodeAction((params, token) =>
    answered(context, 'quick fixes', token, () => Promise.resolve(quickFixes(params))),
  );

  connection.onCodeLens(({ textDocument }, token) =>
    answered(context, 'code lens', token, async () => {
      const document = documents.get(textDocument.uri);
      if (document === undefined) return [];
      return codeLenses({ document, trusted: context.trusted(), projects, results });
    }),
  );

  /** The open retarget.json and the offset that a request is about. */
  function configAt({ textDocument, position }: TextDocumentPositionParams) {
    const document = documents.get(textDocument.uri);
    const file = configPath(textDocument.uri);
    return document === undefined || file === undefined
      ? undefined
      : { document, file, offset: document.offsetAt(position) };
  }

  handle(context, 'retarget/owner', async ({ path }) => {
    const owner = await projects.of(path);
    return owner === undefined ? {} : { owner };
  });

  return {
    completionProvider: { triggerCharacters: ['"', '/', '-'] },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    codeLensProvider: {},
  };
}

/** Asks the client to ask for lenses again, once for many reasons that come together. */
function lensRefresh(context: ServerContext): () => void {
  const { connection, closing } = context;
  let waiting: NodeJS.Timeout | undefined;
  closing.addEventListener('abort', () => {
    clearTimeout(waiting);
  });
  return () => {
    if (closing.aborted || context.client().workspace?.codeLens?.refreshSupport !== true) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    }, LENSES_SETTLE);
  };
}
