// A run as one HTML page that needs nothing but itself: the webview's bundle with the run embedded as data.
import { createHash } from 'node:crypto';
import type { Run } from '../model/run.ts';
import type { RunComparison } from '../model/run-comparison.ts';
import { COMPARISON_ELEMENT_ID, RUN_ELEMENT_ID } from './run-element.ts';
import { visibleJson } from '../text/visible-text.ts';

/** The built bundle of webview/: what `scripts/build.mjs` leaves in dist/page.js and dist/page.css. */
export interface HtmlPage {
  readonly script: string;
  readonly style: string;
}

/**
 * The whole page as text. It loads nothing and runs only the given script: the content policy names both
 * inline elements by hash, and the run is data that no parser of scripts ever sees.
 */
export function renderHtml(run: Run, page: HtmlPage): string {
  return document({ id: RUN_ELEMENT_ID, data: run, title: pageTitle(run), tool: run.tool }, page);
}

/** The same of two runs that are compared. @param tool version of Retarget */
export function renderComparisonHtml(
  comparison: RunComparison,
  page: HtmlPage,
  tool: string,
): string {
  const title = `${comparison.before} and ${comparison.after} - Retarget`;
  return document({ id: COMPARISON_ELEMENT_ID, data: comparison, title, tool }, page);
}

function document(
  content: {
    readonly id: string;
    readonly data: unknown;
    readonly title: string;
    readonly tool: string;
  },
  page: HtmlPage,
): string {
  const script = inlineText(page.script);
  const style = inlineText(page.style);
  const policy = [
    `default-src 'none'`,
    `script-src '${contentHash(script)}'`,
    `style-src '${contentHash(style)}'`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Retarget ${escapeText(content.tool)}">
<title>${escapeText(content.title)}</title>
<style>${style}</style>
</head>
<body>
<noscript>This report needs JavaScript, which is disabled. The source of this page contains the numbers as JSON.</noscript>
<script type="application/json" id="${content.id}">${embeddedJson(content.data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function pageTitle(run: Run): string {
  const project = run.project.split(/[/\\]/).filter(Boolean).at(-1) ?? run.project;
  return `${clip(project, 80)} on ${clip(run.host.brand, 80)} - Retarget`;
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}

/** JSON in which nothing can end or open an HTML element, end a line in older JavaScript, or steer whatever shows the source. */
function embeddedJson(value: unknown): string {
  return visibleJson(JSON.stringify(value)).replace(
    /[<>&]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A bundle as it can stand inside its element, and so that its hash is that of what the browser reads: the HTML
 * parser turns CR LF into LF, and would take `</script` or `<!--` in a string for its own. `\x3c` is `<` in
 * JavaScript's strings; in a style sheet none of these occurs outside a comment.
 */
function inlineText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/<(?=!--|\/script|\/style)/gi, '\\x3c');
}

function contentHash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

/** Text for an element or a quoted attribute; what a name must not do to a page's title is taken out. */
function escapeText(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
