// What the language server gives to the editor itself, asked through VS Code's own commands.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import {
  commands,
  languages,
  MarkdownString,
  Position,
  Uri,
  workspace,
  type CodeLens,
  type CompletionList,
  type Hover,
} from 'vscode';
import { QUICK_SOURCE, retarget, until, writeProject } from '../under-test.ts';

describe('retarget.json and main in the editor', () => {
  let project: string;
  let config: Uri;

  before(async () => {
    await retarget();
    project = await writeProject('in words', { source: QUICK_SOURCE });
    config = Uri.file(join(project, 'retarget.json'));
    await writeFile(
      config.fsPath,
      '{\n  "baseline": "x86-64",\n  "targets": ["x86-64-v9", "x86-64-v3"],\n  "programs": [{ "sources": ["main.c"] }]\n}\n',
    );
    await workspace.openTextDocument(config);
  });

  it('a target that nobody knows is underlined where it stands, with the nearest names', async () => {
    const [problem] = await until('a diagnostic', () => {
      const found = languages.getDiagnostics(config).filter(({ source }) => source !== 'jsonc');
      return found.length > 0 && found;
    });
    assert.ok(problem);
    assert.match(problem.message, /x86-64-v9[^]*x86-64-v/u);
    assert.equal(problem.range.start.line, 2);
    assert.equal((await workspace.openTextDocument(config)).getText(problem.range), '"x86-64-v9"');
  });

  it('keys are completed, the most needed first, and none twice', async () => {
    const empty = Uri.file(
      join(await writeProject('keys', { source: QUICK_SOURCE }), 'retarget.json'),
    );
    await writeFile(empty.fsPath, '{  }\n');
    await workspace.openTextDocument(empty);
    const { items } = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      empty,
      new Position(0, 2),
    );
    const sorted = items
      .map(({ label, sortText }) => ({
        label: typeof label === 'string' ? label : label.label,
        sortText,
      }))
      .sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1))
      .map(({ label }) => label);
    assert.equal(sorted[0], 'programs');
    assert.equal(new Set(sorted).size, sorted.length, sorted.join());
  });

  it('targets are completed, and told whether they run here', async () => {
    const at = new Position(2, 14);
    const { items } = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      config,
      at,
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(
      labels.some((label) => label.includes('znver4')),
      labels.join(),
    );
    const v4 = items.find(({ label }) => JSON.stringify(label).includes('x86-64-v4'));
    assert.match(v4?.detail ?? '', /run/u);
  });

  it('a target explains itself under the pointer', async () => {
    const hovers = await commands.executeCommand<Hover[]>(
      'vscode.executeHoverProvider',
      config,
      new Position(2, 32),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((part) => (part instanceof MarkdownString ? part.value : JSON.stringify(part)))
      .join('\n');
    assert.match(text, /avx2/u);
  });

  it('a lens above main profiles, and is answered by the extension', async () => {
    const source = Uri.file(join(project, 'main.c'));
    await writeFile(
      config.fsPath,
      '{ "baseline": "x86-64", "targets": ["x86-64-v3"], "programs": [{ "sources": ["main.c"] }], "budget": "1s", "precision": 0.25 }\n',
    );
    await workspace.openTextDocument(source);
    const lens = await until('a lens', async () => {
      const found = await commands.executeCommand<CodeLens[]>(
        'vscode.executeCodeLensProvider',
        source,
        5,
      );
      return found.find(({ command }) => command?.title.includes('Profile'));
    });
    assert.equal(lens.range.start.line, 1);
    assert.ok(lens.command);
    await commands.executeCommand(lens.command.command, ...((lens.command.arguments ?? []) as []));
    await until('the result in a lens', async () => {
      const found = await commands.executeCommand<CodeLens[]>(
        'vscode.executeCodeLensProvider',
        source,
        5,
      );
      return found.some(({ command }) => command?.title.startsWith('Last result'));
    });
  });
});
