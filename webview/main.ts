// Entry of the page: a report that carries its run, or an editor's panel that gets it by messages.
import { comparisonHeadline } from '../src/report/comparison-headline.ts';
import { showComparison } from './comparison-page.ts';
import { editorApi } from './editor-link.ts';
import { startEditorPage } from './editor-page.ts';
import { createPage } from './page.ts';
import { embeddedComparison, embeddedRun } from './run-source.ts';

const root = document.createElement('div');
root.id = 'retarget';
document.body.append(root);
const editor = editorApi();
if (editor === undefined) {
  const run = embeddedRun();
  const comparison = embeddedComparison();
  if (run !== undefined) createPage(root).show(run);
  if (comparison !== undefined) showComparison(root, comparisonHeadline(comparison), comparison);
} else {
  startEditorPage(root, editor);
}
