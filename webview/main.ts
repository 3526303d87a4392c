// Entry of the page: a report that carries its run, or an editor's panel that gets it by messages.
import { RUN_ELEMENT_ID } from '../src/report/run-element.ts';
import { editorApi } from './editor-link.ts';
import { startEditorPage } from './editor-page.ts';
import { createPage } from './page.ts';
import { embeddedRun } from './run-source.ts';

const root = document.createElement('div');
root.id = 'retarget';
document.body.append(root);
const editor = editorApi();
if (editor === undefined) {
  const run = embeddedRun(RUN_ELEMENT_ID);
  if (run !== undefined) createPage(root).show(run);
} else {
  startEditorPage(root, editor);
}
