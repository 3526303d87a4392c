// What a linker's call makes, and out of which files and words, in their order.
import type { LinkItem } from './build-products.ts';
import type { BuildState } from './build-state.ts';
import type { DriverLine } from '../../flags/driver-line.ts';
import { joinedObjects } from './joined-objects.ts';
import { searchDirectories } from '../../flags/library-search.ts';
import { linkItems } from './link-items.ts';

export function takeLink(state: BuildState, line: DriverLine, language: 'c' | 'c++'): void {
  if (line.mode === 'probe') return;
  const output = state.at(line.output ?? 'a.out');
  const { directory, env } = state.step;
  const made = { path: output, steps: [state.index] };
  const items: LinkItem[] = linkItems(state, line, output);
  if (line.relocatable) {
    state.put(output, joinedObjects(items, made));
    return;
  }
  for (const folder of searchDirectories(env?.['LIBRARY_PATH'])) {
    items.push({ kind: 'words', words: [`-L${folder}`] });
  }
  state.put(output, {
    ...{ ...made, kind: 'image', shared: line.shared, directory, items, language },
    linkedBy: state.index,
  });
}
