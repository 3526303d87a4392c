// The page's bundle as the build makes it, in memory, for tests that draw reports.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import type { HtmlPage } from '../../src/report/html.ts';

const WEBVIEW = fileURLToPath(new URL('../../webview/', import.meta.url));

let made: Promise<HtmlPage> | undefined;

export function pageBundle(): Promise<HtmlPage> {
  made ??= bundle();
  return made;
}

async function bundle(): Promise<HtmlPage> {
  const result = await build({
    entryPoints: { page: `${WEBVIEW}main.ts`, style: `${WEBVIEW}page.css` },
    outdir: 'unwritten',
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    write: false,
  });
  const text = (end: string): string =>
    result.outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: text('page.js'), style: text('style.css') };
}
