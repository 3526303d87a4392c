// Entry of the page: runs in, page out.
import { createPage } from './page.ts';
import { listenForRuns } from './run-source.ts';

const root = document.createElement('div');
root.id = 'retarget';
document.body.append(root);
const page = createPage(root);
listenForRuns('retarget-run', (run) => page.show(run));
