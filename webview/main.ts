// Entry of the page: runs in, page out.
import { RUN_ELEMENT_ID } from '../src/report/run-element.ts';
import { createPage } from './page.ts';
import { listenForRuns } from './run-source.ts';

const root = document.createElement('div');
root.id = 'retarget';
document.body.append(root);
const page = createPage(root);
listenForRuns(RUN_ELEMENT_ID, (run) => page.show(run));
