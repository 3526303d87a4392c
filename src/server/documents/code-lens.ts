// Above `main` and above each benchmark of a source that a project builds: profile just that, and what came of it the last time.
import type { CodeLens, Command } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { SERVER_COMMANDS } from '../../protocol/server-requests.ts';
import { isCOrCpp, isHeaderFile, languageOfFile } from '../../flags/languages.ts';
import { benchmarksInCpp } from '../../kinds/find-benchmarks.ts';
import type { NamedBenchmark } from '../../kinds/find-benchmarks.ts';
import { findMain } from '../../kinds/find-main.ts';
import { benchmarksInRust, findRustMain } from '../../kinds/rust-benchmarks.ts';
import { isRustSource } from '../../kinds/rust-sources.ts';
import type { Owner } from '../../project/owner.ts';
import { visibleText } from '../../text/visible-text.ts';
import { pathOfUri } from '../file-uris.ts';
import type { KnownProjects } from './known-projects.ts';
import type { LastResults } from './last-results.ts';
import { benchmarkLens, lastResultLens, profileLens, untrustedLens } from '../messages.ts';

export interface LensQuestion {
  readonly document: TextDocument;
  readonly trusted: boolean;
  readonly projects: KnownProjects;
  readonly results: LastResults;
}

/** Characters: a larger source is hardly written by a person. */
const MOST_SEARCHED = 1_000_000;

const MAIN = 'main';

interface Places {
  readonly main: number | undefined;
  readonly benchmarks: readonly NamedBenchmark[];
}

export async function codeLenses(question: LensQuestion): Promise<CodeLens[]> {
  const { document, trusted, projects, results } = question;
  const source = pathOfUri(document.uri);
  if (source === undefined) return [];
  const { main, benchmarks } = placesIn(source, document.getText());
  if (main === undefined && benchmarks.length === 0) return [];
  const known = await projects.guessed(source);
  if (known === undefined || known.programs.length === 0) return [];
  const lens = (at: number, length: number, command: Command): CodeLens => ({
    range: { start: document.positionAt(at), end: document.positionAt(at + length) },
    command,
  });
  const lenses = trusted
    ? benchmarks.map(({ name, at, length }) =>
        lens(at, length, {
          title: benchmarkLens,
          command: SERVER_COMMANDS.profile,
          arguments: [{ ...meant(known, source), benchmarks: [name] }],
        }),
      )
    : [];
  if (main === undefined) return lenses;
  const last = await results.of(known.directory);
  const above = (command: Command): CodeLens => lens(main, MAIN.length, command);
  return [
    above(
      trusted
        ? {
            title: profileLens,
            command: SERVER_COMMANDS.profile,
            arguments: [meant(known, source)],
          }
        : { title: untrustedLens, command: '' },
    ),
    ...known.programs.flatMap((name) => {
      const result = last.get(name);
      if (result === undefined) return [];
      const title = lastResultLens({
        ...(known.programs.length === 1 ? {} : { program: shortened(name) }),
        brief: shortened(result.brief),
      });
      return above({
        title: titleText(title),
        command: SERVER_COMMANDS.report,
        arguments: [{ path: result.path }],
      });
    }),
    ...lenses,
  ];
}

function placesIn(source: string, text: string): Places {
  const language = languageOfFile(source);
  const isCpp = isCOrCpp(language) || isHeaderFile(source);
  if (text.length > MOST_SEARCHED) return { main: undefined, benchmarks: [] };
  if (isRustSource(source)) {
    return { main: findRustMain(text), benchmarks: benchmarksInRust(text) };
  }
  if (!isCpp) return { main: undefined, benchmarks: [] };
  return {
    main: isCOrCpp(language) ? findMain(text) : undefined,
    benchmarks: benchmarksInCpp(text),
  };
}

/** What a profile of the source is asked for: its program, unless that is all there is, or it is to be chosen of several. */
function meant(
  { directory, programs, programCount, configured }: Owner,
  source: string,
): { readonly path: string; readonly programs?: readonly string[] } {
  if (configured && programs.length === programCount) return { path: directory };
  return programs.length === 1 ? { path: directory, programs } : { path: source };
}

/** Characters of a name or a result: a lens is one line among those of the source. */
const LONGEST = 60;

function shortened(text: string): string {
  // No whole text is needed to find its beginning, and no character is cut in two.
  const characters = [...text.slice(0, 2 * (LONGEST + 1))];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text;
}

/** Names of others as a title: nothing invisible, and no icon, for which VS Code takes `$(name)` unless it is escaped. */
function titleText(text: string): string {
  return visibleText(text).replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/gu, '\\$&');
}
