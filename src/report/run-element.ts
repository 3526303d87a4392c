// Where a report keeps its run: the page that draws it looks here.

/** Id of the element whose text is the run as JSON. */
export const RUN_ELEMENT_ID = 'retarget-run';

/** The same of a comparison of two runs. */
export const COMPARISON_ELEMENT_ID = 'retarget-comparison';
