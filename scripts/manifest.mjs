// Writes the extension's part of package.json (commands, menus, views, settings, ...) and its texts, package.nls.json, from
// the tables in src/manifest, and l10n/bundle.l10n.json, the texts of src/editor, for translators: `node scripts/manifest.mjs`.
// It leaves everything else in package.json, and its order, as it is.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import ts from 'typescript';

import { importSource } from './lib/import-source.mjs';
import { isMain } from './lib/is-main.mjs';
import { readPackageJson } from './lib/package-json.mjs';
import { repository } from './lib/repository.mjs';

/** @param {unknown} value */
const asJson = (value) => format(JSON.stringify(value), { parser: 'json-stringify' });

/**
 * @returns {Promise<Record<'package.json' | 'package.nls.json' | 'l10n/bundle.l10n.json', string>>} what the files should contain
 */
export async function manifestFiles() {
  /** @type {typeof import('../src/manifest/contributes.ts')} */
  const { generatedManifest } = await importSource('src/manifest/contributes.ts');
  const { manifest, texts } = generatedManifest();
  const written = await readPackageJson();
  return {
    'package.json': await asJson({ ...written, ...manifest }),
    'package.nls.json': await asJson({ description: written.description, ...texts }),
    'l10n/bundle.l10n.json': await asJson(await editorTexts()),
  };
}

/** What src/editor says by `vscode.l10n.t`, each text by itself, as VS Code reads it. */
async function editorTexts() {
  /** @type {Set<string>} */
  const texts = new Set();
  const folder = join(repository, 'src', 'editor');
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const code = await readFile(join(folder, file), 'utf8');
    /** @param {ts.Node} node */
    const visit = (node) => {
      if (ts.isCallExpression(node) && node.expression.getText() === 'vscode.l10n.t') {
        const [text] = node.arguments;
        if (text === undefined || !ts.isStringLiteral(text)) {
          throw new Error(`${file}: vscode.l10n.t takes a literal: ${node.getText()}`);
        }
        texts.add(text.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true));
  }
  return Object.fromEntries([...texts].sort().map((text) => [text, text]));
}

if (isMain(import.meta.url)) {
  for (const [name, content] of Object.entries(await manifestFiles())) {
    await writeFile(join(repository, name), content);
  }
}
