// Text of scripts that run from right to left: kept from turning around the figures and words beside it.

const RIGHT_TO_LEFT =
  '[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}]';
/** Such letters, with what is neither letter nor digit between them. */
const RUN = new RegExp(`${RIGHT_TO_LEFT}+(?:[\\s\\p{P}\\p{S}\\p{M}]*${RIGHT_TO_LEFT}+)*`, 'gu');

/** For a canvas and for attributes: each run between marks that isolate it (FSI, PDI). */
export function isolatedText(text: string): string {
  return text.replace(RUN, '\u2068$&\u2069');
}

/** For elements: each run in a `bdi` of its own. */
export function isolatedNodes(text: string): (string | Node)[] {
  const nodes: (string | Node)[] = [];
  let end = 0;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (index > end) nodes.push(text.slice(end, index));
    const isolated = document.createElement('bdi');
    isolated.textContent = run;
    nodes.push(isolated);
    end = index + run.length;
  }
  return end === 0 ? [text] : [...nodes, text.slice(end)];
}
