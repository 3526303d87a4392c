// Above `main` of a program that a project knows: profile it, and what came of it the last time.
import type { CodeLens, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { SERVER_COMMANDS } from '../../protocol/server-requests.ts';
import { findMain } from '../../kinds/find-main.ts';
import { isCOrCpp, languageOfFile } from '../../flags/languages.ts';
import { visibleText } from '../../text/visible-text.ts';
import { pathOfUri } from '../file-uris.ts';
import type { KnownProjects } from './known-projects.ts';
import type { LastResults } from './last-results.ts';
import { lastResultLens, profileLens, untrustedLens } from '../messages.ts';

export interface LensQuestion {
  readonly document: TextDocument;
  readonly trusted: boolean;
  readonly projects: KnownProjects;
  readonly results: LastResults;
}

/** Characters: a larger source is hardly written by a person. */
const MOST_SEARCHED = 1_000_000;

export async function codeLenses(question: LensQuestion): Promise<CodeLens[]> {
  const { document, trusted, projects, results } = question;
  const source = pathOfUri(document.uri);
  if (source === undefined || !isCOrCpp(languageOfFile(source))) return [];
  const text = document.getText();
  const at = text.length > MOST_SEARCHED ? undefined : findMain(text);
  if (at === undefined) return [];
  const known = await projects.of(source);
  if (known === undefined) return [];
  const { directory, programs } = known;
  const range: Range = {
    start: document.positionAt(at),
    end: document.positionAt(at + 'main'.length),
  };
  const last = await results.of(directory);
  return [
    {
      range,
      command: trusted
        ? {
            title: profileLens,
            command: SERVER_COMMANDS.profile,
            arguments: [{ path: directory }],
          }
        : { title: untrustedLens, command: '' },
    },
    ...programs.flatMap((name) => {
      const result = last.get(name);
      if (result === undefined) return [];
      return [
        {
          range,
          command: {
            title: titleText(
              lastResultLens({
                ...(programs.length === 1 ? {} : { program: shortened(name) }),
                brief: shortened(result.brief),
              }),
            ),
            command: SERVER_COMMANDS.report,
            arguments: [{ path: result.path }],
          },
        },
      ];
    }),
  ];
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
